import { type Diagnostic, found as finding } from "../../../diagnostics/index.ts";
import type { HclExpression } from "../../../hcl/index.ts";
import { at } from "../../manifests.ts";
import { directoryOf, outwards } from "../../paths.ts";
import { allBelow, literal } from "../../pattern.ts";
import type { DiscoveredEdge, World } from "../../types.ts";
import { isThere, pathsBelow } from "../shared/tree-walk.ts";
import { foreign, pathsOf, readsOf } from "../terraform/reads.ts";
import { evaluate, partsOf, unknown } from "../terraform/values.ts";
import type { Config, Configs } from "./config.ts";

/** What one configuration depends on, with all that it includes and reads. */
export interface Unit {
  readonly file: string;
  readonly root: string;
  readonly edges: readonly DiscoveredEdge[];
  readonly inputs: readonly string[];
  readonly includes: ReadonlySet<string>;
  /** Whether it says itself where its module is; a stack always does. */
  readonly hasSource: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Attributes that name other units, modules or configurations, by their block. */
const followed: Readonly<Record<string, string>> = {
  dependencies: "paths",
  dependency: "config_path",
  include: "path",
  stack: "source",
  terraform: "source",
  unit: "source",
};
const passed = (block: string, attribute: string) =>
  Object.hasOwn(followed, block) && followed[block] === attribute;

/** `others` are the directories of all units. */
export function readUnit(
  file: string,
  configs: Configs,
  others: readonly string[],
  world: World,
): Unit {
  const root = directoryOf(file);
  const reader = new UnitReader(root, configs, others, world);
  const own = configs.config(file, root);
  if (own) reader.read(own);
  const hasSource =
    file.endsWith("terragrunt.stack.hcl") ||
    (own?.body.blocks ?? []).some(
      ({ type, body }) =>
        type === "terraform" && body.attributes.some(({ name }) => name === "source"),
    );
  const { edges, includes, diagnostics } = reader;
  const inputs = [...reader.inputs].filter((pattern) => pattern !== literal(file)).sort();
  return { file, root, edges, inputs, includes, hasSource, diagnostics };
}

class UnitReader {
  readonly edges: DiscoveredEdge[] = [];
  readonly inputs = new Set<string>();
  readonly includes = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #root: string;
  readonly #configs: Configs;
  readonly #others: readonly string[];
  readonly #world: World;
  readonly #seen = new Set<Config>();

  constructor(root: string, configs: Configs, others: readonly string[], world: World) {
    this.#root = root;
    this.#configs = configs;
    this.#others = others;
    this.#world = world;
  }

  /** Reads a configuration, then those that it includes and reads. */
  read(first: Config): void {
    const open = [first];
    for (let config = open.pop(); config; config = open.pop()) {
      if (this.#seen.has(config)) continue;
      this.#seen.add(config);
      this.#configs.asked.clear();
      this.#follow(config, open);
      this.#readFiles(config);
      open.push(...this.#configs.asked);
    }
  }

  #follow(config: Config, open: Config[]): void {
    for (const { type, body } of config.body.blocks) {
      for (const { name, value } of body.attributes) {
        if (!passed(type, name)) continue;
        if (type === "include") this.#include(config, value, open);
        else if (type === "dependency") this.#dependency(config, value);
        else if (type !== "dependencies") this.#source(config, value, type === "terraform");
        else for (const each of itemsOf(value)) this.#dependency(config, each);
      }
    }
  }

  #include(config: Config, path: HclExpression, open: Config[]): void {
    const files = this.#configs.files(config, path);
    if (!files) this.#wide(config, path, "this include");
    for (const file of files ?? []) {
      this.includes.add(file);
      this.inputs.add(literal(file));
      const included = this.#configs.config(file, config.directory);
      if (included) open.push(included);
    }
  }

