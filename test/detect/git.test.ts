import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openGit } from "../../src/detect/git.ts";
import { UserError } from "../../src/diagnostics/index.ts";
import { isolated, testIo } from "../helpers/io.ts";
import { directory, repo } from "../helpers/repo.ts";

type Env = Record<string, string>;
const open = (cwd: string, env: Env = {}) => openGit(testIo(cwd, env));

async function refusal(cwd: string, env: Env = {}) {
  const error = await open(cwd, env).catch((fault: unknown) => fault);
  if (!(error instanceof UserError)) throw new Error(`not refused, but ${String(error)}`);
  return { code: error.diagnostics[0]?.code, exit: error.exit, message: error.message };
}

describe("what is no repository to work in is refused with exit code 3", () => {
  test("no git", async () => {
    expect(await refusal(repo({ a: "a" }).root, { PATH: "/nonexistent" })).toMatchObject({
      code: "GIT_MISSING",
      exit: 3,
    });
  });
  test("no repository", async () => {
    const path = directory();
    expect(await refusal(path)).toEqual({
      code: "GIT_NO_REPOSITORY",
      exit: 3,
      message: `${path} is not inside a git repository. Run fanout inside one, or name one with -C`,
    });
  });
  test("no such directory", async () => {
    expect(await refusal(join(directory(), "nope"))).toMatchObject({
      code: "GIT_NO_REPOSITORY",
      exit: 3,
    });
  });
  test("no commits", async () => {
    const { root } = repo();
    expect(await refusal(root)).toMatchObject({
      code: "GIT_NO_COMMITS",
      exit: 3,
      message: expect.stringContaining(root),
    });
  });
  test("a bare repository, and the inside of one", async () => {
    const work = repo({ a: "a" });
    expect(await refusal(work.remote().root)).toMatchObject({ code: "GIT_BARE", exit: 3 });
    expect(await refusal(join(work.root, ".git"))).toMatchObject({ code: "GIT_BARE", exit: 3 });
  });
  test("a repository of somebody else", async () => {
    const { root } = repo({ a: "a" });
    expect(await refusal(root, { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" })).toEqual({
      code: "GIT_UNSAFE",
      exit: 3,
      message: `git does not trust ${root}, because it belongs to another user. If you trust it, run: git config --global --add safe.directory ${root}`,
    });
  });
  test("a broken repository, in git's own words", async () => {
    const { root } = repo({ a: "a" });
    writeFileSync(join(root, ".git/config"), "[broken");
    expect(await refusal(root)).toMatchObject({
      code: "GIT_FAILED",
      exit: 3,
      message: expect.stringContaining("bad config line"),
    });
  });
});

test("a path with a line feed is a path", async () => {
  const work = repo({ a: "a" });
  const odd = join(work.root, "li\nne");
  mkdirSync(odd);
  work.git("init", "-q", "-b", "main", odd);
  work.git("-C", odd, "commit", "-q", "--allow-empty", "-m", "x");
  const git = await open(odd);
  expect(git).toMatchObject({ root: odd, branch: "main" });
  expect(git.head).toMatch(/^[0-9a-f]{40}$/);
});

describe("the environment", () => {
  test.each<[string, Env]>([
    [
      "an editor and a pager",
      {
        EDITOR: "vi",
        VISUAL: "vi",
        PAGER: "less",
        GIT_EDITOR: "vi",
        GIT_PAGER: "less",
        GIT_SEQUENCE_EDITOR: "vi",
      },
    ],
    [
      "ssh and credentials",
      {
        GIT_SSH_COMMAND: "ssh -i key",
        GIT_SSH: "ssh",
        GIT_ASKPASS: "ask",
        SSH_ASKPASS: "ask",
        GIT_PROXY_COMMAND: "proxy",
      },
    ],
    [
      "GitLab's runner",
      {
        GIT_DEPTH: "20",
        GIT_STRATEGY: "fetch",
        GIT_SUBMODULE_STRATEGY: "none",
        GIT_CLEAN_FLAGS: "-ffdx",
        GIT_FETCH_EXTRA_FLAGS: "--prune",
      },
    ],
    [
      "configuration",
      {
        GIT_CONFIG_COUNT: "2",
        GIT_CONFIG_KEY_0: "url.https://x/.insteadOf",
        GIT_CONFIG_VALUE_0: "ssh://x/",
        GIT_CONFIG_KEY_1: "core.sshCommand",
        GIT_CONFIG_VALUE_1: "ssh",
      },
    ],
    [
      "other words",
      {
        PREFIX: "/usr",
        LANG: "de_DE.UTF-8",
        LC_ALL: "de_DE.UTF-8",
        LANGUAGE: "de",
        GIT_EXTERNAL_DIFF: "false",
        GIT_TEMPLATE_DIR: "/x",
      },
    ],
    ["tracing", { GIT_TRACE: "1", GIT_TRACE_SETUP: "1" }],
  ])("%s is harmless", async (_, env) => {
    const git = await open(repo({ a: "a" }).root, env);
    expect(await git.text(["ls-files"])).toBe("a");
  });

  test("git sees the user's configuration, and none but that of Io", async () => {
    const git = await open(repo({ a: "a" }).root, {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "x.y",
      GIT_CONFIG_VALUE_0: "z",
    });
    expect(await git.text(["config", "x.y"])).toBe("z");
    process.env.FANOUT_TEST_LEAK = "leaked";
    expect(await git.text(["-c", "alias.env=!env", "env"])).not.toContain("leaked");
    delete process.env.FANOUT_TEST_LEAK;
  });
});

describe("a command", () => {
  test("gives bytes as they are, also many at a time", async () => {
    const work = repo({ a: "a" });
    const files = Array.from({ length: 20 }, (_, index) => Buffer.alloc(200_000, index + 128));
    files.forEach((bytes, index) => {
      writeFileSync(join(work.root, `${index}.bin`), bytes);
    });
    work.commit();
    const git = await open(work.root);
    const read = await Promise.all(
      files.map((_, index) => git.bytes(["cat-file", "blob", `HEAD:${index}.bin`])),
    );
    read.forEach((bytes, index) => {
      expect(bytes.equals(files[index]!)).toBe(true);
    });
  });

  test("that fails says git's words; tried, it gives nothing", async () => {
    const git = await open(repo({ a: "a" }).root);
    await expect(git.text(["cat-file", "-t", "nope"])).rejects.toThrow(
      "`git cat-file nope` failed: fatal: Not a valid object name nope",
    );
    expect(await git.attempt(["cat-file", "-t", "nope"])).toBeUndefined();
    expect(await git.attempt(["config", "no.such"])).toBeUndefined();
    expect((await git.run(["config", "no.such"])).code).toBe(1);
  });

  test("without output is not waited for by simple-git's clock", async () => {
    const git = await open(repo({ a: "a" }).root);
    const timers = vi.spyOn(globalThis, "setTimeout");
    onTestFinished(() => timers.mockRestore());
    expect(await git.text(["ls-files", "--others"])).toBe("");
    expect(timers.mock.calls.filter(([, milliseconds]) => milliseconds === 50)).toEqual([]);
  });

  test("that shows no sign of life is stopped", async () => {
    const server = createServer(() => {}).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const git = await open(repo({ a: "a" }).root);
    const url = `http://127.0.0.1:${port}/silent.git`;
    const stopped = await git.run(["ls-remote", url], { silence: 500 });
    expect(stopped).toMatchObject({ code: 130, said: "no sign of life for 0.5 seconds" });
  });

  test("never repeats a password, nor what would steer a terminal", async () => {
    const work = repo({ a: "a" });
    const bin = directory();
    writeFileSync(
      join(bin, "git-talk"),
      "#!/bin/sh\nprintf 'fatal: https://me:secret@x.y/z \\033[31mred\\n' >&2\nexit 1\n",
    );
    chmodSync(join(bin, "git-talk"), 0o755);
    const git = await open(work.root, { PATH: `${bin}${delimiter}${isolated.PATH}` });
    expect((await git.run(["talk"])).said).toBe("fatal: https://x.y/z \\x1b[31mred");
  });
});
