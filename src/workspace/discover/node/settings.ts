import { entriesOf, isRecord, isText } from "../shared/json-values.ts";

/**
 * What a package.json or pnpm-workspace.yaml says of packages beyond its own dependencies. Only
 * that of a root counts. What is written in another shape than expected is left to the package
 * manager to refuse.
 */
export interface NodeSettings {
  /** What `catalog:` stands for: specs by catalogue (`default` is the nameless one) and name. */
  readonly catalogs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** `overrides`, `resolutions`: what takes the place of a package, wherever it is needed. */
  readonly overrides: readonly Override[];
  /** Patches and hooks, as seen from the directory of the file. */
  readonly files: readonly string[];
}

export interface Override {
  readonly field: string;
  /** As it is written: a name, perhaps with a version, or with packages that lead to it. */
  readonly key: string;
  /** The package that is replaced. */
  readonly name: string;
  readonly spec: string;
}

const nothing: NodeSettings = { catalogs: new Map(), overrides: [], files: [] };

/** The settings of a package.json: at its top, or in its fields `pnpm` and `workspaces`. */
export function packageSettings(json: Record<string, unknown>): NodeSettings {
  const places = [json, json.pnpm, json.workspaces].filter(isRecord);
  const fields = places.flatMap((place) =>
    settingFields.filter((field) => Object.hasOwn(place, field)),
  );
  return fields.length === 0 ? nothing : settingsOf(places);
}

/** The settings of a pnpm-workspace.yaml. */
export const workspaceSettings = (yaml: unknown): NodeSettings =>
  isRecord(yaml) ? settingsOf([yaml]) : nothing;

const settingFields = ["catalog", "catalogs", "overrides", "resolutions", "patchedDependencies"];

function settingsOf(places: readonly Record<string, unknown>[]): NodeSettings {
  const catalogs = new Map<string, Map<string, string>>();
  const overrides: Override[] = [];
  const files: string[] = [];
  for (const place of places) {
    addCatalog(catalogs, "default", place.catalog);
    for (const [name, specs] of entriesOf(place.catalogs)) addCatalog(catalogs, name, specs);
    overrides.push(...overridesOf(place, "overrides"), ...overridesOf(place, "resolutions"));
    const { patchedDependencies, pnpmfile } = place;
    files.push(
      ...entriesOf(patchedDependencies)
        .map(([, path]) => path)
        .filter(isText),
    );
    files.push(...[pnpmfile].flat().filter(isText));
  }
  return { catalogs, overrides, files };
}

function addCatalog(
  catalogs: Map<string, Map<string, string>>,
  name: string,
  specs: unknown,
): void {
  const catalog = catalogs.get(name) ?? new Map<string, string>();
  for (const [dependency, spec] of entriesOf(specs)) {
    if (isText(spec)) catalog.set(dependency, spec);
  }
  catalogs.set(name, catalog);
}

/** npm nests them: `{"a": {".": "1", "b": "2"}}` is about `a`, and about `b` below it. */
function overridesOf(place: Record<string, unknown>, field: string): Override[] {
  const overrides: Override[] = [];
  const open = [{ above: "", value: place[field] }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const [written, spec] of entriesOf(next.value)) {
      const key = written === "." ? next.above : written;
      if (isText(spec)) overrides.push({ field, key, name: lastName(key), spec });
      else open.push({ above: key, value: spec });
    }
  }
  return overrides;
}

/** `lodash` of `lodash`, of `lodash@^4`, of `express>lodash` and of `express/lodash`. */
function lastName(key: string): string {
  const match = /(?<![^@/>\s])((?:@[^@/>\s]+\/)?[^@/>\s]+)(?:@.*)?$/s.exec(key);
  return match?.[1] ?? key;
}
