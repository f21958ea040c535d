import { baseName, groupBy } from "../../workspace/index.ts";
import { GraphBuilder, type LockFormat, link, refuse } from "../graph.ts";
import { manifestsOf } from "./_manifests.ts";
import { readMod } from "./_read-mod.ts";

/**
 * The checksums of Go modules. Since Go 1.17 go.mod lists every module that is built in (its pruned
 * graph), and go.sum may hold more than those. For an older module, and for go.work.sum, each line
 * counts.
 */
export default {
  files: ["go.sum", "go.work.sum"],
  async read(text, source) {
    const graph = new GraphBuilder();
    const sums = groupBy(readSums(text), ({ module }) => module);
    const wanted = await builtIn(source, sums.keys());
    for (const module of wanted) {
      const [name = "", version = ""] = module.split(" ");
      const hashes = (sums.get(module) ?? []).map(({ hash }) => hash);
      graph.add(module, { name, version, identity: [...new Set(hashes)].sort().join(" ") });
    }
    const members = baseName(source.path) === "go.sum" ? ["."] : source.members;
    for (const directory of new Set(members)) {
      const own = graph.member(directory, `member ${directory}`);
      for (const module of wanted) link(own, module, module);
    }
    return graph;
  },
} satisfies LockFormat;

/** Modules with their versions, `golang.org/x/text v0.3.0`, of which the checksums count. */
async function builtIn(
  source: Parameters<LockFormat["read"]>[1],
  all: Iterable<string>,
): Promise<ReadonlySet<string>> {
  if (baseName(source.path) !== "go.sum") return new Set(all);
  const mod = (await manifestsOf(source, ["."], "go.mod")).get(".");
  if (mod === undefined) return refuse("there is no go.mod beside it");
  const directives = readMod(mod);
  const version = directives.find(([verb]) => verb === "go")?.[1] ?? "1.16";
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (Number(major) === 1 && !(Number(minor) >= 17)) return new Set(all);
  const wanted = new Set<string>();
  for (const [verb, ...words] of directives) {
    // What a module is replaced by has its version as well, unless it is a directory.
    const [module, version] = verb === "replace" ? words.slice(words.indexOf("=>") + 1) : words;
    if ((verb === "require" || verb === "replace") && version !== undefined) {
      wanted.add(`${module} ${version}`);
    }
  }
  for (const module of all) if (module.startsWith("golang.org/toolchain ")) wanted.add(module);
  return wanted;
}

/** `module version hash`, or `module version/go.mod hash`: both belong to the module. */
function readSums(text: string): { module: string; hash: string }[] {
  return text.split("\n").flatMap((line, index) => {
    const words = line.trim().split(/\s+/);
    const [module, version, hash] = words;
    if (module === "") return [];
    if (words.length !== 3 || !version?.startsWith("v"))
      refuse(`its line ${index + 1} is no checksum`);
    const [plain, file] = version.endsWith("/go.mod")
      ? [version.slice(0, -7), "go.mod "]
      : [version, ""];
    return [{ module: `${module} ${plain}`, hash: `${file}${hash}` }];
  });
}
