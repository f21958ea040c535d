import { expect, test } from "vitest";
import { make } from "./making.ts";

const module = "<project><parent/><parent></parent></project>";

const jobs = (files: string[], build: string[], verify: string[]) => {
  const shared = {
    image: "maven:3",
    cache: { key: { files, prefix: "maven" }, paths: [".m2/repository/"] },
    variables: { MAVEN_OPTS: "-Dmaven.repo.local=$CI_PROJECT_DIR/.m2/repository" },
    interruptible: true,
  };
  return {
    build: {
      ...shared,
      stage: "build",
      needs: ["every build"],
      script: build,
      artifacts: {
        paths: ["web/target/*.jar", "web/target/*.war", "web/target/*.ear"],
        expire_in: "1 day",
      },
    },
    test: {
      ...shared,
      stage: "test",
      needs: ["web:build", "every build"],
      script: verify,
      artifacts: {
        when: "always",
        reports: {
          junit: [
            "web/target/surefire-reports/TEST-*.xml",
            "web/target/failsafe-reports/TEST-*.xml",
          ],
        },
      },
    },
  };
};

test("a project of its own is built in its directory", async () => {
  expect(await make("maven", { "web/pom.xml": "<project/>" })).toEqual(
    jobs(
      ["web/pom.xml"],
      ['cd "$SERVICE_DIR"', "mvn --batch-mode package -DskipTests"],
      ['cd "$SERVICE_DIR"', "mvn --batch-mode verify"],
    ),
  );
});

test("a module is built from where the wrapper is", async () => {
  const narrowed = 'sh "$CI_PROJECT_DIR"/mvnw --batch-mode --projects "./$SERVICE_DIR" --also-make';
  expect(await make("maven", { mvnw: "", "pom.xml": "", "web/pom.xml": module })).toEqual(
    jobs(["pom.xml", "web/pom.xml"], [`${narrowed} package -DskipTests`], [`${narrowed} verify`]),
  );
});

test("the root may be told, and may have odd characters", async () => {
  const files = { "a b/pom.xml": "", "a b/$(x)/pom.xml": module };
  const given = { root: "a b/$(x)" };
  const made = await make("maven", files, { root: "a b", maven: "mvn -o" }, given);
  expect(made?.test?.script).toEqual([
    "cd 'a b'",
    `mvn -o --batch-mode --projects "./\${SERVICE_DIR#'a b'/}" --also-make verify`,
  ]);
  expect(made?.build?.artifacts).toMatchObject({ paths: { 0: "a?b/??x?/target/*.jar" } });
});

test("a project without a parent uses the wrapper from its own directory", async () => {
  const made = await make(
    "maven",
    { "jvm/mvnw": "", "jvm/web/pom.xml": "" },
    {},
    { root: "jvm/web" },
  );
  expect(made?.test?.script).toEqual([
    'cd "$SERVICE_DIR"',
    'sh "$CI_PROJECT_DIR"/jvm/mvnw --batch-mode verify',
  ]);
});

test("JaCoCo's report is taken where its plugin is named, or where told", async () => {
  const report = { coverage_format: "jacoco", path: "target/site/jacoco/jacoco.xml" };
  const files = { "pom.xml": "<artifactId>jacoco-maven-plugin</artifactId>" };
  const root = { root: "." };
  const made = await make("maven", files, { image: false }, root);
  expect(made?.test).not.toHaveProperty("image");
  expect(made?.test?.artifacts).toMatchObject({ reports: { coverage_report: report } });
  const told = await make("maven", files, { coverage: false }, root);
  expect(told?.test?.artifacts).not.toHaveProperty("reports.coverage_report");
});

test("maven is not for others", async () => {
  expect(await make("maven", { "web/go.mod": "" })).toBeUndefined();
});
