import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { newestTag } from "../../src/detect/index.ts";
import { isolated, testIo } from "../helpers/io.ts";
import { directory, repo } from "../helpers/repo.ts";

test("the tag that was made last, and a usual one where there is none", async () => {
  const { root } = repo({ a: "a" });
  const tag = (name: string, date: string) => {
    const author = { GIT_COMMITTER_NAME: "t", GIT_COMMITTER_EMAIL: "t@example.test" };
    const env = { ...isolated, ...author, GIT_COMMITTER_DATE: date };
    execFileSync("git", ["tag", "-m", name, name], { cwd: root, env });
  };
  expect(await newestTag(testIo(root))).toBe("v1.0.0");
  tag("release/2", "2026-01-02T00:00:00Z");
  tag("release/10", "2026-01-03T00:00:00Z");
  tag("release/3", "2026-01-01T00:00:00Z");
  expect(await newestTag(testIo(root))).toBe("release/10");
  expect(await newestTag(testIo(directory()))).toBe("v1.0.0");
});
