import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import { baseName } from "./paths.ts";
import type { Ecosystem, Found, World } from "./types.ts";

/** What an ecosystem is shown, by its name: found in a listing, each path ended by NUL. */
export function findManifests(
  listing: string,
  ecosystems: readonly Ecosystem[],
): ReadonlyMap<string, Found> {
  const known = new Map<string, readonly string[]>();
  const search = (manifest: string) => {
    const found = known.get(manifest) ?? [...pathsNamed(listing, manifest)];
    known.set(manifest, found);
    return found;
  };
  return new Map(
    ecosystems.map(({ name, manifests }) => [
      name,
      new Map(manifests.map((manifest) => [manifest, search(manifest)])),
    ]),
  );
}

/** Paths with a base name in which one `*` may stand for anything; none below a node_modules. */
function* pathsNamed(listing: string, manifest: string): Generator<string> {
  const star = manifest.indexOf("*");
  const [start, end] =
    star < 0 ? [manifest, ""] : [manifest.slice(0, star), manifest.slice(star + 1)];
  // What the engine searches for: the more telling end of the name.
  const needle = star < 0 ? `${manifest}\0` : start === "" ? `${end}\0` : start;
  for (let at = listing.indexOf(needle); at >= 0; ) {
    const last = listing.indexOf("\0", at);
    const first = listing.lastIndexOf("\0", at - 1) + 1;
    const path = listing.slice(first, last);
    const base = baseName(path);
    const named =
      star < 0
        ? base === manifest
        : base.startsWith(start) && base.endsWith(end) && base.length >= start.length + end.length;
    if (named && !isBelow(path, "node_modules")) yield path;
    at = listing.indexOf(needle, last);
  }
}

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
