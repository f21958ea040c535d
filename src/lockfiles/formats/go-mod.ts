import { GraphBuilder, type LockFormat, link } from "../graph.ts";
import { manifestsOf } from "./_manifests.ts";
import { readMod } from "./_read-mod.ts";

/**
 * The go.mod of another module in the same go.work. Go chooses one version of each package for the
 * whole workspace, the highest that any module requires, so what this one requires concerns those
 * who require it too. Its other directives (`replace`, `go`, ...) concern the whole workspace.
 */
export default {
  files: ["go.mod"],
  async read(text, source) {
    const graph = new GraphBuilder();
    const directives = readMod(text);
    const required = new Map(
      directives
        .filter(([verb]) => verb === "require")
        .map(([, name = "", version = ""]) => [name, version]),
    );
    for (const [name, version] of required) graph.add(name, { name, version, identity: "" });
    const others = directives
      .filter(([verb]) => verb !== "require")
      .map((words) => words.join(" "));
    graph.settings.set("directives", others.sort().join("\n"));
    const own = await manifestsOf(source, source.members, "go.mod");
    for (const directory of new Set(source.members)) {
      const node = graph.member(directory, `member ${directory}`);
      const mod = own.get(directory);
      // A directory within a module (a command) may be built with all that there is.
      const needs = mod === undefined ? required.keys() : requiresOf(mod);
      for (const name of needs) if (required.has(name)) link(node, name, name);
    }
    return graph;
  },
} satisfies LockFormat;

const requiresOf = (mod: string): string[] =>
  readMod(mod)
    .filter(([verb]) => verb === "require")
    .map(([, name = ""]) => name);
