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

/** What fanout needs of a pyproject.toml. Names are as {@link normalName} gives them. */
export interface Pyproject {
  readonly name: string | undefined;
  /** The name as it is written. */
  readonly title: string | undefined;
  /** `[project]` or `[tool.poetry]`: more than the settings of tools. */
  readonly isProject: boolean;
  readonly hasBuildSystem: boolean;
  readonly hasScripts: boolean;
  readonly hasUv: boolean;
  readonly hasPoetry: boolean;
  /** `[tool.uv.workspace]`, without the project itself. */
  readonly workspace: UvWorkspace | undefined;
  /** `[tool.uv.sources]` by name. */
  readonly sources: ReadonlyMap<string, UvSource>;
  readonly dependencies: readonly PythonDependency[];
  /** What uv puts in place of dependencies of dependencies: for all members of a workspace. */
  readonly overrides: readonly PythonDependency[];
  /** Directories that Poetry packs, where they may lie outside the project. */
  readonly packed: readonly string[];
}

export interface UvWorkspace {
  readonly members: readonly { readonly glob: string; readonly line: number | undefined }[];
  readonly exclude: readonly string[];
}

export interface UvSource {
  readonly line: number | undefined;
  readonly paths: readonly string[];
}

export interface PythonDependency {
  readonly name: string;
  readonly line: number | undefined;
  /** A directory or file, relative to the project. */
  readonly path: string | undefined;
}

/** Names that mean the same are equal (packaging.python.org, "Names and normalization"). */
export const normalName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

/** Throws MANIFEST_SYNTAX or MANIFEST_INVALID; what fanout does not use may hold anything. */
export async function parsePyproject(text: string, path: string): Promise<Pyproject> {
  const doc = tableOf(await parseToml(text, path));
  const lines = tomlLines(text);
  const project = tableOf(doc.project);
  const { poetry: givenPoetry, uv: givenUv } = tableOf(doc.tool);
  const poetry = tableOf(givenPoetry);
  const uv = tableOf(givenUv);
  const title = stringOf(project.name) ?? stringOf(poetry.name);
  const listed = (table: Table, keys: readonly string[], key: string) =>
    requirements(table[key], [...keys, key], lines, path);
  const listedIn = (table: unknown, keys: readonly string[]) =>
    Object.keys(tableOf(table)).flatMap((key) => listed(tableOf(table), keys, key));
  return {
    name: title === undefined ? undefined : normalName(title),
    title,
    isProject: isTable(doc.project) || isTable(givenPoetry),
    hasBuildSystem: isTable(doc["build-system"]),
    hasScripts: [project.scripts, project["gui-scripts"], poetry.scripts].some(
      (scripts) => Object.keys(tableOf(scripts)).length > 0,
    ),
    hasUv: isTable(givenUv),
    hasPoetry: isTable(givenPoetry),
    workspace: isTable(uv.workspace) ? workspaceOf(uv.workspace, lines, path) : undefined,
    sources: sourcesOf(uv.sources, lines),
    dependencies: [
      ...listed(project, ["project"], "dependencies"),
      ...listedIn(project["optional-dependencies"], ["project", "optional-dependencies"]),
      ...listedIn(doc["dependency-groups"], ["dependency-groups"]),
      ...listed(uv, ["tool", "uv"], "dev-dependencies"),
      ...listed(tableOf(doc["build-system"]), ["build-system"], "requires"),
      ...poetryDependencies(poetry, lines),
    ],
    overrides: ["override-dependencies", "constraint-dependencies"].flatMap((key) =>
      listed(uv, ["tool", "uv"], key),
    ),
    packed: packedBy(poetry),
  };
}

function workspaceOf(table: Table, lines: TomlLines, path: string): UvWorkspace {
  const keys = ["tool", "uv", "workspace"];
  const globsOf = (key: string): readonly string[] => {
    const value = table[key] ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    const problem = `tool.uv.workspace.${key} is no list of directories`;
    return fail("MANIFEST_INVALID", at(path, lines.lineOf([...keys, key])), { problem });
  };
  const members = globsOf("members").map((glob) => ({
    glob,
    line: lines.lineOfItem([...keys, "members"], glob),
  }));
  return { members, exclude: globsOf("exclude") };
}

/** A source is a table, or several for different platforms. */
function sourcesOf(value: unknown, lines: TomlLines): Map<string, UvSource> {
  const sources = new Map<string, UvSource>();
  for (const [name, given] of Object.entries(tableOf(value))) {
    const paths = pathsOf(given);
    sources.set(normalName(name), { line: lines.lineOf(["tool", "uv", "sources", name]), paths });
  }
  return sources;
}

const pathsOf = (given: unknown): string[] =>
  [given]
    .flat()
    .map((each) => stringOf(tableOf(each).path))
    .filter((path) => path !== undefined);

/** A list of requirements (peps.python.org/pep-0508); a group may include others by a table. */
function requirements(
  value: unknown,
  keys: readonly string[],
  lines: TomlLines,
  path: string,
): PythonDependency[] {
  const list = value ?? [];
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string" || isTable(item))) {
    const problem = `${keys.join(".")} is no list of requirements`;
    fail("MANIFEST_INVALID", at(path, lines.lineOf(keys)), { problem });
  }
  return list.flatMap((item) => {
    if (typeof item !== "string") return [];
    const [, name, place] = requirement.exec(item) ?? [];
    if (name === undefined) return [];
    const line = lines.lineOfItem(keys, item);
    return [{ name: normalName(name), line, path: place && pathIn(place) }];
  });
}

const requirement = /^\s*([\w.-]+)\s*(?:\[[^\]]*\]\s*)?(?:@\s*(\S+))?/;

/** The path that a direct reference holds, relative to the project. */
function pathIn(reference: string): string | undefined {
  const place = reference.replace(/#.*$/s, "");
  const hatch = /^\{root:((?:parent:)*)uri\}(.*)$/s.exec(place);
  if (hatch) return `${"../".repeat(hatch[1]!.length / "parent:".length)}./${hatch[2]}`;
  const pdm = /^file:\/{3}\$\{PROJECT_ROOT\}(.*)$/s.exec(place);
  if (pdm) return `./${pdm[1]}`;
  return /^(?:file:(?:\/\/(?=\.))?(?!\/)|(?=\.\.?\/))(.*)$/s.exec(place)?.[1];
}

function poetryDependencies(poetry: Table, lines: TomlLines): PythonDependency[] {
  const keys = ["tool", "poetry"];
  const tables = [
    { table: poetry.dependencies, keys: [...keys, "dependencies"] },
    { table: poetry["dev-dependencies"], keys: [...keys, "dev-dependencies"] },
    ...Object.entries(tableOf(poetry.group)).map(([group, value]) => ({
      table: tableOf(value).dependencies,
      keys: [...keys, "group", group, "dependencies"],
    })),
  ];
  return tables.flatMap(({ table, keys }) =>
    Object.entries(tableOf(table)).flatMap(([name, value]) =>
      pathsOf(value).map((path) => ({
        name: normalName(name),
        line: lines.lineOf([...keys, name]),
        path,
      })),
    ),
  );
}

/** The directories of `packages = [{ include = "acme/log", from = "../lib" }]`, up to a star. */
const packedBy = ({ packages }: Table): string[] =>
  [packages].flat().flatMap((each) => {
    const { include, from } = tableOf(each);
    if (typeof include !== "string") return [];
    const plain = include.replace(/[^/]*[*?[].*$/s, "");
    return [typeof from === "string" ? `${from}/${plain}` : plain];
  });
