import { relative, resolve, sep } from "node:path";
import { type Begun, begin, inDirectory } from "../begin.ts";
import { kinds, readContext } from "../context/index.ts";
import type { Change, Compared, Tree } from "../detect/index.ts";
import { fail } from "../diagnostics/index.ts";
import type { Called } from "../forecast/index.ts";
import type { Io } from "../io.ts";
import { defaultOptions, type Options } from "../options.ts";
import { plan } from "../run.ts";
import type { Facts, SituationName } from "../simulate/index.ts";
import { optionsOfCall } from "./_call.ts";

/** What a call of `fanout generate` is made in. */
export interface Setting {
  readonly name: SituationName;
  readonly facts: Pick<Facts, "ref" | "defaultBranch">;
  /** Absolute path of the repository. */
  readonly top: string;
  readonly options: Options;
  /** Every service is taken as affected, whatever the call says. */
  readonly all?: boolean;
  readonly io: Io;
  readonly begun: Begun;
}

/** Kinds that are compared with what git tells here; the others find their own base. */
const compared = /^(?:push|first-push|merge|parent)/;

/**
 * What a job's call of `fanout generate` would write in this kind of pipeline, by path in the
 * repository: uncommitted changes and `--changed` included. Throws the UserErrors of the call.
 */
export const generating = (setting: Setting) => async (called: Called) => {
  const { name, facts, top, options, begun } = setting;
  const given = optionsOfCall(called.words);
  if (typeof given === "string") return fail("CALL_UNREADABLE", [called.job], { problem: given });
  const env = { ...setting.io.env, ...called.variables, CI_JOB_NAME: called.job };
  const io = inDirectory({ ...setting.io, cwd: top, env }, called.directory || ".");
  const kind = name.startsWith("parent") ? "parent" : sourceOf(name);
  const source = given.source ?? kind;
  const all = setting.all || given.all === true;
  const same: Options = { ...settled(options, setting.io), ...given, source, all };
  const here = given.cwd === undefined ? io : inDirectory(io, given.cwd);
  const { ref, defaultBranch } = facts;
  const context = { ...readContext(env, { source }), ref, defaultBranch };
  const { changed } = options;
  const comparing = changed
    ? begun.comparing.then((own) => changedTo(own, changed))
    : begun.comparing;
  const known = !all && given.base === undefined && given.head === undefined;
  const local = { ...begun, context, comparing };
  const { emitted, comparison } = await plan(
    same,
    here,
    known && compared.test(name) ? local : begin(same, here),
  );
  const pathOf = (path: string) =>
    relative(comparison.root, resolve(here.cwd, path)).replaceAll(sep, "/");
  return new Map(emitted.files.map(({ path, text }) => [pathOf(path), text]));
};

/** What the command line says of generating; a job begins with the defaults. */
function settled(options: Options, io: Io): Options {
  const { config, base, head, precision, cacheDir, services, param } = options;
  return {
    ...defaultOptions,
    ...{ base, head, precision, cacheDir, services, param, quiet: true },
    config: config === undefined ? undefined : resolve(io.cwd, config),
  };
}

/** As `--source` spells it. */
const sourceOf = (name: string): string =>
  kinds.includes(name) ? name : name.replaceAll("-", "_");

/** The same comparison with these paths changed, whatever they were before. */
function changedTo(comparison: Compared, paths: readonly string[]): Compared {
  const { base, changes, tree, baseTree, head } = comparison;
  const known = new Map(changes.map((change) => [change.path, change]));
  const status = (path: string) => (tree.has(path) ? "M" : "D");
  const told = [...new Set(paths)].sort();
  const forged = new Set(told.filter((path) => !known.has(path)));
  const why = "--changed tells what changed";
  return {
    ...comparison,
    base: base.sha === null ? { sha: head, ref: null, how: "option", why, fallback: false } : base,
    changes: told.map((path): Change => known.get(path) ?? { path, status: status(path) }),
    baseTree: withoutTextOf(forged, base.sha === null ? tree : baseTree),
  };
}

/** Nobody knows what stood in these files. */
const withoutTextOf = (paths: ReadonlySet<string>, tree: Tree): Tree => ({
  ...tree,
  read: (wanted) => tree.read(wanted.filter((path) => !paths.has(path))),
  ids: async () => new Map([...(await tree.ids())].filter(([path]) => !paths.has(path))),
});
