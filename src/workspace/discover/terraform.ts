import { type Diagnostic, found as finding } from "../../diagnostics/index.ts";
import type { HclBody } from "../../hcl/index.ts";
import { at } from "../manifests.ts";
import { outwards, resolveFrom, startOf } from "../paths.ts";
import { allBelow, literal } from "../pattern.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, World } from "../types.ts";
import { isThere } from "./shared/tree-walk.ts";
import {
  configurationFiles,
  isRun,
  type Module,
  readModules,
  testFiles,
  variableFiles,
} from "./terraform/modules.ts";
import { foreign, pathsOf, type ReadRules, readsOf } from "./terraform/reads.ts";
import { evaluate, unknown } from "./terraform/values.ts";

/**
 * Every directory with Terraform or OpenTofu files is a module: `service` where it is run by
 * itself or no other module uses it, else `library`.
 */
export default {
  name: "terraform",
  manifests: [...configurationFiles, ...variableFiles, ...testFiles],
  async discover(found, world) {
    const modules = await readModules(found, world);
    const diagnostics: Diagnostic[] = [];
    const edges = [...modules.values()].flatMap((module) =>
      moduleEdges(module, modules, diagnostics),
    );
    const users = usersOf(edges);
    const services = [...modules.values()].map((module): DiscoveredService => {
      const { root, manifest } = module;
      const used = users.has(root) && !isRun(module, (path) => world.tree.has(path));
      const starts = reaching(root, users);
      edges.push(...stateEdges(module, starts));
      const inputs = inputsOf(module, starts, world, diagnostics);
      return { root, kind: used ? "library" : "service", manifest, inputs };
    });
    return { services, edges, diagnostics };
  },
} satisfies Ecosystem;

/** An edge for each module that is called from a local path. */
function moduleEdges(
  module: Module,
  modules: ReadonlyMap<string, Module>,
  diagnostics: Diagnostic[],
): DiscoveredEdge[] {
  const { root, scope } = module;
  const edges: DiscoveredEdge[] = [];
  for (const [manifest, body] of [...module.files, ...module.tests]) {
    for (const { value } of sourcesIn(body)) {
      const { line } = value;
      const source = evaluate(value, scope);
      const text = typeof source === "string" ? source : unknown;
      // Anything else that is known is an address outside the repository.
      if (!text.startsWith(unknown) && !/^\.\.?(?:[/\0]|$)/.test(text)) continue;
      const paths = text.includes(unknown) ? widely(text, root, modules) : pathsOf(text, [root])!;
      if (text.includes(unknown)) {
        const taken = "every module that it could lead to is taken as used";
        diagnostics.push(
          finding("MANIFEST_UNRESOLVED", at(manifest, line), { what: "this source", taken }),
        );
      }
      for (const to of paths) {
        edges.push({ from: root, to, manifest, ...(line === undefined ? {} : { line }) });
      }
    }
  }
  return edges;
}

/** The `source` attributes of module calls, those of tests included. */
const sourcesIn = ({ blocks }: HclBody): HclBody["attributes"][number][] =>
  blocks.flatMap(({ type, body }) => {
    if (type === "run") return sourcesIn(body);
    return type === "module" ? body.attributes.filter(({ name }) => name === "source") : [];
  });

/** Every other module that a text could lead to. */
function widely(text: string, root: string, modules: ReadonlyMap<string, Module>): string[] {
  const [directory = "."] = pathsOf(text, [root]) ?? [];
  const start = startOf(directory);
  return [...modules.keys()].filter((other) => other !== root && `${other}/`.startsWith(start));
}

/** Which modules use a module. */
function usersOf(edges: readonly DiscoveredEdge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    if (from !== to) users.set(to, (users.get(to) ?? new Set()).add(from));
  }
  return users;
}

/** A module and all that use it, directly or not: commands are run in one of them. */
function reaching(root: string, users: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const all = new Set([root]);
  for (const each of all) for (const user of users.get(each) ?? []) all.add(user);
  return all;
}

/** `terraform_remote_state` with a local path: the state that another module writes. */
function stateEdges({ root, files, scope }: Module, starts: ReadonlySet<string>): DiscoveredEdge[] {
  const edges: DiscoveredEdge[] = [];
  for (const [manifest, { blocks }] of files) {
    for (const { type, labels, body } of blocks) {
      if (type !== "data" || labels[0] !== "terraform_remote_state") continue;
      const config = body.attributes.find(({ name }) => name === "config")?.value;
      if (config?.kind !== "object") continue;
      for (const [key, value] of config.entries) {
        const named = key.kind === "name" ? key.name : evaluate(key, scope);
        const path = evaluate(value, scope);
        if (named !== "path" || typeof path !== "string") continue;
        const { line } = value;
        for (const to of pathsOf(path, starts) ?? []) {
          edges.push({ from: root, to, manifest, ...(line === undefined ? {} : { line }) });
        }
      }
    }
  }
  return edges;
}

/** What its files read outside its directory, or in directories below that may be of others. */
function inputsOf(
  module: Module,
  starts: ReadonlySet<string>,
  world: World,
  diagnostics: Diagnostic[],
): string[] {
  const { root, scope } = module;
  const rules: ReadRules = {
    isThere: (text) => {
      const path = resolveFrom(root, text);
      return path !== undefined && isThere(world.tree, path);
    },
    passed: (block, attribute) =>
      (block === "module" && attribute === "source") ||
      (block === "data terraform_remote_state" && attribute === "config"),
  };
  const inputs = new Set(
    [...module.tests.keys()].filter((path) => foreign(path, root, world.tree)).map(literal),
  );
  for (const [file, body] of [...module.files, ...module.tests]) {
    for (const { text, line, certain, named } of readsOf(body, scope, rules)) {
      const paths = pathsOf(text, starts);
      if (!paths && certain && text.includes("..")) {
        inputs.add("**");
        const taken = "the whole repository is taken as read";
        diagnostics.push(
          finding("MANIFEST_UNRESOLVED", at(file, line), { what: "this path", taken }),
        );
      }
      for (const path of paths ?? []) {
        const around = [...outwards(root)].includes(path);
        if (around ? !named : foreign(path, root, world.tree)) {
          inputs.add(path === "." ? allBelow(path) : literal(path));
        }
      }
    }
  }
  return [...inputs].sort();
}
