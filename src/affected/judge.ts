import { type Edge, groupBy, patternReader, type Workspace } from "../workspace/index.ts";
import { indexOf, type PathRules } from "./direct.ts";
import { ownership } from "./owners.ts";

/** What a path is to the services, whether it changed or not. */
export interface Judgement {
  /** The pattern of `ignore` that takes it away: then nothing else counts. */
  readonly ignored?: string;
  /** The service whose directory holds it. */
  readonly owner?: string;
}

/** Answers what a path is to the services, by the patterns and directories alone. */
export function pathJudge(
  { services }: Workspace,
  rules: Pick<PathRules, "ignore">,
): (path: string) => Judgement {
  const ignore = indexOf("ignore", patternReader()(rules.ignore, ["ignore"]));
  const ownerOf = ownership(services);
  return (path) => {
    const ignored = ignore.match(path)[0]?.pattern;
    const owner = ownerOf(path);
    return {
      ...(ignored !== undefined && { ignored }),
      ...(owner !== undefined && { owner }),
    };
  };
}

/**
 * All that a service depends on, nearest first, then by name: each with the edge that leads to it
 * on a shortest way, so that `from` is the service itself or one named before.
 */
export function dependenciesFrom({ edges }: Workspace, service: string): readonly Edge[] {
  const bySource = sourcesOf(edges);
  const seen = new Set([service]);
  const ways: Edge[] = [];
  const queue = [service];
  for (const name of queue) {
    for (const edge of bySource.get(name) ?? []) {
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      queue.push(edge.to);
      ways.push(edge);
    }
  }
  return ways;
}

const known = new WeakMap<readonly Edge[], ReadonlyMap<string, readonly Edge[]>>();

/** Edges by the service that depends; made once, for some ask about thousands of services. */
function sourcesOf(edges: readonly Edge[]): ReadonlyMap<string, readonly Edge[]> {
  const made = known.get(edges) ?? groupBy(edges, ({ from }) => from);
  known.set(edges, made);
  return made;
}
