import { posix } from "node:path";
import type { Comparison } from "../detect/index.ts";
import { UserError } from "../diagnostics/index.ts";
import { baseName, directoryOf, groupBy, type Workspace } from "../workspace/index.ts";
import { type Difference, differences } from "./compare.ts";
import { formatOf } from "./formats/index.ts";
import { type LockGraph, type LockSource, NotUnderstood, refuse } from "./graph.ts";
import type { LockChanges, LockStep } from "./types.ts";

/** `services.lockfiles`, and what is needed to read them. */
export interface LockSettings {
  readonly lockfiles: "precise" | "everything";
  /** Reads YAML; throws a UserError for a text that is none. */
  readonly parseYaml: (text: string, path: string) => unknown | Promise<unknown>;
}

type Compared = Pick<Comparison, "changes" | "tree" | "baseTree">;

/**
 * Which services are built with other packages than at the base. A lock file that was added or
 * deleted, or that cannot be understood, counts for every service that is built with it.
 */
export async function lockChanges(
  { services }: Workspace,
  comparison: Compared,
  settings: LockSettings,
): Promise<LockChanges> {
  const changed = new Set(comparison.changes.map(({ path }) => path));
  const users = groupBy(
    services.flatMap(({ name, root, locks }) =>
      locks.filter((path) => changed.has(path)).map((path) => ({ name, root, path })),
    ),
    ({ path }) => path,
  );
  const steps = new Map<string, LockStep[]>();
  const told = new Map<string, Set<string>>();
  for (const [path, members] of users) {
    told.set(path, new Set(members.map(({ name }) => name)));
    const directory = directoryOf(path);
    const place = ({ root }: { root: string }) =>
      posix.relative(`/${directory}`, `/${root}`) || ".";
    const found = await differencesIn(path, members.map(place), comparison, settings);
    for (const member of members) {
      const difference = found.get(place(member));
      if (!difference) continue;
      const step: LockStep = { by: "lock", path, ...difference };
      steps.set(member.name, [...(steps.get(member.name) ?? []), step]);
    }
  }
  return { steps, told };
}

/** What a changed lock file is to each of these directories, which are seen from its own. */
async function differencesIn(
  path: string,
  members: readonly string[],
  { tree, baseTree }: Compared,
  { lockfiles, parseYaml }: LockSettings,
): Promise<ReadonlyMap<string, Difference>> {
  const all = (why: string) => new Map(members.map((member) => [member, { why }]));
  if (lockfiles === "everything") return all('lockfiles: "everything"');
  if (!baseTree.has(path)) return all("it was added");
  if (!tree.has(path)) return all("it was deleted");
  const source = { path, directory: directoryOf(path), members, parseYaml };
  try {
    const head = await graphOf({ ...source, tree });
    const base = await graphOf({ ...source, tree: baseTree }).catch((error) =>
      refuse(`at the base ${reasonOf(error)}`),
    );
    return differences(base, head, members);
  } catch (error) {
    return all(reasonOf(error));
  }
}

async function graphOf(source: LockSource): Promise<LockGraph> {
  const format = formatOf(baseName(source.path));
  if (!format) refuse("fanout does not read such files");
  const text = (await source.tree.read([source.path])).get(source.path);
  if (text === undefined) refuse("it cannot be read");
  if (/^(?:<{7}|={7}|>{7})(?:[ \r\n]|$)/m.test(text)) refuse("it holds a merge conflict");
  // Bytes that are not UTF-8 were replaced: texts that differ may look the same.
  if (text.includes("\ufffd")) refuse("it is not UTF-8");
  return format.read(text.replace(/^\ufeff/, ""), source);
}

/** Why a lock file is not understood; throws on what is a fault of ours, or of git. */
function reasonOf(error: unknown): string {
  if (error instanceof NotUnderstood) return error.message;
  if (error instanceof UserError) {
    // Behind the first sentence there is advice on manifests, or an excerpt.
    const [problem] = error.message.split(/\n|\. /);
    return `it cannot be read (${problem})`;
  }
  // Only nesting without end does this: all that is long is walked in loops.
  if (error instanceof RangeError) return "it is nested too deeply";
  throw error;
}
