import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { How, Target } from "../../../src/downstream/index.ts";
import { crontabCommand, curlCommand } from "../../../src/downstream/start/index.ts";
import fc from "../../helpers/property.ts";
import { scene, target, temporary } from "./scene.ts";

const run = promisify(execFile);

/** What cron hands to the shell: crontab(5), and do_command.c of Vixie's cron. */
function throughCron(line: string): string {
  expect(line).not.toContain("\n");
  let command = "";
  let escaped = false;
  for (const sign of line) {
    if (escaped && sign === "%") command = `${command.slice(0, -1)}%`;
    else if (sign === "%") return command;
    else command += sign;
    escaped = !escaped && sign === "\\";
  }
  return command;
}

const wildly = {
  DOLLAR: "$HOME $(id) `id` $$",
  QUOTES: `'single' "double" \\ \\% '%' %`,
  LINES: "first\nsecond\r\n",
  FAR: "größer 日本語 \u{1f680}",
  FORM: "a=b&c[d]=e%20f+g @file",
};

/** Runs the command that is printed with the real curl against a GitLab. */
async function sent(how: How, asked: Partial<Target>, crontab = false) {
  const { lab, app, ada, personal, startedIn } = await scene();
  const own = lab.jobToken(app, ada).value;
  const before = startedIn(app).length;
  const tokens = { api: personal, "job token": own, "trigger token": lab.trigger(app, ada) };
  const call = { api: `${lab.url}/api/v4`, target: target("group/app", asked), how };
  const named = { ...call, ref: asked.ref ?? "main", token: "SOME_TOKEN" };
  const command = crontab ? throughCron(crontabCommand(named)) : curlCommand(named);
  const env = { PATH: process.env.PATH ?? "", SOME_TOKEN: tokens[how], HOME: "/nonexistent" };
  const { stdout } = await run("sh", ["-c", command], { env, timeout: 20_000 });
  expect(command).not.toContain(tokens[how]);
  const [pipeline] = startedIn(app).slice(before);
  expect(JSON.parse(stdout)).toMatchObject({ id: pipeline?.id });
  return pipeline;
}

const ownOf = (pipeline: Awaited<ReturnType<typeof sent>>) =>
  Object.fromEntries(
    (pipeline?.variables ?? [])
      .filter(({ key }) => key !== "TRIGGER_PAYLOAD")
      .map(({ key, value }) => [key, value]),
  );

describe.each([false, true])("in a crontab: %s", (crontab) => {
  test.each(["api", "job token", "trigger token"] as const)("with %s", async (how) => {
    const pipeline = await sent(how, { variables: wildly, inputs: { a: "x y" } }, crontab);
    expect(ownOf(pipeline)).toEqual(wildly);
    expect(pipeline?.inputs).toEqual({ a: "x y" });
    const source = { api: "api", "job token": "pipeline", "trigger token": "trigger" }[how];
    expect(pipeline?.source).toBe(source);
  });
});

test("any value arrives through the shell, and through cron", async () => {
  const texts = fc
    .string({ unit: "grapheme", maxLength: 20 })
    .filter((text) => !text.includes("\0"));
  const hows = fc.constantFrom<How>("api", "trigger token");
  await fc.assert(
    fc.asyncProperty(texts, hows, fc.boolean(), async (text, how, crontab) => {
      const pipeline = await sent(how, { variables: { A: `\\${text}%` } }, crontab);
      expect(ownOf(pipeline)).toEqual({ A: `\\${text}%` });
    }),
    { numRuns: 12 },
  );
});

test("as it is printed", () => {
  const asked = target("group/app", { variables: { A: "it's $5" }, inputs: { n: 3 } });
  const call = { api: "https://gitlab.example.com/api/v4", target: asked, ref: "main" };
  expect(curlCommand({ ...call, how: "trigger token", token: "APP_TRIGGER_TOKEN" })).toBe(
    `printf %s "$APP_TRIGGER_TOKEN" |
  curl --fail-with-body \\
    --data-urlencode token@- \\
    --data-urlencode ref=main \\
    --data-urlencode 'variables[A]=it'\\''s $5' \\
    --data-urlencode 'inputs[n]=3' \\
    'https://gitlab.example.com/api/v4/projects/group%2Fapp/trigger/pipeline'`,
  );
  expect(crontabCommand({ ...call, how: "trigger token", token: "APP_TRIGGER_TOKEN" })).toBe(
    `printf \\%s "$APP_TRIGGER_TOKEN" | curl --fail-with-body --silent --show-error --data-urlencode token@- --data ref=main --data 'variables\\%5BA\\%5D=it'\\''s\\%20\\%245' --data 'inputs\\%5Bn\\%5D=3' 'https://gitlab.example.com/api/v4/projects/group\\%2Fapp/trigger/pipeline'`,
  );
});

test("the token is in no argument of a program", async () => {
  const directory = mkdtempSync(join(temporary(), "bin-"));
  const fake = join(directory, "curl");
  writeFileSync(fake, '#!/bin/sh\nprintf "%s\\n" "$@" > "$ARGUMENTS"\ncat > /dev/null\n', {
    mode: 0o755,
  });
  for (const how of ["api", "trigger token"] as const) {
    const call = { api: "https://gitlab.example.com/api/v4", target: target("group/app"), how };
    const command = curlCommand({ ...call, ref: "main", token: "SOME_TOKEN" });
    const argumentsFile = join(directory, "arguments");
    const env = {
      PATH: `${directory}:${process.env.PATH}`,
      SOME_TOKEN: "secret-of-tests",
      ARGUMENTS: argumentsFile,
    };
    await run("sh", ["-c", command], { env });
    const seen = readFileSync(argumentsFile, "utf8");
    expect(seen).toContain("--fail-with-body");
    expect(seen).not.toContain("secret-of-tests");
  }
});
