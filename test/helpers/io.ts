import { diskFiles, type Io, runner } from "../../src/io.ts";

/** An Io in memory: files on disk, output in strings. */
export interface TestIo extends Io {
  /** All that was written to `out` so far. */
  readonly stdout: () => string;
  /** All that was written to `err` so far. */
  readonly stderr: () => string;
}

/** What git needs to run without the configuration of whoever runs the tests. */
export const isolated: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
};

/** A world for tests: works in `cwd`, and knows no environment but `isolated` and `env`. */
export function testIo(
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = {},
): TestIo {
  let out = "";
  let err = "";
  return {
    cwd,
    env: { ...isolated, ...env },
    files: diskFiles,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    run: runner({ ...isolated, ...env }),
    terminal: { columns: undefined, color: false },
    stdout: () => out,
    stderr: () => err,
  };
}

/** A world for stages that read no disk: files in memory, output dropped. */
export function memoryIo(): Io {
  const texts = new Map<string, string>();
  return {
    ...testIo("/"),
    files: {
      ...diskFiles,
      read: (path) => (texts.has(path) ? Buffer.from(texts.get(path)!) : undefined),
      text: (path) => texts.get(path),
      plain: (path) => texts.get(path),
      exists: (path) => texts.has(path),
      write: (path, bytes) => void texts.set(path, Buffer.from(bytes).toString("utf8")),
    },
  };
}
