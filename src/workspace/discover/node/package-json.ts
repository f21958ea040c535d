import { fail } from "../../../diagnostics/index.ts";
import { parseJson } from "../../json.ts";
import { at } from "../../manifests.ts";
import { isRecord, lineOf } from "../shared/json-values.ts";
import { type NodeSettings, packageSettings } from "./settings.ts";

/** What fanout needs of a package.json. */
export interface PackageJson {
  readonly text: string;
  readonly name: string | undefined;
  readonly private: boolean;
  /** Globs of the `workspaces` field; `undefined` without one. */
  readonly workspaces: readonly string[] | undefined;
  /** What comes before the `@` of `packageManager`. */
  readonly packageManager: string | undefined;
  /** Whether it offers something that others can import or run. */
  readonly hasEntry: boolean;
  readonly hasStart: boolean;
  readonly dependencies: readonly Dependency[];
  readonly settings: NodeSettings;
  /** The field of Nx, unread. */
  readonly nx: unknown;
}

export interface Dependency {
  readonly field: string;
  readonly name: string;
  readonly spec: string;
}

const dependencyFields = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
];
const entryFields = ["main", "module", "exports", "types", "typings", "bin", "browser"];

/** Throws MANIFEST_SYNTAX or MANIFEST_INVALID; fields that fanout does not use may hold anything. */
export function parsePackageJson(text: string, path: string): PackageJson {
  const json = parseJson(text, path);
  if (!isRecord(json)) fail("MANIFEST_INVALID", at(path), { problem: "it holds no JSON object" });
  const { name, workspaces, packageManager, scripts } = json;
  return {
    text,
    name: typeof name === "string" && name !== "" ? name : undefined,
    private: json.private === true,
    workspaces: globsOf(isRecord(workspaces) ? workspaces.packages : workspaces, text, path),
    packageManager: typeof packageManager === "string" ? packageManager.split("@")[0] : undefined,
    hasEntry: entryFields.some((field) => json[field] !== undefined && json[field] !== null),
    hasStart: isRecord(scripts) && typeof scripts.start === "string",
    dependencies: dependencyFields.flatMap((field) => dependenciesOf(json, field, text, path)),
    settings: packageSettings(json),
    nx: json.nx,
  };
}

/** A list of globs out of a manifest, or MANIFEST_INVALID. */
export function globsOf(
  value: unknown,
  text: string,
  path: string,
  field = "workspaces",
): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((glob) => typeof glob === "string")) return value;
  const problem = `"${field}" is no list of directories`;
  fail("MANIFEST_INVALID", at(path, lineOf(text, field)), { problem });
}

function dependenciesOf(
  json: Record<string, unknown>,
  field: string,
  text: string,
  path: string,
): Dependency[] {
  const value = json[field];
  // Some writers leave an empty list or null where there are none.
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.length === 0) return [];
  if (!isRecord(value)) {
    const problem = `"${field}" does not map names to versions`;
    fail("MANIFEST_INVALID", at(path, lineOf(text, `"${field}"`)), { problem });
  }
  return Object.entries(value).map(([name, spec]) => ({
    field,
    name,
    spec: typeof spec === "string" ? spec : "",
  }));
}

/** The line on which a dependency is declared; `undefined` where it is spelt with escapes. */
export function lineOfDependency(text: string, { field, name }: Dependency): number | undefined {
  const start = text.indexOf(`"${field}"`);
  return start < 0 ? undefined : lineOf(text, `"${name}"`, start);
}
