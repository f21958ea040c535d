import { fail } from "../../../diagnostics/index.ts";
import { parseToml } from "../../../toml.ts";
import { at } from "../../manifests.ts";
import {
  isTable,
  stringOf,
  type Table,
  type TomlLines,
  tableOf,
  tomlLines,
} from "../shared/toml.ts";

/** What fanout needs of a Cargo.toml. */
export interface CargoManifest {
  readonly package: CargoPackage | undefined;
  readonly workspace: CargoWorkspace | undefined;
  /** Of any kind and for any target. */
  readonly dependencies: readonly CargoDependency[];
  /** Directories that take the place of packages from elsewhere: `[patch]` and `[replace]`. */
  readonly patches: readonly CargoPath[];
}

export interface CargoPackage {
  readonly name: string | undefined;
  /** `package.workspace`: the directory of its workspace root. */
  readonly workspace: string | undefined;
  /** Whether it names binaries, and whether Cargo looks for more by itself. */
  readonly hasBinaries: boolean;
  readonly findsBinaries: boolean;
  /** Files that targets begin at, as far as the manifest names them. */
  readonly entries: readonly string[];
}

export interface CargoWorkspace {
  readonly members: readonly CargoPath[];
  readonly exclude: readonly string[];
  /** Paths of `[workspace.dependencies]` by name. */
  readonly paths: ReadonlyMap<string, string>;
}

/** A path as it is written, relative to the directory of the manifest. */
export interface CargoPath {
  readonly path: string;
  readonly line: number | undefined;
}

export interface CargoDependency {
  readonly name: string;
  readonly line: number | undefined;
  readonly path: string | undefined;
  /** `workspace = true` */
  readonly inherited: boolean;
}

const kinds = [
  "dependencies",
  "dev-dependencies",
  "build-dependencies",
  // Names of old that Cargo still reads.
  "dev_dependencies",
  "build_dependencies",
];
const listedTargets = ["bin", "example", "test", "bench"];

/** Throws MANIFEST_SYNTAX or MANIFEST_INVALID; what fanout does not use may hold anything. */
export async function parseCargoToml(text: string, path: string): Promise<CargoManifest> {
  const doc = tableOf(await parseToml(text, path));
  const lines = tomlLines(text);
  const given = doc.package ?? doc.project;
  if (given === undefined && doc.workspace === undefined) {
    fail("MANIFEST_INVALID", at(path), { problem: "it has neither [package] nor [workspace]" });
  }
  const platforms = Object.entries(tableOf(doc.target));
  return {
    package: isTable(given) ? packageOf(given, doc) : undefined,
    workspace: isTable(doc.workspace) ? workspaceOf(doc.workspace, lines, path) : undefined,
    dependencies: [
      ...dependenciesOf(doc, [], lines),
      ...platforms.flatMap(([name, table]) =>
        dependenciesOf(tableOf(table), ["target", name], lines),
      ),
    ],
    patches: patchesOf(doc, lines),
  };
}

/** Paths of `[patch.<registry>]` and `[replace]`, which Cargo's configuration files may hold too. */
export const patchesOf = (doc: Table, lines: TomlLines): CargoPath[] =>
  [
    ...Object.entries(tableOf(doc.patch)).map(([registry, table]) => ({
      keys: ["patch", registry],
      table,
    })),
    { keys: ["replace"], table: doc.replace },
  ].flatMap(({ keys, table }) =>
    Object.entries(tableOf(table)).flatMap(([name, value]) => {
      const { path } = tableOf(value);
      return typeof path === "string" ? [{ path, line: lines.lineOf([...keys, name]) }] : [];
    }),
  );

function packageOf(table: Table, doc: Table): CargoPackage {
  const { name, workspace, build, autobins } = table;
  const targets = [doc.lib, ...listedTargets.flatMap((kind) => doc[kind])];
  const entries = [build, ...targets.map((target) => tableOf(target).path)];
  return {
    name: stringOf(name),
    workspace: stringOf(workspace),
    hasBinaries: Array.isArray(doc.bin) && doc.bin.length > 0,
    findsBinaries: autobins !== false,
    entries: entries.filter((entry) => typeof entry === "string"),
  };
}

function workspaceOf(table: Table, lines: TomlLines, path: string): CargoWorkspace {
  const listOf = (key: string): readonly string[] => {
    const value = table[key] ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    const problem = `workspace.${key} is no list of directories`;
    return fail("MANIFEST_INVALID", at(path, lines.lineOf(["workspace", key])), { problem });
  };
  const paths = Object.entries(tableOf(table.dependencies)).flatMap(([name, value]) => {
    const given = stringOf(tableOf(value).path);
    return given === undefined ? [] : [[name, given] as const];
  });
  const members = listOf("members").map((member) => ({
    path: member,
    line: lines.lineOfItem(["workspace", "members"], member),
  }));
  return { members, exclude: listOf("exclude"), paths: new Map(paths) };
}

const dependenciesOf = (
  tables: Table,
  keys: readonly string[],
  lines: TomlLines,
): CargoDependency[] =>
  kinds.flatMap((kind) =>
    Object.entries(tableOf(tables[kind])).map(([name, value]) => {
      const { path, workspace } = tableOf(value);
      return {
        name,
        line: lines.lineOf([...keys, kind, name]),
        path: stringOf(path),
        inherited: workspace === true,
      };
    }),
  );
