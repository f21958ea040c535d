import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type LoadedConfig, loadModule } from "../config/index.ts";
import { didYouMean, fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { packageRoot } from "../package.ts";
import type { GeneratorEntry } from "../workspace/index.ts";
import { builtIn } from "./built-in.ts";
import { readCommand } from "./exec.ts";
import { readFragment } from "./fragment.ts";
import type { LineOf } from "./lines.ts";
import { readTemplate } from "./template.ts";
import type { GenerateContext, GeneratedService, Generator } from "./types.ts";

/** A generator in its place. */
export interface LoadedGenerator {
  /** How messages name it: `generators/node.ts`, or the user's file from the working directory. */
  readonly origin: string;
  /** The user's own files behind it (absolute paths): their change concerns every service. */
  readonly files: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  /** What says its axes beside the service: the generator itself, then its entry. */
  readonly matrix?: readonly Generator["matrix"][];
  readonly wants: (service: GeneratedService) => boolean;
  /** The jobs by key, not yet checked; `lineOf` tells where a template wrote them. */
  readonly make: (
    service: GeneratedService,
    ctx: GenerateContext,
  ) => Promise<{ value: unknown; lineOf?: LineOf }>;
  /** The jobs for a service that is gone, by key, where the generator makes any. */
  readonly makeRemoved?: (service: GeneratedService, ctx: GenerateContext) => unknown;
}

/** Loads every generator that the configuration names, each once. */
export async function loadGenerators(
  io: Io,
  { config, path }: LoadedConfig,
): Promise<ReadonlyMap<GeneratorEntry, LoadedGenerator>> {
  const own = Object.values(config.services.define).flatMap((service) => service.generators ?? []);
  const loaded = new Map<GeneratorEntry, LoadedGenerator>();
  for (const entry of [...config.generators, ...own]) {
    if (!loaded.has(entry)) loaded.set(entry, await loadGenerator(io, entry, dirname(path)));
  }
  return loaded;
}

/** How the configuration calls a generator: its name, its path, or the words of its command. */
export const nameOf = (entry: GeneratorEntry): string =>
  typeof entry === "string" ? entry : "use" in entry ? entry.use : entry.exec.join(" ");

/**
 * Loads what one entry of `generators` names: a built-in by name, a file by its path from
 * `directory`, that of the configuration, or a command that runs there.
 */
async function loadGenerator(
  io: Io,
  entry: GeneratorEntry,
  directory: string,
): Promise<LoadedGenerator> {
  const { when, with: options = {}, matrix } = typeof entry === "string" ? {} : entry;
  const chosen = (service: GeneratedService) =>
    (when?.has === undefined || service.has(when.has)) &&
    (when?.tag === undefined || service.tags.includes(when.tag));
  if (typeof entry === "object" && "exec" in entry) {
    return { ...readCommand(io, entry, directory), options, wants: chosen, matrix: [matrix] };
  }
  const { generator, origin, files } = await find(io, nameOf(entry), directory);
  return {
    origin,
    files,
    options,
    matrix: [generator.matrix, matrix],
    wants: (service) => chosen(service) && (generator.when?.(service) ?? true),
    make: await maker(io, generator, origin),
    ...(generator.onRemoved && {
      makeRemoved: (service, ctx) => generator.onRemoved!(service, ctx),
    }),
  };
}

type Found = { generator: Generator; origin: string; files: readonly string[] };

async function find(io: Io, use: string, directory: string): Promise<Found> {
  const known = builtIn[use];
  if (known) return { generator: known, origin: `generators/${use}.ts`, files: [] };
  if (!/[./]/.test(use)) {
    const names = Object.keys(builtIn);
    const hint = didYouMean(use, names) || `Built in are ${names.join(", ")}`;
    return fail("GENERATOR_UNKNOWN", [], { use, hint });
  }
  const file = resolve(directory, use);
  const origin = relative(io.cwd, file);
  if (!io.files.exists(file)) return fail("GENERATOR_NOT_FOUND", [], { use, path: origin });
  if (/\.ya?ml(\.hbs)?$/.test(use))
    return { generator: { name: origin, template: file }, origin, files: [file] };
  if (!/\.m?[jt]s$/.test(use)) return fail("GENERATOR_KIND", [], { use });
  const { value, files } = await loadModule(io, file);
  const generator = value as Partial<Generator> | undefined;
  const shaped =
    typeof generator === "object" &&
    generator !== null &&
    typeof generator.name === "string" &&
    (("jobs" in generator && typeof generator.jobs === "function") || "template" in generator);
  if (!shaped) return fail("GENERATOR_SHAPE", [origin], {});
  return { generator: generator as Generator, origin, files };
}

async function maker(
  io: Io,
  generator: Generator,
  origin: string,
): Promise<LoadedGenerator["make"]> {
  if (!("template" in generator)) {
    return async (service, ctx) => ({ value: await generator.jobs(service, ctx) });
  }
  const { template } = generator;
  const path = template instanceof URL ? fileURLToPath(template) : resolve(io.cwd, template);
  const shown = shortest(io.cwd, path);
  const source = io.files.text(path);
  if (source === undefined)
    return fail("GENERATOR_NOT_FOUND", [origin], { use: shown, path: shown });
  const read = path.endsWith(".hbs") ? readTemplate : readFragment;
  const rendered = await read(source, shown);
  return (service, ctx) => {
    const { name, root, kind, tags, variables, dependencies } = service;
    const { options, params, matrix, pipeline, gitlab } = ctx;
    const files = service.files();
    const seen = { name, root, kind, tags, variables, dependencies, files };
    const values = { service: seen, pipeline, gitlab, options, params, matrix };
    return rendered.render(name, values, [variables, options, matrix]);
  };
}

/** A path for people: from the working directory, or from this package for what comes with it. */
function shortest(cwd: string, path: string): string {
  const here = relative(cwd, path);
  return here.startsWith("..") ? relative(packageRoot, path) : here;
}
