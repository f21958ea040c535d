import { type Diagnostic, found as finding } from "../../../diagnostics/index.ts";
import { at, readManifests } from "../../manifests.ts";
import { baseName, directoryOf, resolveFrom } from "../../paths.ts";
import type { Found, World } from "../../types.ts";
import { entriesOf, isRecord, isText, lineOf } from "../shared/json-values.ts";
import { unknown } from "../terraform/values.ts";
import {
  type Build,
  type Builds,
  contextFrom,
  dockerfilesFrom,
  isRemote,
  keyOf,
  type NamedContext,
  namedContext,
  substitute,
} from "./builds.ts";

export const composeFiles = [
  "compose.yml",
  "compose.yaml",
  "compose.*.yml",
  "compose.*.yaml",
  "docker-compose*.yml",
  "docker-compose*.yaml",
];

interface File {
  readonly path: string;
  /** The directory that its paths are relative to. */
  readonly directory: string;
  readonly text: string;
  readonly content: Record<string, unknown>;
}

/**
 * The builds of all Compose files, files that those include or extend included. Files of one
 * directory are read as one project: what they say of a service of one name is joined.
 */
export async function readCompose(found: Found, world: World): Promise<Builds> {
  const listed = composeFiles.flatMap((name) => found.get(name)!);
  const files = await readFiles(
    listed.filter((path) => !world.excluded(path)),
    world,
  );
  const project = new Project(files, world);
  const builds = project.builds();
  return { builds, diagnostics: project.diagnostics };
}

/** Reads files and those that they lead to, each once. */
async function readFiles(first: readonly string[], world: World): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  let wanted = new Map(first.map((path) => [path, directoryOf(path)]));
  while (wanted.size > 0) {
    const parsed = await readManifests([...wanted.keys()].sort(), world, async (text, path) => ({
      text,
      content: await world.parseYaml(withoutTags(text), path),
    }));
    const next = new Map<string, string>();
    for (const [path, { text, content }] of parsed) {
      const directory = wanted.get(path)!;
      const file = { path, directory, text, content: isRecord(content) ? content : {} };
      files.set(path, file);
      for (const [to, from] of leadingOn(file)) {
        if (world.tree.has(to) && !wanted.has(to) && !files.has(to)) next.set(to, from);
      }
    }
    wanted = next;
  }
  return files;
}

/** Tags of Compose's own for merging files. */
const withoutTags = (text: string): string =>
  text.replace(/(?<=[\s:,[{-])!(?:reset|override)(?=[\s,}\]]|$)/gm, "");

/** Paths of files that a file includes or extends, with the directory their paths start from. */
function leadingOn({ directory, content }: File): [string, string][] {
  const paths: [string, string][] = [];
  const add = (written: unknown, base?: unknown) => {
    const to = isText(written) ? resolveFrom(directory, expanded(written)) : undefined;
    if (to === undefined) return;
    const from = isText(base) ? resolveFrom(directory, expanded(base)) : undefined;
    paths.push([to, from ?? directoryOf(to)]);
  };
  for (const each of listOf(content.include)) {
    if (!isRecord(each)) add(each);
    else for (const path of listOf(each.path)) add(path, each.project_directory);
  }
  for (const [, service] of entriesOf(content.services)) {
    if (isRecord(service) && isRecord(service.extends)) add(service.extends.file);
  }
  return paths;
}

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** A text without variables that have no default. */
const expanded = (text: string): string => substitute(text, () => undefined);

/** What one file, or several joined, say of a service. */
interface Said {
  readonly manifests: readonly string[];
  readonly builds: boolean;
  readonly contexts: readonly string[];
  readonly dockerfiles: readonly string[];
  readonly inline: Build["inline"];
  readonly named: ReadonlyMap<string, NamedContext>;
  readonly arguments: ReadonlyMap<string, string>;
  readonly images: readonly string[];
}

class Project {
  readonly diagnostics: Diagnostic[] = [];
  readonly #files: ReadonlyMap<string, File>;
  readonly #world: World;

  constructor(files: ReadonlyMap<string, File>, world: World) {
    this.#files = files;
    this.#world = world;
  }

  builds(): Build[] {
    const services = new Map<string, { name: string; directory: string; said: Said }>();
    for (const file of this.#files.values()) {
      for (const [name] of entriesOf(file.content.services)) {
        const said = this.#said(file, name, new Set());
        const key = keyOf(file.directory, name);
        const known = services.get(key)?.said;
        if (!said) continue;
        const { directory } = file;
        services.set(key, { name, directory, said: known ? joined(known, said) : said });
      }
    }
    return [...services].flatMap(([key, { name, directory, said }]) =>
      buildsOf(key, name, directory, said),
    );
  }

