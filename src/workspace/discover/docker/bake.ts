import { type Diagnostic, found as finding } from "../../../diagnostics/index.ts";
import { type HclBody, type HclExpression, parseHcl } from "../../../hcl/index.ts";
import { at, readManifests } from "../../manifests.ts";
import { directoryOf, groupBy } from "../../paths.ts";
import type { Found, World } from "../../types.ts";
import { parseHclJson } from "../terraform/json.ts";
import { evaluate, isList, lazily, type Scope, unknown, type Value } from "../terraform/values.ts";
import {
  type Build,
  type Builds,
  contextFrom,
  dockerfilesFrom,
  isRemote,
  keyOf,
  namedContext,
} from "./builds.ts";

export const bakeFiles = ["docker-bake*.hcl", "docker-bake*.json"];

const labels = { function: 1, group: 1, target: 1, variable: 1 };

/** The builds of all Bake files; those of one directory are read together, as Bake does. */
export async function readBake(found: Found, world: World): Promise<Builds> {
  const listed = bakeFiles.flatMap((name) => found.get(name)!);
  const paths = listed.filter((path) => !world.excluded(path)).sort();
  const files = await readManifests(paths, world, (text, path) =>
    path.endsWith(".json") ? parseHclJson(text, path, labels) : parseHcl(text, path),
  );
  const diagnostics: Diagnostic[] = [];
  const builds = [...groupBy(files, ([path]) => directoryOf(path))].flatMap(([directory, group]) =>
    new Project(directory, group, world, diagnostics).builds(),
  );
  return { builds, diagnostics };
}

/** An attribute of a target, and the file that has it. */
interface Attribute {
  readonly value: HclExpression;
  readonly file: string;
}
type Target = ReadonlyMap<string, Attribute>;

class Project {
  readonly #directory: string;
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #scope: Scope;
  readonly #files: readonly string[];
  readonly #world: World;
  readonly #diagnostics: Diagnostic[];

