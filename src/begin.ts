import { resolve } from "node:path";
import { type BranchPolicy, type Context, readContext } from "./context/index.ts";
import { type Compared, compare, type LastSuccess } from "./detect/index.ts";
import { fail } from "./diagnostics/index.ts";
import type { Io } from "./io.ts";
import type { Options } from "./options.ts";

/**
 * The same world in another directory, its links resolved as git does. CWD_MISSING where there is
 * no such directory.
 */
export function inDirectory(io: Io, directory = "."): Io {
  const named = resolve(io.cwd, directory);
  // A file has no `.` in it.
  const cwd = io.files.exists(`${named}/.`) ? io.files.real(named) : undefined;
  return cwd === undefined ? fail("CWD_MISSING", ["--cwd"], { path: directory }) : { ...io, cwd };
}

/** A run that has begun: git is at work. */
export interface Begun {
  readonly context: Context;
  readonly comparing: Promise<Compared>;
  /** Resolves once git is running. */
  readonly started: Promise<void>;
  /**
   * Says what a pipeline of a branch is compared with, once the configuration is known: until then
   * `comparing` waits, where that matters. To be called as soon as it is known; a run that ends
   * before needs no call.
   */
  readonly settle: (policy: BranchPolicy) => void;
}

/**
 * Reads what pipeline this is and sets git to work. Apart from the other stages, so that git
 * works while their code is still being loaded.
 */
export function begin(options: Options, io: Io): Begun {
  const context = readContext(io.env, options);
  let settle: Begun["settle"] = () => {};
  const policy = new Promise<LastSuccess | undefined>((resolve, reject) => {
    settle = (branch) => {
      if (branch === "before") resolve(undefined);
      else lastSuccess(options, io).then(resolve, reject);
    };
  });
  const comparing = compare(io, context, options, policy);
  // Whoever awaits it is told; until then it is nobody's unhandled rejection.
  comparing.catch(() => {});
  const started = new Promise<void>((resolve) => setImmediate(resolve));
  return { context, comparing, started, settle };
}

/** The way to GitLab's API; its code is loaded only here. */
async function lastSuccess({ quiet }: Options, io: Io): Promise<LastSuccess> {
  const { askLastSuccess } = await import("./gitlab/index.ts");
  return askLastSuccess(io, quiet ? { tell: () => {} } : {});
}
