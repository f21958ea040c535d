import { directoryOf, inside, outwards } from "../../paths.ts";
import { allBelow, literal } from "../../pattern.ts";
import type { Build } from "./builds.ts";
import { type Contexts, isWhole, isWithin, leftBy, patternsOf, readSource } from "./context.ts";
import type { Dockerfile } from "./file.ts";

/** A Dockerfile, or one that stands in another file, and the service that it makes. */
export interface Place {
  readonly root: string;
  /** The file whose lines count. */
  readonly manifest: string;
  /** Of a Dockerfile that stands in another file, lines count for nothing. */
  readonly inline: boolean;
  readonly dockerfile: Dockerfile;
  /** Builds that make it a service of this directory. */
  readonly builds: readonly Build[];
}

/**
 * The directory whose service a build is: that of the Dockerfile. Where the context lies beside
 * it, such as `api` with `docker/api.Dockerfile`, it is the context, unless that holds other
 * directories with Dockerfiles.
 */
export function rootOf(file: string, context: string, directories: ReadonlySet<string>): string {
  const here = directoryOf(file);
  if (isWithin(here, context) || isWithin(context, here)) return here;
  const crowded = [...directories].some((each) => each !== context && isWithin(each, context));
  return crowded ? here : context;
}

/** What a service's images are made from, beside the files of its own directory. */
export function inputsOf(
  { root, manifest, dockerfile, builds }: Place,
  contexts: Contexts,
  ignores: ReadonlyMap<string, string>,
  whole: boolean,
): string[] {
  const sources = dockerfile.sources.map(({ text }) => readSource(text));
  const known = builds.map(({ context }) => context);
  const around = known.length > 0 ? known : guessed(root, sources, contexts);
  const inputs = new Set([allBelow(root)]);
  for (const file of [manifest, ...builds.flatMap(({ manifests }) => manifests)]) {
    if (directoryOf(file) !== root) inputs.add(literal(file));
  }
  for (const context of around) {
    const ignore = [`${manifest}.dockerignore`, inside(context, ".dockerignore")].find((path) =>
      ignores.has(path),
    );
    if (ignore !== undefined && directoryOf(ignore) !== root) inputs.add(literal(ignore));
    if (isWithin(context, root)) continue;
    for (const source of sources) {
      const left = isWhole(source) && ignore !== undefined;
      const taken = left ? leftBy(ignores.get(ignore)!, context) : undefined;
      for (const pattern of taken ?? patternsOf(source, context)) inputs.add(pattern);
    }
    if (whole) inputs.add(allBelow(context));
  }
  return [...inputs];
}

/**
 * Contexts that nobody names: the directory of the Dockerfile, unless something is copied that is
 * not there, but is in a directory around it. Then each of those may be the context.
 */
function guessed(
  root: string,
  sources: readonly ReturnType<typeof readSource>[],
  contexts: Contexts,
): string[] {
  const missing = sources.filter((source) => !contexts.holds(root, source));
  const around = [...outwards(root)].slice(1);
  return around.filter((context) =>
    missing.some(
      (source) =>
        contexts.holds(context, source) ||
        (!contexts.mayHold(root, source) && contexts.mayHold(context, source)),
    ),
  );
}
