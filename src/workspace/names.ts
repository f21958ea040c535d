import { found } from "../diagnostics/index.ts";
import { baseName, byCodeUnit, groupBy, notUtf8 } from "./paths.ts";
import type { Problems } from "./problems.ts";
import type { Site } from "./sites.ts";

/**
 * The name of each service, by its directory. The configuration's name stands, then that of
 * another tool; others take the last name of their directory, or all of it where several would
 * have that name. The repository's own takes the title of its manifest without a scope, or `root`.
 */
export function nameSites(sites: readonly Site[], problems: Problems): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const unnamed: Site[] = [];
  const taken = new Set<string>();
  for (const site of sites) {
    const given = site.definition?.name ?? site.name;
    if (given !== undefined) names.set(site.root, given);
    else unnamed.push(site);
    if (!site.definition && given !== undefined) taken.add(given);
  }
  for (const [short, group] of groupBy(unnamed, shortName)) {
    for (const { root } of group) {
      if (group.length === 1 && !taken.has(short)) names.set(root, short);
      else if (root !== ".") names.set(root, root);
      else names.set(root, group.some((other) => other.root === short) ? "root" : short);
    }
  }
  checkNames(sites, names, problems);
  return names;
}

function shortName({ root, title }: Site): string {
  if (root !== ".") return baseName(root);
  return (title && baseName(title)) || "root";
}

const control = /[\p{Cc}\u2028\u2029]/u;

function checkNames(
  sites: readonly Site[],
  names: ReadonlyMap<string, string>,
  problems: Problems,
): void {
  const taken = new Map<string, Site>();
  // Defined ones first, so that the message points into the configuration.
  const order = [...sites].sort(
    (a, b) => Number(!a.definition) - Number(!b.definition) || byCodeUnit(a.root, b.root),
  );
  for (const site of order) {
    const { root, definition } = site;
    const where = definition?.where ?? [];
    const name = names.get(root)!;
    const problem =
      name.trim() === ""
        ? "is empty"
        : control.test(name)
          ? "holds a line break or another control character"
          : notUtf8(name)
            ? "is not UTF-8"
            : undefined;
    const other = taken.get(name);
    if (notUtf8(root)) problems.add(found("SERVICE_PATH_NOT_UTF8", where, { root }));
    else if (problem) problems.add(found("SERVICE_NAME_INVALID", where, { name, root, problem }));
    else if (!other) taken.set(name, site);
    else {
      const first = other.definition?.where ?? where;
      problems.add(found("SERVICE_NAME_TAKEN", first, { name, root: other.root, other: root }));
    }
  }
}
