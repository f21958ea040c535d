import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { writeFiles } from "../../src/emit/index.ts";
import { diskFiles, type Files } from "../../src/io.ts";

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "fanout-write-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function refusal(cwd: string, path: string, files: Files = diskFiles): UserError {
  try {
    writeFiles({ cwd, files }, [{ path, text: "new" }]);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("was written");
}

const broken = (code: string): Files => ({
  ...diskFiles,
  write: () => {
    throw Object.assign(new Error(`${code}: no`), { code });
  },
});

test("files are written from the working directory, directories made as needed", () => {
  const cwd = directory();
  writeFiles({ cwd, files: diskFiles }, [
    { path: "generated-config.yml", text: "a: 1\n" },
    { path: "out/deep/report.json", text: "{}\n" },
  ]);
  expect(readFileSync(join(cwd, "generated-config.yml"), "utf8")).toBe("a: 1\n");
  expect(readFileSync(join(cwd, "out/deep/report.json"), "utf8")).toBe("{}\n");
});

test("what is a directory stays one, and no temporary file is left", () => {
  const cwd = directory();
  mkdirSync(join(cwd, "out"));
  expect(refusal(cwd, "out").message).toBe(
    "out: could not be written: it is a directory. What stood there before is untouched",
  );
  expect(readdirSync(cwd)).toEqual(["out"]);
});

test("a path through a file", () => {
  const cwd = directory();
  writeFileSync(join(cwd, "file"), "");
  expect(refusal(cwd, "file/a.yml").message).toContain("a part of its path is a file");
});

test.each([
  ["EROFS", "the file system is read-only"],
  ["EACCES", "permission denied"],
  ["ENOSPC", "no space is left on the device"],
  ["EWHATEVER", "EWHATEVER: no"],
])("%s: %s", (code, problem) => {
  const cwd = directory();
  writeFileSync(join(cwd, "a.yml"), "old");
  const error = refusal(cwd, "a.yml", broken(code));
  expect(error.diagnostics.map((each) => each.code)).toEqual(["EMIT_WRITE"]);
  expect(error.message).toContain(`a.yml: could not be written: ${problem}`);
  expect(error.cause).toMatchObject({ code });
  expect(error.exit).toBe(2);
  expect(readFileSync(join(cwd, "a.yml"), "utf8")).toBe("old");
});
