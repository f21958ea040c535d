import { type Concern, downstreamJob, pathJudge } from "../affected/index.ts";
import type { Detected } from "../run.ts";
import type { ExplainedDownstream, ExplainedJob, Explanation } from "./types.ts";

/**
 * Why the pipeline of an entry of `downstream` is started, or why not and what would have had to
 * change. `jobs` is its trigger job, where it has one.
 */
export function explainDownstream(
  concern: Concern,
  detected: Detected,
  jobs: readonly ExplainedJob[],
): Explanation {
  const { name: entry, by, why } = concern;
  const name = downstreamJob(entry);
  const { project, how } = concern.entry;
  const present = by.length > 0;
  const started =
    how === "job"
      ? `${name} is in the pipeline and starts one of ${project}`
      : `\`fanout trigger\` starts ${name}, a pipeline of ${project}`;
  return {
    subject: { kind: "downstream", name },
    present,
    verdict: present
      ? `${started}: ${sinceOf(concern, detected)}`
      : `${name} is not started: ${why}`,
    jobs,
    downstream: shown(concern, detected),
  };
}

function sinceOf({ by }: Concern, { removed }: Detected): string {
  const [first, ...others] = by;
  const more = others.length > 0 ? `, and ${others.length} more of its services` : "";
  const gone = removed.some((service) => service.name === first);
  return `${first} is ${gone ? "gone" : "affected"}${more}`;
}

function shown({ entry, services, by }: Concern, detected: Detected): ExplainedDownstream {
  const { project, ref, url, how } = entry;
  const verdicts = new Map(detected.affected.verdicts.map((each) => [each.service, each]));
  const roots = new Map(detected.workspace.services.map((each) => [each.name, each.root]));
  const own = new Set(services);
  const why = whyNot(own, detected);
  return {
    project,
    ref: (typeof ref === "object" ? "same-or-default" : ref) ?? null,
    ...(url !== undefined && { url }),
    how,
    services: services.map((name) => ({
      name,
      root: roots.get(name) ?? "",
      affected: verdicts.get(name)?.affected ?? false,
      reasons: verdicts.get(name)?.reasons ?? [],
    })),
    gone: by.filter((name) => !own.has(name)),
    changes:
      by.length > 0
        ? []
        : detected.comparison.changes.map(({ path }) => ({ path, why: why(path) })),
  };
}

/** Why a changed path does not start it; told in words that follow the path. */
function whyNot(
  own: ReadonlySet<string>,
  { workspace, rules }: Detected,
): (path: string) => string {
  const judge = pathJudge(workspace, rules);
  return (path) => {
    const { ignored, owner } = judge(path);
    if (ignored !== undefined) return `ignored by ${ignored}`;
    if (owner === undefined) return "belongs to no service";
    return own.has(owner)
      ? `belongs to ${owner}, which is not affected by it`
      : `belongs to ${owner}, which does not concern it`;
  };
}
