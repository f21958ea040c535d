import { type Hash, isHash } from "../../model/index.ts";
import { isBlank, member } from "../hash.ts";
import type { IncludeKind } from "../types.ts";
import { expandAll, type Variables } from "../variables.ts";

/** One file to include. */
export interface Location {
  readonly kind: IncludeKind;
  /** Path, address or name, as GitLab tells it; of a local or project file without `/` in front. */
  readonly name: unknown;
  readonly project: string;
  readonly ref: string | undefined;
  readonly job: unknown;
  readonly inputs: unknown;
  readonly integrity: unknown;
  /** Some part holds variables that nobody knows. */
  readonly isComputed: boolean;
}

export type Located = { readonly location: Location } | { readonly error: string };

const kinds = ["local", "project", "remote", "template", "artifact", "component"] as const;
const subkeys = kinds.map((kind) => `\`${kind}\``).join(", ");
const address = /^\s*(?:https?|ssh|git):/i;

export const isAddress = (text: string): boolean => address.test(text);

/** `include` as a list of entries. */
export const entriesOf = (include: unknown): readonly unknown[] =>
  (Array.isArray(include) ? include : [include]).filter(
    (entry) => entry !== null && entry !== undefined,
  );

/** A string is a path or an address, which its variables may decide (mapper/normalizer.rb). */
export function normalEntry(entry: unknown, variables: Variables): Hash | undefined {
  if (typeof entry !== "string") return isHash(entry) ? entry : undefined;
  const text = expandAll(entry, variables) ?? entry;
  return isAddress(text) ? { remote: text } : { local: text };
}

/** Of `project` with a list of files one entry a file (mapper/location_expander.rb). */
export function apart(entry: Hash): readonly Hash[] {
  const project = member(entry, "project");
  const file = member(entry, "file");
  if (!project || !Array.isArray(file)) return [entry];
  return file.map((each: unknown) => ({ ...entry, file: each }));
}

/** A local path with wildcards. */
export function wildcardOf(entry: Hash): string | undefined {
  const local = member(entry, "local");
  if (member(entry, "project") || typeof local !== "string" || !local.includes("*"))
    return undefined;
  return withoutSlashes(local);
}

/**
 * What paths a wildcard matches: `**` anything, `*` anything but `/`
 * (app/models/repository.rb, `search_files_by_wildcard_path`).
 */
export function wildcardMatches(wildcard: string, paths: readonly string[]): readonly string[] {
  const parts = wildcard.split(/(\*\*|\*)/).filter((part) => part !== "");
  return paths.filter((path) => matchesFrom(parts, path));
}

/** Keeps the set of offsets that can be reached, so that no wildcard takes long. */
function matchesFrom(parts: readonly string[], path: string): boolean {
  let offsets = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    if (part === "**") {
      for (let at = Math.min(...offsets); at <= path.length; at++) next.add(at);
    } else if (part === "*") {
      for (const offset of offsets) {
        for (let at = offset; at <= path.length && !next.has(at); at++) {
          next.add(at);
          if (path[at] === "/") break;
        }
      }
    } else {
      for (const at of offsets) if (path.startsWith(part, at)) next.add(at + part.length);
    }
    if (next.size === 0) return false;
    offsets = next;
  }
  return offsets.has(path.length);
}

/** Puts variables into an entry and tells what it includes (mapper/variables_expander.rb, matcher.rb). */
export function locate(entry: Hash, variables: Variables): Located {
  let isComputed = false;
  const expand = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(expand);
    if (typeof value !== "string") return value;
    const expanded = expandAll(value, variables);
    if (expanded === undefined) isComputed = true;
    return expanded ?? value;
  };
  const get = (key: string) => expand(member(entry, key));
  const project = [get("project")].flat()[0];
  const names: Record<IncludeKind, unknown> = {
    local: withoutSlashes(get("local")),
    project: project ? withoutSlashes(get("file")) : undefined,
    remote: get("remote"),
    template: get("template"),
    artifact: get("artifact"),
    component: get("component"),
  };
  const given = kinds.filter((kind) => !isBlank(names[kind]));
  const [kind] = given;
  if (kind === undefined) return { error: noSubkey(entry) };
  if (given.length > 1) return { error: `Each include must use only one of: ${subkeys}` };
  const ref = get("ref");
  const location = {
    kind,
    name: names[kind],
    project: String(project ?? ""),
    ref: ref === undefined || ref === null ? undefined : String(ref),
    job: get("job"),
    inputs: member(entry, "inputs"),
    integrity: member(entry, "integrity"),
  };
  return { location: { ...location, isComputed } };
}

function noSubkey(entry: Hash): string {
  const shown = JSON.stringify(entry, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return `\`${shown}\` does not have a valid subkey for include. Valid subkeys are: ${subkeys}`;
}

const withoutSlashes = <T>(value: T): T =>
  typeof value === "string" ? (value.replace(/^\/+/, "") as T) : value;
