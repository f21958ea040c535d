import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type LintFinding, type LintOptions, lint } from "../../src/lint/index.ts";
import { limitsFor } from "../../src/model/index.ts";
import fc from "../helpers/property.ts";
import { mutatedOf } from "./mutations.ts";

/** A repository of these files. */
const inRepository = (files: Readonly<Record<string, string>>): LintOptions => {
  const texts = new Map(Object.entries(files));
  const paths = [...texts.keys()].sort();
  return {
    world: {
      read: async (path) => texts.get(path),
      paths: async () => paths,
      mapped: async () => undefined,
    },
    paths,
    limits: limitsFor({}),
    version: "18.11",
  };
};

const told = ({ file, line, column, code, severity }: LintFinding) =>
  `${file}:${line}:${column} ${severity} ${code}`;

async function findings(
  files: Readonly<Record<string, string>>,
  options: Partial<LintOptions> = {},
) {
  const { outcome } = await lint([".gitlab-ci.yml"], { ...inRepository(files), ...options });
  return outcome.findings;
}

const sound = `stages: [build]
build:
  stage: build
  script: [make]
`;

describe("what GitLab refuses", () => {
  test("is told in its own words, at the place of the key", async () => {
    const [finding] = await findings({
      ".gitlab-ci.yml": sound.replace("stage: build", "stage: bild"),
    });
    expect(finding).toMatchObject({
      code: "stage-missing",
      fromGitLab: true,
      message:
        "build job: chosen stage bild does not exist; available stages are .pre, build, .post",
      line: 3,
    });
  });

  test.each([
    ['$A = "x"', "Column 4 of the expression: expected == or =~, found ="],
    [
      "$A =~ /v(?=1)/",
      "Column 7 of the expression: RE2 refuses the pattern /v(?=1)/, which knows no look-around",
    ],
    ["[$A]", 'Write it as `$NAME == "value"` or `$NAME =~ /pattern/`'],
  ])("if: %s is refused with where it goes wrong", async (expression, hint) => {
    const text = `build: {script: [make], rules: [{if: ${expression}}]}\n`;
    const [finding] = await findings({ ".gitlab-ci.yml": text });
    expect(finding).toMatchObject({ code: "rule-expression-syntax", hint });
  });

  test("is told in the file that was included, under the file's name", async () => {
    const files = {
      ".gitlab-ci.yml": "include: ci/*.yml\n",
      "ci/a.yml": "a:\n  scrip: [x]\n",
    };
    expect((await findings(files)).map(told)).toContainEqual(
      expect.stringMatching(/^ci\/a\.yml:\d+:\d+ error job-without-work$/),
    );
  });

  test("keeps the other rules silent, for they would speak of something else", async () => {
    const text = `${sound}odd:\n  tags: [a]\n  trigger: group/app\n`;
    expect((await findings({ ".gitlab-ci.yml": text })).every((each) => each.fromGitLab)).toBe(
      true,
    );
  });
});

describe("what GitLab does not tell", () => {
  const text = `${sound}    \n  rules:\n    - changes: ["./src/x"]\n    - when: on_success\n`;

  test("is told at its place", async () => {
    const codes = (await findings({ ".gitlab-ci.yml": text, "src/x": "" })).map(({ code }) => code);
    expect(codes.some((code) => code.startsWith("glob"))).toBe(true);
  });

  test("is left out where the configuration says so", async () => {
    const files = { ".gitlab-ci.yml": text, "src/x": "" };
    const all = await findings(files);
    const settings = Object.fromEntries(all.map(({ code }) => [code, "off"] as const));
    expect(await findings(files, { settings })).toEqual([]);
  });

  test("is silenced by a comment with a reason", async () => {
    const code = (await findings({ ".gitlab-ci.yml": text, "src/x": "" }))[0]?.code ?? "";
    const commented = text.replace("build:\n", `build: # fanout-lint: off ${code}: known\n`);
    const [finding] = await findings({ ".gitlab-ci.yml": commented, "src/x": "" });
    expect(finding).toMatchObject({ code, silenced: "known" });
  });

  test("refuses settings of rules that there are not", async () => {
    const settings = { "no-such-rule": "off" } as const;
    await expect(findings({ ".gitlab-ci.yml": sound }, { settings })).rejects.toThrow(
      'no rule of lint is called "no-such-rule"',
    );
  });
});

test("files that trigger jobs start are looked at as children, two levels down", async () => {
  const child = (name: string) =>
    `go:\n  trigger:\n    include: [{ local: ${name} }]\n    strategy: mirror\n`;
  const { outcome } = await lint(
    [".gitlab-ci.yml"],
    inRepository({
      ".gitlab-ci.yml": child("/a.yml"),
      "a.yml": child("b.yml"),
      "b.yml": "b:\n  scrip: x\n",
    }),
  );
  expect(outcome.files).toEqual([".gitlab-ci.yml", "a.yml", "b.yml"]);
  expect(
    outcome.findings.some(({ file, code }) => file === "b.yml" && code === "job-without-work"),
  ).toBe(true);
});

describe("no false alarm", () => {
  const folder = resolve(import.meta.dirname, "../fixtures/configurations");
  const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));
  const paths = readFileSync(join(folder, "paths.txt"), "utf8").split("\n").filter(Boolean);
  const read = async (path: string) => {
    try {
      return readFileSync(join(folder, names.includes(path) ? path : `repository/${path}`), "utf8");
    } catch {
      return undefined;
    }
  };
  const options: LintOptions = {
    world: { read, paths: async () => paths, mapped: async () => undefined },
    paths,
    limits: limitsFor({}),
    version: "18.11",
  };

  test("there are thirty configurations and more", () => expect(names.length).toBeGreaterThan(30));

  test.each(names)("in %s", async (name) => {
    const { outcome } = await lint([name], options);
    const alarms = outcome.findings.filter(({ severity }) => severity !== "info");
    expect(alarms.map((each) => `${told(each)} ${each.message}`)).toEqual([]);
  });

  test("in example-repo", async () => {
    const example = resolve(import.meta.dirname, "../../example-repo");
    const text = readFileSync(join(example, ".gitlab-ci.yml"), "utf8");
    expect(await findings({ ".gitlab-ci.yml": text })).toEqual([]);
  });
});

test("whatever becomes of a text, lint has an answer", async () => {
  const folder = resolve(import.meta.dirname, "../fixtures/configurations");
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  await fc.assert(
    fc.asyncProperty(mutatedOf(texts), async (text) => {
      const { outcome } = await lint([".gitlab-ci.yml"], inRepository({ ".gitlab-ci.yml": text }));
      for (const { line, column, message } of outcome.findings) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
        expect(message).not.toBe("");
      }
    }),
    { seed: Number(process.env.SEED ?? 1), numRuns: 150 },
  );
});
