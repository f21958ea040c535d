import { resolve } from "node:path";
import {
  type BranchPolicy,
  type Context,
  outsideSources,
  type Policy,
  readContext,
  readUpstream,
} from "./context/index.ts";
import { type Compared, compare, type LastSuccess, type Settled } from "./detect/index.ts";
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
   * before needs no call. `more` is what the configuration says of schedules and of the project
   * that started the pipeline.
   */
  readonly settle: (branch: BranchPolicy, more?: Omit<Policy, "branch">) => void;
}

/**
 * Reads what pipeline this is and sets git to work. Apart from the other stages, so that git
 * works while their code is still being loaded.
 */
export function begin(options: Options, io: Io): Begun {
  const read = readContext(io.env, options);
  const upstream = readUpstream(io, read, options.upstream);
  const context = upstream ? { ...read, upstream } : read;
  let settle: Begun["settle"] = () => {};
  const settled = new Promise<Settled>((resolve, reject) => {
    settle = (branch, more) => {
      const policy = { branch, ...more };
      if (!wantsLastSuccess(policy, context)) resolve(policy);
      else {
        const asking = lastSuccess(options, io, policy);
        asking.then((asked) => resolve({ ...policy, lastSuccess: asked }), reject);
      }
    };
  });
  const comparing = compare(io, context, options, settled);
  // Whoever awaits it is told; until then it is nobody's unhandled rejection.
  comparing.catch(() => {});
  const started = new Promise<void>((resolve) => setImmediate(resolve));
  return { context, comparing, started, settle };
}

/** Whether GitLab may have to be asked. */
function wantsLastSuccess({ branch, schedule, mapped }: Policy, { event }: Context): boolean {
  if (mapped) return false;
  return (event === "schedule" && schedule ? schedule : branch) === "last-success";
}

/**
 * The way to GitLab's API; its code is loaded only here. A pipeline that another project started
 * is no success of all that changed here, where such pipelines build only what is mapped.
 */
async function lastSuccess({ quiet }: Options, io: Io, { maps }: Policy): Promise<LastSuccess> {
  const { askLastSuccess } = await import("./gitlab/index.ts");
  return askLastSuccess(io, {
    ...(quiet && { tell: () => {} }),
    ...(maps && { except: outsideSources }),
  });
}