  #dependency(config: Config, path: HclExpression): void {
    const value = evaluate(path, config.scope);
    const known = typeof value === "string" && !value.includes(unknown);
    const paths = known ? this.#configs.paths(config, value) : undefined;
    if (paths) for (const to of paths) this.#edge(to, config, path);
    else if (!givenByStack(path)) {
      for (const to of this.#others) this.#edge(to, config, path);
      this.#warn(config, path, "this dependency", "every unit is taken as one");
    }
  }

  /** A module, or what a stack is made from. Behind `//` stands a part of what is copied. */
  #source(config: Config, source: HclExpression, module: boolean): void {
    const value = evaluate(source, config.scope);
    const text = typeof value === "string" ? value : unknown;
    if (text.startsWith(unknown)) {
      if (!givenByStack(source)) this.#wide(config, source, "this source");
      return;
    }
    const [path = ""] = text.split("?");
    const plain = /^(?:\.\.?(?:[/\0]|$)|\u0001)/.test(path);
    const paths = this.#configs.paths(config, path) ?? [];
    if (!plain && (path.includes(":") || !paths.some((each) => isThere(this.#world.tree, each)))) {
      return;
    }
    if (path.includes(unknown)) {
      this.#warn(config, source, "this source", "all that it could lead to is taken as used");
      for (const each of paths) this.#allBelow(each, config, source);
      return;
    }
    for (const to of paths) this.#edge(to, config, source);
    // The whole package is copied. What the module uses of it, its own ecosystem tells.
    if (!module || this.#world.named.has("terraform")) return;
    for (const copied of this.#configs.paths(config, path.split("//")[0]!) ?? []) {
      this.inputs.add(copied === "." ? allBelow(copied) : literal(copied));
    }
  }

  /** Files, and every service that they may be of. */
  #allBelow(directory: string, config: Config, expression: HclExpression): void {
    this.inputs.add(allBelow(directory));
    const all = new Set([...pathsBelow(this.#world.tree, directory)].map(directoryOf));
    for (const to of all) this.#edge(to, config, expression);
  }

  #readFiles(config: Config): void {
    const { body, scope, file, directory } = config;
    const starts = new Set([directory, directoryOf(file)]);
    const isPath = (text: string) =>
      [...starts].some((start) =>
        pathsOf(text, [start])?.some((path) => isThere(this.#world.tree, path)),
      );
    if (directoryOf(file) !== this.#root) this.inputs.add(literal(file));
    for (const read of readsOf(body, scope, { isThere: isPath, passed })) {
      const paths = pathsOf(read.text, starts);
      if (!paths && read.certain && read.text.includes("..")) {
        this.inputs.add("**");
        this.#warnAt(file, read.line, "this path", "the whole repository is taken as read");
      }
      for (const path of paths ?? []) {
        const around = [...outwards(this.#root)].includes(path);
        if (around ? read.named : !foreign(path, this.#root, this.#world.tree)) continue;
        this.inputs.add(path === "." ? allBelow(path) : literal(path));
      }
    }
  }

  #edge(to: string, { file: manifest }: Config, { line }: HclExpression): void {
    const edge = { from: this.#root, to, manifest };
    if (to !== this.#root) this.edges.push(line === undefined ? edge : { ...edge, line });
  }

  #wide(config: Config, expression: HclExpression, what: string): void {
    this.inputs.add("**");
    this.#warn(config, expression, what, "the whole repository is taken as read");
  }

  #warn({ file }: Config, { line }: HclExpression, what: string, taken: string): void {
    this.#warnAt(file, line, what, taken);
  }

  #warnAt(file: string, line: number | undefined, what: string, taken: string): void {
    this.diagnostics.push(finding("MANIFEST_UNRESOLVED", at(file, line), { what, taken }));
  }
}

const itemsOf = (list: HclExpression): readonly HclExpression[] =>
  list.kind === "list" ? list.items : [list];

/** Whether it is made of `values`: the stack that gives them is affected by itself. */
const givenByStack = (expression: HclExpression): boolean =>
  expression.kind === "name"
    ? expression.name === "values"
    : partsOf(expression).some((part) => givenByStack(part));