  constructor(
    directory: string,
    files: readonly (readonly [string, HclBody])[],
    world: World,
    diagnostics: Diagnostic[],
  ) {
    this.#directory = directory;
    this.#files = files.map(([file]) => file);
    this.#world = world;
    this.#diagnostics = diagnostics;
    this.#targets = targetsOf(files);
    const variables = lazily(defaultsOf(files), () => this.#scope);
    this.#scope = { name: (name) => variables.get(name) };
  }

  builds(): Build[] {
    const bases = new Set(
      [...this.#targets.values()].flatMap((target) =>
        textsOf(target.get("inherits")?.value, this.#scope),
      ),
    );
    return [...this.#targets.keys()].flatMap((name) => {
      const target = this.#inherited(name, new Set());
      return this.#scopes(target).flatMap((scope) => this.#build(name, target, scope, bases));
    });
  }

  /** A target with what it inherits: its own attributes first, then those named last. */
  #inherited(name: string, seen: Set<string>): Target {
    const own = this.#targets.get(name);
    if (!own || seen.has(name)) return new Map();
    seen.add(name);
    const bases = textsOf(own.get("inherits")?.value, this.#scope);
    const all = bases.map((base) => this.#inherited(base, seen));
    return new Map([...all.flatMap((base) => [...base]), ...own]);
  }

  /** One scope for each combination of a matrix; one for a target without. */
  #scopes(target: Target): Scope[] {
    const matrix = target.get("matrix")?.value;
    let combinations: Map<string, Value>[] = [new Map()];
    for (const [key, list] of matrix?.kind === "object" ? matrix.entries : []) {
      const name = key.kind === "name" ? key.name : evaluate(key, this.#scope);
      const held = evaluate(list, this.#scope);
      const values = isList(held) ? held : [unknown];
      if (typeof name !== "string") continue;
      combinations = combinations.flatMap((each) =>
        values.map((value) => new Map([...each, [name, value]])),
      );
      // More than any matrix written by hand.
      if (combinations.length > 1000) return [this.#scope];
    }
    return combinations.map((known) => ({
      name: (name) => known.get(name) ?? this.#scope.name(name),
    }));
  }

  #build(name: string, target: Target, scope: Scope, bases: ReadonlySet<string>): Build[] {
    const textOf = (attribute: string): string | undefined => {
      const held = target.get(attribute);
      if (!held) return undefined;
      const value = evaluate(held.value, scope);
      return typeof value === "string" ? value : unknown;
    };
    const written = textOf("context") ?? ".";
    if (isRemote(written)) return [];
    const dockerfile = textOf("dockerfile") ?? "Dockerfile";
    const place = [
      written.includes(unknown) ? target.get("context") : undefined,
      dockerfile.includes(unknown) ? target.get("dockerfile") : undefined,
      target.get("contexts")?.value.kind === "object" ? undefined : target.get("contexts"),
    ].find((each) => each !== undefined);
    if (place) {
      const taken = "what is built in it is told by its Dockerfiles alone";
      const where = at(place.file, place.value.line);
      this.#diagnostics.push(finding("MANIFEST_UNRESOLVED", where, { what: "this build", taken }));
    }
    const context = contextFrom(this.#directory, written, this.#world.tree);
    if (place || context === undefined) return [];
    const inline = textOf("dockerfile-inline");
    const inlineIn = target.get("dockerfile-inline")?.file;
    const contexts = pairsOf(target.get("contexts")?.value, scope).flatMap(([key, value, line]) => {
      const named = namedContext(value, this.#directory, this.#world.tree, {
        manifest: target.get("contexts")!.file,
        line,
      });
      return named ? [[key, named] as const] : [];
    });
    return [
      {
        key: keyOf(this.#directory, name),
        name,
        said: !bases.has(name) && (target.has("context") || target.has("dockerfile")),
        manifests: this.#files,
        context,
        dockerfiles: dockerfilesFrom(context, this.#directory, dockerfile),
        inline: inline === undefined ? undefined : { text: inline, manifest: inlineIn! },
        contexts: new Map(contexts),
        arguments: new Map(
          pairsOf(target.get("args")?.value, scope).map(([key, value]) => [key, value]),
        ),
        images: textsOf(target.get("tags")?.value, scope),
      },
    ];
  }
}

/** The targets of all files by name; where several files have one, the last says most. */
function targetsOf(files: readonly (readonly [string, HclBody])[]): Map<string, Target> {
  const targets = new Map<string, Map<string, Attribute>>();
  for (const [file, { blocks }] of files) {
    for (const {
      type,
      labels: [name = ""],
      body,
    } of blocks) {
      if (type !== "target") continue;
      const target = targets.get(name) ?? new Map<string, Attribute>();
      for (const { name: key, value } of body.attributes) target.set(key, { value, file });
      targets.set(name, target);
    }
  }
  return targets;
}

/** What variables are when nobody sets them, and plain attributes of the files. */
function defaultsOf(files: readonly (readonly [string, HclBody])[]): Map<string, HclExpression> {
  const defaults = new Map<string, HclExpression>();
  for (const [, { attributes, blocks }] of files) {
    for (const { name, value } of attributes) defaults.set(name, value);
    for (const {
      type,
      labels: [name = ""],
      body,
    } of blocks) {
      const given = body.attributes.find((attribute) => attribute.name === "default");
      if (type === "variable" && given) defaults.set(name, given.value);
    }
  }
  return defaults;
}

function textsOf(expression: HclExpression | undefined, scope: Scope): string[] {
  const value = expression && evaluate(expression, scope);
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

function pairsOf(
  expression: HclExpression | undefined,
  scope: Scope,
): [string, string, number | undefined][] {
  if (expression?.kind !== "object") return [];
  return expression.entries.flatMap(([key, held]): [string, string, number | undefined][] => {
    const name = key.kind === "name" ? key.name : evaluate(key, scope);
    const value = evaluate(held, scope);
    return typeof name === "string"
      ? [[name, typeof value === "string" ? value : unknown, held.line]]
      : [];
  });
}
