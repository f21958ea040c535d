import { resolveFrom } from "../../paths.ts";
import type { DiscoveredEdge } from "../../types.ts";
import { lineIn, lineOf, placeAt } from "../shared/json-values.ts";
import type { NodeProject } from "./projects.ts";
import type { Override } from "./settings.ts";

const none: readonly string[] = [];

/** `^1.2.3`, `*`, `workspace:^`: nearly all of them, and nothing but a name. */
const plain = /^(?:workspace:)?[\^~*<>=\d]/;
const byPath = /^(?:(?:file|link|portal|exec):|(?=\.\.?\/))(.+)$/s;

/**
 * Directories (or files) of this repository that a dependency stands for, as `directory` spells
 * it. Whatever a version range or a catalogue says, a name is also the member that has it.
 * `catalogs`: whether to look into the catalogues of the roots.
 */
export function targetsOf(
  { name, spec }: { readonly name: string; readonly spec: string },
  directory: string,
  project: NodeProject,
  catalogs = true,
): readonly string[] {
  const named = project.byName.get(name) ?? none;
  if (plain.test(spec)) return named;
  const path = byPath.exec(spec)?.[1];
  if (path !== undefined) {
    const target = resolveFrom(directory, path);
    return target === undefined ? none : [target];
  }
  const [, protocol, rest = ""] = /^(workspace|npm|catalog|patch):(.*)$/s.exec(spec) ?? [];
  const more = catalogs && protocol === "catalog" ? catalogued(name, rest, project) : none;
  const inner = protocol === "patch" ? patched(rest) : undefined;
  const alias = /^(@?[^@]+)(?:@|$)/.exec(rest)?.[1];
  const roots = new Set([...named, ...more, ...(project.byName.get(alias ?? name) ?? none)]);
  if (inner) for (const root of targetsOf(inner, directory, project, catalogs)) roots.add(root);
  if (protocol === "workspace" && rest !== "") {
    for (const base of [directory, ...project.roots]) {
      const target = resolveFrom(base, rest);
      if (target !== undefined && project.directories.has(target)) roots.add(target);
    }
  }
  return [...roots];
}

/** What a catalogue has under this name; it may hold paths and aliases, but leads to no other. */
const catalogued = (name: string, catalog: string, project: NodeProject): readonly string[] =>
  project.settings.flatMap(({ catalogs, directory }) => {
    const spec = catalogs.get(catalog || "default")?.get(name);
    return spec === undefined ? none : targetsOf({ name, spec }, directory, project, false);
  });

/** `lodash@npm%3A4.17.21#~/.yarn/patches/x.patch`: what is patched. */
function patched(rest: string): { name: string; spec: string } | undefined {
  const [, name, range] = /^(@?[^@]+)@([^#]*)/.exec(rest) ?? [];
  if (name === undefined || range === undefined) return undefined;
  const spec = decoded(range);
  return spec.startsWith("patch:") ? undefined : { name, spec };
}

/** Without its percent signs, where they are well-formed. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * An override that puts something of this repository in the place of a package: whatever a member
 * depends on may bring it along, so that every member that depends on anything counts.
 */
export function overrideEdges(project: NodeProject): DiscoveredEdge[] {
  return project.settings.flatMap((settings) =>
    settings.overrides.flatMap((override) => {
      const { directory, manifest, text } = settings;
      const spec = referred(override.spec, manifest, project);
      if (!leadsAway.test(spec)) return [];
      const targets = targetsOf({ name: override.name, spec }, directory, project);
      const line = lineOfOverride(override, manifest, text);
      return targets.flatMap((to) =>
        project.members
          .filter(({ root, json }) => root !== to && json.dependencies.length > 0)
          .map(({ root }) => ({
            from: root,
            to,
            manifest,
            ...(line === undefined ? {} : { line }),
          })),
      );
    }),
  );
}

function lineOfOverride({ field, key }: Override, path: string, text: string): number | undefined {
  const quoted = lineIn(placeAt({ path, text }, field), key);
  return quoted ?? lineOf(text, key, Math.max(0, text.indexOf(`${field}:`)));
}

/** Anything but a version: a path, an alias, a member by name. */
const leadsAway = /^(?:workspace|file|link|portal|exec|npm|patch|catalog):|^\.\.?\//;

/** `$name` is npm's word for what the root itself says of `name`. */
function referred(spec: string, manifest: string, project: NodeProject): string {
  if (!spec.startsWith("$")) return spec;
  const root = project.members.find((member) => member.manifest === manifest);
  const own = root?.json.dependencies.find(({ name }) => name === spec.slice(1));
  return own?.spec ?? spec;
}
