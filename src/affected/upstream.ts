import type { Config, UpstreamSource } from "../config/index.ts";
import type { Upstream } from "../context/index.ts";
import { type Diagnostic, fail, found, UserError } from "../diagnostics/index.ts";
import { byCodeUnit, patternList, type Workspace } from "../workspace/index.ts";
import { type Named, namedServices } from "./named.ts";
import type { Step } from "./types.ts";

type Sources = Config["upstream"];

/**
 * The projects of `upstream` that are meant by what started the pipeline: one, none, or all where
 * it cannot be read. Throws UPSTREAM_UNKNOWN where `--upstream` names another.
 */
export function mappedProjects(
  upstream: Upstream | undefined,
  sources: Sources,
): readonly string[] {
  const known = Object.keys(sources);
  if (!upstream) return [];
  if (upstream.problem !== undefined) return known;
  const { id, by } = upstream;
  const path = upstream.project?.toLowerCase();
  const meant = known.filter(
    (name) => name.toLowerCase() === path || (id !== undefined && sources[name]?.id === id),
  );
  if (meant.length === 0 && by === "--upstream") {
    fail("UPSTREAM_UNKNOWN", [by], { project: upstream.project ?? "", known });
  }
  return meant;
}

/** What another project's change is to the services here. */
export interface UpstreamReach {
  /** By service; one that is not there is not concerned. */
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The services that `upstream` of the configuration maps to what started the pipeline, `origin`
 * names the configuration. All of `upstream` is checked on the way, whatever started the pipeline:
 * SERVICE_UNKNOWN, PATTERN_INVALID and PATTERN_ONLY_NEGATED are thrown together.
 */
export function upstreamReach(
  upstream: Upstream | undefined,
  sources: Sources,
  { services }: Pick<Workspace, "services">,
  origin: string,
): UpstreamReach {
  const names = services.map(({ name }) => name);
  const read = readSources(sources, names, [origin, "upstream"]);
  const meant = mappedProjects(upstream, sources);
  const steps = new Map<string, Step[]>();
  for (const project of meant) {
    for (const { pattern, named } of read.get(project) ?? []) {
      const step = stepOf(project, pattern, upstream!);
      if (!step) continue;
      for (const name of names.filter(named.has)) {
        const known = steps.get(name);
        if (known) known.push(step);
        else steps.set(name, [step]);
      }
    }
  }
  const idle = [...read].flatMap(([project, lists]) =>
    lists.flatMap(({ where, named }) =>
      named.idle.map((pattern) =>
        found("SERVICE_PATTERN_IDLE", [origin, "upstream", project, ...where], { pattern }),
      ),
    ),
  );
  return { steps, diagnostics: [...idle, ...told(upstream, meant, sources, origin)] };
}

/** The projects that `upstream` maps to a service; with the pattern where only some paths do. */
export const upstreamOf = (
  service: string,
  sources: Sources,
  { services }: Pick<Workspace, "services">,
  origin: string,
): readonly { readonly project: string; readonly pattern?: string }[] => {
  const names = services.map(({ name }) => name);
  return [...readSources(sources, names, [origin, "upstream"])].flatMap(([project, lists]) =>
    lists
      .filter(({ named }) => named.has(service))
      .map(({ pattern }) => (pattern === undefined ? { project } : { project, pattern })),
  );
};

/** What is to be said of what started the pipeline, where `upstream` is configured at all. */
function told(
  upstream: Upstream | undefined,
  meant: readonly string[],
  sources: Sources,
  origin: string,
): Diagnostic[] {
  const known = Object.keys(sources);
  if (!upstream || known.length === 0) return [];
  const { problem, what, project } = upstream;
  if (problem !== undefined)
    return [found("UPSTREAM_UNREADABLE", ["TRIGGER_PAYLOAD"], { problem })];
  if (meant.length > 0) return [];
  return [found("UPSTREAM_UNNAMED", [origin, "upstream"], { what, project, known })];
}

/** One list of services of a project, and the pattern of its paths that leads to them. */
interface Mapped {
  readonly pattern: string | undefined;
  readonly named: Named;
  /** From the project on. */
  readonly where: readonly string[];
}

function readSources(
  sources: Sources,
  known: readonly string[],
  at: readonly string[],
): ReadonlyMap<string, readonly Mapped[]> {
  const problems: Diagnostic[] = [];
  const trying = <T>(step: () => T): T[] => {
    try {
      return [step()];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.diagnostics);
      return [];
    }
  };
  const read = Object.entries(sources).map(([project, source]) => {
    const lists = listsOf(source).flatMap(({ pattern, texts, where }) =>
      trying((): Mapped => {
        const place = [...at, project, ...where];
        if (pattern !== undefined) patternList([pattern], place);
        return { pattern, where, named: namedServices(texts, known, place) };
      }),
    );
    return [project, lists] as const;
  });
  if (problems.length > 0) throw new UserError(problems);
  return new Map(read);
}

/** The lists with a pattern stand first: they tell more. */
const listsOf = ({ services, paths = {} }: UpstreamSource) => [
  ...Object.entries(paths).map(([pattern, texts]) => ({
    pattern,
    texts,
    where: ["paths", pattern],
  })),
  ...(services ? [{ pattern: undefined, texts: services, where: ["services"] }] : []),
];

/** Why a list counts, or `undefined` where it does not. */
function stepOf(
  project: string,
  pattern: string | undefined,
  { paths, commit, why }: Upstream,
): Step | undefined {
  const by = { by: "upstream", project } as const;
  if (!paths) {
    return { ...by, ...(commit !== undefined && { commit }), ...(why !== undefined && { why }) };
  }
  const list = pattern === undefined ? undefined : patternList([pattern], []);
  const hits = paths.filter(({ path }) => list === undefined || list.match(path) !== undefined);
  const [first, ...others] = [...hits].sort((a, b) => byCodeUnit(a.path, b.path));
  if (!first) return undefined;
  const at = first.commit ?? commit;
  return {
    ...by,
    ...(at !== undefined && { commit: at }),
    ...(pattern !== undefined && { pattern }),
    path: first.path,
    ...(others.length > 0 && { more: others.length }),
  };
}