  /** What a file says of a service, and what it extends says of that. */
  #said(file: File, name: string, seen: Set<string>): Said | undefined {
    const service = entriesOf(file.content.services).find(([key]) => key === name)?.[1];
    const key = keyOf(file.path, name);
    if (!isRecord(service) || seen.has(key)) return undefined;
    seen.add(key);
    const own = this.#own(file, service);
    const { extends: base } = service;
    if (isText(base)) return joined(own, this.#said(file, base, seen));
    if (!isRecord(base) || !isText(base.service)) return own;
    const path = isText(base.file) ? resolveFrom(file.directory, expanded(base.file)) : file.path;
    const other = path === undefined ? undefined : this.#files.get(path);
    return other ? joined(own, this.#said(other, base.service, seen)) : own;
  }

  #own({ path, directory, text }: File, service: Record<string, unknown>): Said {
    const { build, image } = service;
    const spec = isRecord(build) ? build : isText(build) ? { context: build } : {};
    const contexts: string[] = [];
    if (isText(spec.context) && !isRemote(spec.context)) {
      const written = expanded(spec.context);
      const context = contextFrom(directory, written, this.#world.tree);
      if (written.includes(unknown)) {
        const where = at(path, lineOf(text, spec.context));
        const taken = "what is built in it is told by its Dockerfiles alone";
        this.diagnostics.push(
          finding("MANIFEST_UNRESOLVED", where, { what: "this build context", taken }),
        );
      } else if (context !== undefined) contexts.push(context);
    }
    const local = spec.context === undefined || contexts.length > 0;
    const named = pairsOf(spec.additional_contexts).flatMap(([name, value]) => {
      const line = lineOf(text, value);
      const context = namedContext(value, directory, this.#world.tree, { manifest: path, line });
      return context ? [[name, context] as const] : [];
    });
    return {
      manifests: [path],
      builds: (isRecord(build) || isText(build)) && local,
      contexts,
      dockerfiles: isText(spec.dockerfile) ? [expanded(spec.dockerfile)] : [],
      inline: isText(spec.dockerfile_inline)
        ? { text: spec.dockerfile_inline, manifest: path }
        : undefined,
      named: new Map(named),
      arguments: new Map(pairsOf(spec.args)),
      images: isText(image) ? [expanded(image)] : [],
    };
  }
}

/** A mapping, or a list of `name=value`. */
const pairsOf = (value: unknown): [string, string][] =>
  Array.isArray(value)
    ? value.filter(isText).map((pair): [string, string] => {
        const [name = "", ...rest] = pair.split("=");
        return [name, rest.length > 0 ? expanded(rest.join("=")) : unknown];
      })
    : entriesOf(value).map(([name, held]) => [
        name,
        held === null ? unknown : expanded(String(held)),
      ]);

/** All that both say; where one value is asked for, the first has it. */
function joined(one: Said, other: Said | undefined): Said {
  if (!other) return one;
  return {
    manifests: [...one.manifests, ...other.manifests],
    builds: one.builds || other.builds,
    contexts: [...one.contexts, ...other.contexts],
    dockerfiles: [...one.dockerfiles, ...other.dockerfiles],
    inline: one.inline ?? other.inline,
    named: new Map([...other.named, ...one.named]),
    arguments: new Map([...other.arguments, ...one.arguments]),
    images: [...one.images, ...other.images],
  };
}

/** One build for each context and Dockerfile that files name for a service. */
function buildsOf(key: string, name: string, directory: string, said: Said): Build[] {
  if (!said.builds) return [];
  const { inline, named, images } = said;
  const dockerfiles = said.dockerfiles.length > 0 ? said.dockerfiles : ["Dockerfile"];
  const contexts = said.contexts.length > 0 ? said.contexts : [directory];
  const project = baseName(directory);
  return [...new Set(contexts)].flatMap((context) =>
    [...new Set(dockerfiles)].map((dockerfile) => ({
      key,
      name,
      said: true,
      manifests: [...new Set(said.manifests)],
      context,
      dockerfiles: dockerfilesFrom(context, directory, dockerfile),
      inline,
      contexts: named,
      arguments: said.arguments,
      images: images.length > 0 ? images : [`${project}-${name}`, `${project}_${name}`],
    })),
  );
}
