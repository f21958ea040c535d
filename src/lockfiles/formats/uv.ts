import { parseToml } from "../../toml.ts";
import { groupBy } from "../../workspace/index.ts";
import { GraphBuilder, type LockFormat, link, refuse, shown } from "../graph.ts";
import {
  canonical,
  identityOf,
  listOf,
  type Table,
  tableOf,
  textOf,
  textOr,
  textsOf,
} from "../values.ts";

const leftOut = new Set([
  ...["name", "version", "dependencies", "optional-dependencies", "dev-dependencies", "metadata"],
]);

/** One package of uv.lock. */
interface Package {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly key: string;
  readonly entry: Table;
  /** Of a package in the repository, its directory from the lock on. */
  readonly directory: string | undefined;
}

/** uv, version 1: packages with a directory are the members. */
export default {
  files: ["uv.lock"],
  async read(text, { path }) {
    const lock = tableOf(await parseToml(text, path), "content");
    if (lock.version !== 1) refuse(`its version is ${shown(canonical(lock.version))}`);
    const {
      "dependency-groups": groups,
      members: _,
      ...manifest
    } = tableOf(lock.manifest, "manifest");
    const graph = new GraphBuilder();
    const { package: list, revision: __, manifest: ___, ...settings } = lock;
    for (const [key, value] of Object.entries(settings)) graph.settings.set(key, canonical(value));
    for (const [key, value] of Object.entries(manifest)) {
      graph.settings.set(`manifest.${key}`, canonical(value));
    }
    const packages = listOf(list, "package").map(packageOf);
    const byName = groupBy(packages, ({ name }) => name);
    const extras = new Set<string>();
    for (const each of packages) for (const extra of extrasOf(each)) extras.add(extra.key);
    const add = (own: Map<string, string>, wanted: readonly Table[], user: string) => {
      for (const dependency of wanted) addDependency(own, dependency, byName, extras, user);
    };

    // The tools that the workspace as a whole declares are there for every member.
    const tools = graph.add("tools", { name: "the root's groups", version: "", identity: "" });
    for (const [name, wanted] of Object.entries(tableOf(groups, "dependency-groups"))) {
      // These are what the manifest asks for: what fits no platform was never resolved.
      const resolved = listOf(wanted, name).filter((each) => byName.has(String(each.name)));
      add(
        tools,
        resolved.map(({ name, extras }) => ({ name, extra: extras })),
        "the root",
      );
    }
    for (const each of packages) {
      const { key, name, version, directory, entry } = each;
      const own =
        directory === undefined
          ? graph.add(key, { name, version, identity: contentOf(each) })
          : graph.member(directory, key);
      add(own, listOf(entry.dependencies, name), name);
      for (const [, wanted] of Object.entries(tableOf(entry["dev-dependencies"], name))) {
        add(own, listOf(wanted, name), name);
        if (directory === ".") add(tools, listOf(wanted, name), name);
      }
      for (const extra of extrasOf(each)) {
        add(
          graph.add(extra.key, { name: extra.name, version: "", identity: "" }),
          extra.wanted,
          name,
        );
        // A member is built, or at least tested, with all its extras.
        if (directory !== undefined) link(own, extra.name, extra.key);
      }
      if (directory !== undefined) link(own, "the root's groups", "tools");
    }
    return graph;
  },
} satisfies LockFormat;

function packageOf(entry: Table): Package {
  const name = textOf(entry.name, "package");
  const version = textOr(entry.version, name);
  const { editable, virtual, directory } = tableOf(entry.source, name);
  const place = editable ?? virtual ?? directory;
  const source = canonical(entry.source);
  const key = `${name} ${version} ${source}`;
  return {
    ...{ name, version, source, key, entry },
    directory: place === undefined ? undefined : textOf(place, name),
  };
}

/** Extras as nodes of their own: `requests[socks]`. */
const extrasOf = ({ name, key, entry }: Package) =>
  Object.entries(tableOf(entry["optional-dependencies"], name)).map(([extra, wanted]) => ({
    name: `${name}[${extra}]`,
    key: `${key}[${extra}]`,
    wanted: listOf(wanted, name),
  }));

/** Adds what `{ name, version, source, marker, extra }` stands for; forks have several at once. */
function addDependency(
  own: Map<string, string>,
  dependency: Table,
  byName: ReadonlyMap<string, readonly Package[]>,
  extras: ReadonlySet<string>,
  user: string,
): void {
  const { name, version, source, extra, ...more } = dependency;
  const fitting = (byName.get(textOf(name, user)) ?? []).filter(
    (each) =>
      (version === undefined || each.version === version) &&
      (source === undefined || each.source === canonical(source)),
  );
  if (fitting.length === 0)
    refuse(`${shown(user)} needs ${shown(String(name))}, which is not in it`);
  for (const each of fitting) {
    const label = `${name} ${canonical(more)}`;
    const alone = fitting.length === 1 && version === undefined;
    link(own, alone ? label : `${label} ${each.key}`, each.key);
    for (const wanted of textsOf(extra, user)) {
      const key = `${each.key}[${wanted}]`;
      // An extra that needs nothing has no entry.
      if (extras.has(key)) link(own, `${alone ? label : `${label} ${each.key}`} [${wanted}]`, key);
    }
  }
}

/** When a file was uploaded is told by newer versions of uv alone. */
const timeless = (file: Table): Table =>
  Object.fromEntries(Object.entries(file).filter(([key]) => key !== "upload-time"));

function contentOf({ name, entry }: Package): string {
  const wheels = listOf(entry.wheels, name).map(timeless);
  return identityOf({ ...entry, sdist: timeless(tableOf(entry.sdist, name)), wheels }, leftOut);
}
