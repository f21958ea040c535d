import { expect, test } from "vitest";
import { make } from "./making.ts";

const shared = (key: string) => ({
  cache: { key: { files: [key], prefix: "dotnet" }, paths: [".nuget-packages/"] },
  variables: { NUGET_PACKAGES: "$CI_PROJECT_DIR/.nuget-packages" },
  interruptible: true,
});
const tests = ["Microsoft.NET.Test.Sdk", "JunitXml.TestLogger", "coverlet.collector"];

test("a test project with a lock file gets reports by the packages that it names", async () => {
  const files = { "src/Api/Api.csproj": tests.join(), "src/Api/packages.lock.json": "" };
  expect(await make("dotnet", files, { image: "sdk:9" }, { root: "src/Api" })).toEqual({
    build: {
      ...shared("src/Api/packages.lock.json"),
      image: "sdk:9",
      stage: "build",
      needs: ["every build"],
      script: [
        'cd "$SERVICE_DIR"',
        "dotnet restore --locked-mode",
        "dotnet build --no-restore --configuration Release",
      ],
    },
    test: {
      ...shared("src/Api/packages.lock.json"),
      image: "sdk:9",
      stage: "test",
      needs: ["web:build", "every build"],
      script: [
        'cd "$SERVICE_DIR"',
        "dotnet restore --locked-mode",
        'dotnet test --no-restore --configuration Release --results-directory TestResults --logger "junit;LogFileName={assembly}.junit.xml" --collect "XPlat Code Coverage"',
      ],
      artifacts: {
        when: "always",
        reports: {
          junit: "src/Api/TestResults/*.junit.xml",
          coverage_report: {
            coverage_format: "cobertura",
            path: "src/Api/TestResults/*/coverage.cobertura.xml",
          },
        },
      },
    },
  });
});

test("any other project is only built", async () => {
  expect(await make("dotnet", { "web/web.fsproj": "<Project/>" })).toEqual({
    build: {
      ...shared("web/web.fsproj"),
      stage: "build",
      needs: ["every build"],
      script: [
        'cd "$SERVICE_DIR"',
        "dotnet restore",
        "dotnet build --no-restore --configuration Release",
      ],
    },
  });
});

test("a solution at the top is tested; without packages there is no report", async () => {
  const jobs = await make("dotnet", { "web.sln": "" }, { configuration: "Debug" }, { root: "." });
  expect(jobs?.test).toMatchObject(shared("web.sln"));
  expect(jobs?.test?.script[2]).toBe(
    "dotnet test --no-restore --configuration Debug --results-directory TestResults",
  );
  expect(jobs?.test).not.toHaveProperty("artifacts");
});

test("options overrule what the file names", async () => {
  const root = "a b/$(x)";
  const files = { [`${root}/$(x).csproj`]: "" };
  const jobs = await make("dotnet", files, { test: true, junit: true }, { root });
  expect(jobs?.test?.artifacts).toMatchObject({
    reports: { junit: "a?b/??x?/TestResults/*.junit.xml" },
  });
  const none = await make("dotnet", { "web/web.csproj": tests.join() }, { test: false });
  expect(Object.keys(none ?? {})).toEqual(["build"]);
});

test("a project of any name is found; beside others each is named as one word", async () => {
  const one = await make("dotnet", { "web/My App.csproj": "" });
  expect(one?.build?.script).toContain("dotnet restore");
  const two = await make("dotnet", { "web/$(x).vbproj": "", "web/A.csproj": tests.join() });
  expect(two?.build?.cache).toMatchObject({ key: { files: ["web/$(x).vbproj", "web/A.csproj"] } });
  expect(two?.build?.script).toEqual([
    'cd "$SERVICE_DIR"',
    "dotnet restore './$(x).vbproj'",
    "dotnet restore ./A.csproj",
    "dotnet build './$(x).vbproj' --no-restore --configuration Release",
    "dotnet build ./A.csproj --no-restore --configuration Release",
  ]);
  expect(two?.test?.script).toHaveLength(5);
  const beside = await make("dotnet", { "web/All.sln": "", "web/-a.fsproj": "" });
  expect(beside?.build?.script).toContain("dotnet restore ./-a.fsproj");
  expect(beside).not.toHaveProperty("test");
});

test("a key names two files at most", async () => {
  const files = Object.fromEntries(["a", "b", "c"].map((name) => [`web/${name}.csproj`, ""]));
  const cache = (await make("dotnet", files))?.build?.cache;
  expect(cache).toMatchObject({ key: { files: ["web/a.csproj", "web/b.csproj"] } });
});

test("dotnet is not for others", async () => {
  expect(await make("dotnet", { "web/package.json": "" })).toBeUndefined();
  expect(await make("dotnet", { "web/deeper/web.csproj": "" })).toBeUndefined();
});
