import { type HclBody, type HclExpression, parseHcl } from "../../../hcl/index.ts";
import { directoryOf, outwards, resolveFrom } from "../../paths.ts";
import type { World } from "../../types.ts";
import { isThere } from "../shared/tree-walk.ts";
import { type Labels, parseHclJson } from "../terraform/json.ts";
import { pathsOf } from "../terraform/reads.ts";
import {
  attributesOf,
  evaluate,
  fromTop,
  lazily,
  type Members,
  type Scope,
  type Value,
} from "../terraform/values.ts";

/** Block types of the language, as far as fanout looks into them. */
const labels: Labels = {
  after_hook: 1,
  autoinclude: 0,
  before_hook: 1,
  dependencies: 0,
  dependency: 1,
  extra_arguments: 1,
  generate: 1,
  include: 1,
  locals: 0,
  remote_state: 0,
  stack: 1,
  terraform: 0,
  unit: 1,
};

/** Throws MANIFEST_SYNTAX and MANIFEST_INVALID. */
export const parseConfig = (text: string, path: string): HclBody =>
  path.endsWith(".json") ? parseHclJson(text, path, labels) : parseHcl(text, path);

/** A configuration file as it is read for a directory: one that is included is read for another. */
export interface Config {
  readonly file: string;
  /** What `get_terragrunt_dir()` is. */
  readonly directory: string;
  readonly body: HclBody;
  readonly scope: Scope;
  /** Files that it includes, by label; the paths that are known. */
  readonly includes: ReadonlyMap<string, string>;
}

/** Configuration files of the repository, evaluated as far as that is possible without running. */
export class Configs {
  /** The configurations that have been read by `read_terragrunt_config` since it was emptied. */
  readonly asked = new Set<Config>();
  readonly #world: World;
  readonly #bodyOf: (file: string) => HclBody | undefined;
  readonly #known = new Map<string, Config>();
  /** By directory the configuration that lies there, which includes the others. */
  readonly #outermost = new Map<string, Config>();
  readonly #depth = { now: 0 };

  /** `bodyOf` reads a file of the repository; `undefined` where there is none. */
  constructor(world: World, bodyOf: (file: string) => HclBody | undefined) {
    this.#world = world;
    this.#bodyOf = bodyOf;
  }

  /** `undefined` where there is no such file. */
  config(file: string, directory: string): Config | undefined {
    const key = `${file}\n${directory}`;
    const known = this.#known.get(key);
    const body = this.#bodyOf(file);
    if (known || !body) return known;
    const includes = new Map<string, string>();
    const scope: Scope = {
      name: (name) => members.get(name),
      call: (name, values) => this.#call(config, name, values),
    };
    const local = lazily(attributesOf(body, "locals"), () => scope, this.#depth);
    const members: Members = {
      get: (name) => {
        if (name === "local") return local;
        return name === "include" ? this.#included(config) : undefined;
      },
    };
    const config: Config = { file, directory, body, scope, includes };
    this.#known.set(key, config);
    if (directoryOf(file) === directory) this.#outermost.set(directory, config);
    for (const {
      type,
      labels: [label = ""],
      body: block,
    } of body.blocks) {
      const path = type === "include" && block.attributes.find(({ name }) => name === "path");
      const [to] = path ? (this.files(config, path.value) ?? []) : [];
      if (to !== undefined) includes.set(label, to);
    }
    return config;
  }

  /**
   * The paths that an expression leads to: those that are there, or else what it would be as seen
   * from the directory that the file is read for. `undefined` where it could lead anywhere.
   */
  files(config: Config, expression: HclExpression): string[] | undefined {
    const value = evaluate(expression, config.scope);
    return typeof value === "string" ? this.paths(config, value) : undefined;
  }

  paths({ file, directory }: Config, text: string): string[] | undefined {
    const paths = pathsOf(text, [directory, directoryOf(file)]);
    const there = paths?.filter((path) => isThere(this.#world.tree, path));
    return there?.length ? there : paths?.slice(0, 1);
  }

  /** What `include.name.locals` and, without a label, `include.locals` stand for. */
  #included({ directory, includes }: Config): Members {
    const exposed = (label: string): Members | undefined => {
      const file = includes.get(label);
      const config = file === undefined ? undefined : this.config(file, directory);
      return config && this.#exposed(config);
    };
    return { get: (name) => (includes.has(name) ? exposed(name) : exposed("")?.get(name)) };
  }

  #exposed({ body, scope }: Config): Members {
    return {
      get(name) {
        if (name === "locals") return scope.name("local") as Members;
        const value = body.attributes.find((attribute) => attribute.name === name)?.value;
        return value && evaluate(value, scope);
      },
    };
  }

  #call(config: Config, name: string, values: readonly (Value | undefined)[]): Value | undefined {
    const { file, directory } = config;
    const [first, second] = values;
    switch (name) {
      case "get_terragrunt_dir":
        return absolute(directory);
      case "get_repo_root":
        return absolute(".");
      case "get_path_from_repo_root":
        return directory;
      case "get_path_to_repo_root":
        return relative(directory, ".");
      case "get_parent_terragrunt_dir":
        return absolute(this.#parentOf(config, first));
      case "path_relative_to_include":
        return relative(this.#parentOf(config, first), directory);
      case "path_relative_from_include":
        return relative(directory, this.#parentOf(config, first));
      case "find_in_parent_folders":
        return values.length > 0 && first === undefined
          ? undefined
          : (this.#above(directory, first ?? "terragrunt.hcl") ?? second ?? "/missing");
      case "get_env":
        return second;
      case "read_terragrunt_config": {
        const path = typeof first === "string" ? this.paths(config, first)?.[0] : undefined;
        const read =
          path === undefined || path === file ? undefined : this.config(path, directoryOf(path));
        if (!read) return second;
        this.asked.add(read);
        return this.#exposed(read);
      }
      default:
        return undefined;
    }
  }

  /** The directory of the file that is included, asked within it or by the one that includes it. */
  #parentOf({ file, directory, includes }: Config, label: Value | undefined): string {
    const outer = this.#outermost.get(directory)?.includes;
    const named =
      typeof label === "string" ? (includes.get(label) ?? outer?.get(label)) : undefined;
    return directoryOf(named ?? [...includes.values()][0] ?? file);
  }

  /** The nearest file or directory of this name above a directory. */
  #above(directory: string, name: Value): string | undefined {
    if (typeof name !== "string" || directory === ".") return undefined;
    const names = name === "terragrunt.hcl" ? [name, "terragrunt.hcl.json"] : [name];
    for (const around of outwards(directoryOf(directory))) {
      for (const each of names) {
        const path = resolveFrom(around, each);
        if (path !== undefined && isThere(this.#world.tree, path)) return absolute(path);
      }
    }
    return undefined;
  }
}

const absolute = (path: string): string => (path === "." ? fromTop : `${fromTop}/${path}`);

/** The way from one directory to another. */
function relative(from: string, to: string): string {
  const start = from === "." ? [] : from.split("/");
  const end = to === "." ? [] : to.split("/");
  let same = 0;
  while (same < start.length && start[same] === end[same]) same++;
  return [...start.slice(same).map(() => ".."), ...end.slice(same)].join("/") || ".";
}
