import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import type { Ecosystem, Found, World } from "./types.ts";

/** What an ecosystem is shown, by its name: all of them are served by one walk over the tree. */
export function findManifests(
  paths: readonly string[],
  ecosystems: readonly Ecosystem[],
): ReadonlyMap<string, Found> {
  const buckets = new Map<string, string[]>();
  for (const { manifests } of ecosystems) for (const name of manifests) buckets.set(name, []);
  const starred = [...buckets].flatMap(([name, bucket]) => {
    const star = name.indexOf("*");
    return star < 0 ? [] : [{ start: name.slice(0, star), end: name.slice(star + 1), bucket }];
  });
  // Most paths are told apart by one character, before anything is cut out of them.
  const firsts = new Set([...buckets.keys()].map((name) => name.charCodeAt(0)));
  const lasts = new Set(starred.filter(({ start }) => !start).map(({ end }) => last(end)));
  for (const path of paths) {
    const at = path.lastIndexOf("/") + 1;
    if (!firsts.has(path.charCodeAt(at)) && !lasts.has(last(path))) continue;
    const base = path.slice(at);
    const named = buckets.get(base);
    if (named && !isBelow(path, "node_modules")) named.push(path);
    for (const { start, end, bucket } of starred) {
      if (!base.startsWith(start) || !base.endsWith(end)) continue;
      if (base.length < start.length + end.length || isBelow(path, "node_modules")) continue;
      bucket.push(path);
    }
  }
  return new Map(
    ecosystems.map(({ name, manifests }) => [
      name,
      new Map(manifests.map((manifest) => [manifest, buckets.get(manifest)!])),
    ]),
  );
}

const last = (text: string): number => text.charCodeAt(text.length - 1);

/** Whether a directory of this name leads to the path. */
export const isBelow = (path: string, directory: string): boolean =>
  path.startsWith(`${directory}/`) || path.includes(`/${directory}/`);

/**
 * Reads and parses manifests, in the order of `paths`. The faults of all of them come together in
 * one UserError; one that `services.exclude` covers is then left out instead, since a fixture may
 * well be broken on purpose. `parse` throws a UserError for a text that it cannot read.
 */
export async function readManifests<T>(
  paths: readonly string[],
  world: World,
  parse: (text: string, path: string) => T | Promise<T>,
): Promise<Map<string, T>> {
  const texts = await world.tree.read(paths);
  const parsed = new Map<string, T>();
  const problems: Diagnostic[] = [];
  for (const path of paths) {
    try {
      const text = texts.get(path);
      if (text === undefined) throw new UserError([found("MANIFEST_UNREADABLE", [path], {})]);
      const made = parse(text, path);
      parsed.set(path, made instanceof Promise ? await made : made);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (!world.excluded(path)) problems.push(...error.diagnostics);
    }
  }
  if (problems.length > 0) throw new UserError(problems);
  return parsed;
}

/** `where` of a finding in a manifest. */
export const at = (path: string, line?: number): string[] => [line ? `${path}:${line}` : path];
