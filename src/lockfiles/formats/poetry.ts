import { parseToml } from "../../toml.ts";
import { GraphBuilder, type LockFormat, link, refuse, shown } from "../graph.ts";
import { canonical, identityOf, listOf, type Table, tableOf, textOf } from "../values.ts";

const known = new Set(["1.0", "1.1", "2.0", "2.1"]);

const leftOut = new Set(["name", "version", "description"]);

/**
 * Poetry: a lock file is one project's, which is built with all that is in it. So nothing needs to be
 * followed, and the marks of a package (groups, extras, markers) count as they are.
 */
export default {
  files: ["poetry.lock"],
  async read(text, { path, members }) {
    const {
      package: packages,
      metadata,
      ...more
    } = tableOf(await parseToml(text, path), "content");
    const {
      "lock-version": version,
      "content-hash": _,
      files,
      ...python
    } = tableOf(metadata, "metadata");
    if (!known.has(String(version))) refuse(`its lock-version is ${shown(canonical(version))}`);
    const graph = new GraphBuilder();
    graph.settings.set("metadata.lock-version", String(version));
    for (const [key, value] of Object.entries(more)) graph.settings.set(key, canonical(value));
    for (const [key, value] of Object.entries(python)) {
      graph.settings.set(`metadata.${key}`, canonical(value));
    }
    // Until 1.1 the files stand at the end, by the name of the package.
    const filesOf = new Map(Object.entries(tableOf(files, "metadata.files")));
    const all = new Map<string, string>();
    for (const entry of listOf(packages, "package")) add(graph, all, entry, filesOf);
    for (const directory of new Set(members)) {
      const own = graph.member(directory, `member ${directory}`);
      for (const key of all.values()) link(own, key, key);
    }
    return graph;
  },
} satisfies LockFormat;

function add(
  graph: GraphBuilder,
  all: Map<string, string>,
  entry: Table,
  filesOf: ReadonlyMap<string, unknown>,
): void {
  const name = textOf(entry.name, "package");
  const version = textOf(entry.version, name);
  const identity = identityOf(entry, leftOut) + canonical(filesOf.get(name) ?? "");
  // One version may stand here several times, from several sources.
  const key = canonical([name, version, identity]);
  if (all.has(key)) return;
  all.set(key, key);
  graph.add(key, { name, version, identity });
}
