import { dependenciesFrom, pathJudge, upstreamOf, type Verdict } from "../affected/index.ts";
import type { Tree } from "../detect/index.ts";
import type { Detected } from "../run.ts";
import type { Service } from "../workspace/index.ts";
import type { Absent } from "./types.ts";

/** What would have had to change for a service that is not affected. */
export function absentService(service: Service, detected: Detected): Absent {
  const { workspace, rules, comparison, config, origin } = detected;
  const { root } = service;
  const watched = watcher(detected)(service);
  const { dependencies } = watched;
  const inside = root === "." ? "" : `${root}/`;
  const except = workspace.services
    .filter((other) => other.root !== root && other.root.startsWith(inside))
    .map((other) => other.root);
  const why = whyNot(service, new Set(dependencies.map(({ to }) => to)), detected);
  return {
    root,
    except,
    upstream: upstreamOf(service.name, config.upstream, workspace, origin),
    ...watched,
    everything: rules.everything,
    changes: comparison.changes.map(({ path }) => ({ path, why: why(path) })),
  };
}

/** What a service looks out for beside its own directory. */
export type Watched = Pick<Absent, "inputs" | "locks" | "dependencies">;

/** Tells of each service what it looks out for; paths and directories that are not there are only what could be. */
export function watcher({
  workspace,
  comparison: { tree },
}: Detected): (service: Service) => Watched {
  const known = new Map<string, boolean>();
  const isKnown = (pattern: string): boolean => {
    const there = known.get(pattern) ?? isThere(pattern, tree);
    known.set(pattern, there);
    return there;
  };
  return ({ name, inputs, locks }) => ({
    inputs: inputs.filter(isKnown),
    locks: locks.filter((path) => tree.has(path)),
    dependencies: dependenciesFrom(workspace, name),
  });
}

/** Whether a pattern may match something; only plain paths and `dir/**` are looked up. */
function isThere(pattern: string, tree: Tree): boolean {
  const directory = pattern.endsWith("/**") ? pattern.slice(0, -3) : undefined;
  if (/[*?{[!]/.test(directory ?? pattern)) return true;
  if (directory === undefined) return tree.has(pattern);
  return tree.listing.startsWith(`${directory}/`) || tree.listing.includes(`\0${directory}/`);
}

/** Why a changed path does not concern the service; told in words that follow the path. */
function whyNot(
  { name, locks }: Service,
  dependencies: ReadonlySet<string>,
  { workspace, rules, affected }: Detected,
): (path: string) => string {
  const judge = pathJudge(workspace, rules);
  const verdicts = new Map(affected.verdicts.map((verdict) => [verdict.service, verdict]));
  return (path) => {
    const { ignored, owner } = judge(path);
    if (ignored !== undefined) return `ignored by ${ignored}`;
    if (locks.includes(path)) return `resolves the same packages for ${name} as before`;
    if (owner === undefined) return "belongs to no service";
    if (dependencies.has(owner)) {
      return concerned(verdicts.get(owner))
        ? `belongs to ${owner}, but no import of ${name} leads to it`
        : `belongs to ${owner}, which is not affected by it`;
    }
    return `belongs to ${owner}, which ${name} does not depend on`;
  };
}

const concerned = (verdict: Verdict | undefined) => verdict?.affected ?? false;

/**
 * Why a changed path concerns no service at all, told in words that follow the path; `undefined`
 * where that cannot be said, as a pattern may want it.
 */
export function whyNobody({
  workspace,
  rules,
  removed,
  affected,
}: Detected): (path: string) => string | undefined {
  const judge = pathJudge(workspace, rules);
  const unowned = new Set(affected.unowned);
  const locks = new Set(workspace.services.flatMap((service) => service.locks));
  const verdicts = new Map(affected.verdicts.map((verdict) => [verdict.service, verdict]));
  return (path) => {
    const { ignored, owner } = judge(path);
    if (ignored !== undefined) return `ignored by ${ignored}`;
    if (unowned.has(path)) return "belongs to no service";
    if (locks.has(path)) return "resolves the same packages as before";
    if (owner !== undefined) {
      return concerned(verdicts.get(owner))
        ? undefined
        : `belongs to ${owner}, which is not affected by it`;
    }
    const former = removed.find(({ root }) => path === root || path.startsWith(`${root}/`));
    return former && `belonged to ${former.name}, which is gone`;
  };
}
