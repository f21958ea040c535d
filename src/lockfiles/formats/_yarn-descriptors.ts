import { type GraphBuilder, link, refuse, shown } from "../graph.ts";
import { type Table, tableOf, textOf } from "../values.ts";

/** What someone asks for: a name, and a range or an address. */
export interface Wanted {
  readonly name: string;
  readonly range: string;
  /** Without it, nothing may have been resolved. */
  readonly needed: boolean;
}

/**
 * By name, what the root's `resolutions` may put in the place of anything that is asked for under
 * it. Their patterns (`a/b`, `** /b`, `b@npm:^1`) tell for whom; each name in one counts, since
 * an edge too many is on the safe side.
 */
export function resolutionsOf(manifest: Table): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const [pattern, value] of Object.entries(tableOf(manifest.resolutions, "resolutions"))) {
    const text = textOf(value, "resolutions");
    for (const [name] of pattern.matchAll(/(?:@[^/@]+\/)?[^/@]+/g)) {
      const known = values.get(name);
      if (known) known.push(text);
      else values.set(name, [text]);
    }
  }
  return values;
}

/** What is looked up for whoever asks. */
export interface Lookup {
  /** Keys of nodes by what was asked for, such as `lodash@^4.17.0`. */
  readonly descriptors: ReadonlyMap<string, string>;
  readonly resolutions: ReadonlyMap<string, readonly string[]>;
  /** Keys of members by name, which stand for what no descriptor tells. */
  readonly workspaces: ReadonlyMap<string, string>;
}

/** Adds the edges for what a node asks for. `spelt` gives the descriptors that it may mean. */
export function linkWanted(
  own: Map<string, string>,
  wanted: Iterable<Wanted>,
  { descriptors, resolutions, workspaces }: Lookup,
  spelt: (name: string, range: string) => readonly string[],
  user: string,
): void {
  const known = (name: string, range: string) =>
    spelt(name, range).find((each) => descriptors.has(each));
  for (const { name, range, needed } of wanted) {
    const asked = known(name, range);
    const key = asked === undefined ? workspaces.get(name) : descriptors.get(asked);
    if (key !== undefined) link(own, name, key);
    let found = key !== undefined;
    for (const value of resolutions.get(name) ?? []) {
      const instead = known(name, value);
      if (instead === undefined) continue;
      link(own, `${name} as ${value}`, descriptors.get(instead)!);
      found = true;
    }
    if (!found && needed) {
      refuse(`${shown(user)} needs ${shown(`${name}@${range}`)}, which is not in it`);
    }
  }
}

/** Adds the descriptors that stand for one node. */
export function describeNode(
  descriptors: Map<string, string>,
  names: Iterable<string>,
  key: string,
): void {
  for (const name of names) link(descriptors, name, key);
}

/** Every member is below the root, and finds what the root has. */
export function linkRoot(graph: GraphBuilder, own: Map<string, string>, directory: string): void {
  const root = graph.members.get(".");
  if (root !== undefined && directory !== ".") link(own, "the root", root);
}
