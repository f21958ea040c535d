import { pathJudge, type Step } from "../affected/index.ts";
import { showPath } from "../detect/index.ts";
import { whyNobody } from "../explain/index.ts";
import type { Plan } from "../run.ts";
import { patternReader, type Service } from "../workspace/index.ts";
import { endOf } from "./services.ts";
import type { ViewChange } from "./types.ts";

/** The changed paths, with the services that they concern, or why they concern none. */
export function changesOf(plan: Plan): readonly ViewChange[] {
  const concerns = concernsOf(plan);
  const why = whyNobody(plan);
  return plan.comparison.changes.map(({ path, status, from }): ViewChange => {
    const services = [...(concerns.get(path) ?? [])];
    const idle = services.length === 0 ? why(path) : undefined;
    return {
      path: showPath(path),
      status,
      ...(from !== undefined && { from: showPath(from) }),
      concerns: services,
      ...(idle !== undefined && { idle }),
    };
  });
}

/** Services by changed path: those whose chains end there, or are told to end at more than one path. */
function concernsOf(plan: Plan): ReadonlyMap<string, ReadonlySet<number>> {
  const { affected, workspace } = plan;
  const services = new Map(workspace.services.map((service) => [service.name, service]));
  const others = othersOf(plan);
  const concerns = new Map<string, Set<number>>();
  affected.verdicts.forEach(({ service, reasons }, index) => {
    for (const reason of reasons) {
      const end = endOf(reason);
      if (end === undefined) continue;
      const holder = reason.at(-2);
      const name = holder?.by === "dependency" ? holder.on : service;
      for (const path of [end, ...others(reason.at(-1)!, services.get(name))]) {
        const known = concerns.get(path);
        if (known) known.add(index);
        else concerns.set(path, new Set([index]));
      }
    }
  });
  return concerns;
}

/** All changed paths that a pattern of a service, or of `everything`, matches, where it is told to match more. */
function othersOf({ comparison, workspace, rules }: Plan) {
  const read = patternReader();
  const judge = pathJudge(workspace, rules);
  const known = new Map<string, readonly string[]>();
  return (step: Step, service: Service | undefined): readonly string[] => {
    if ((step.by !== "input" && step.by !== "everything") || step.more === undefined) return [];
    const written = step.by === "everything" ? rules.everything : (service?.inputs ?? []);
    const key = JSON.stringify([step.pattern, written]);
    const list = read(written, [step.by]);
    const matches = (path: string) =>
      list.patterns.some(
        ({ negated, source, test }) => !negated && source === step.pattern && test(path),
      );
    const paths =
      known.get(key) ??
      comparison.changes
        .map(({ path }) => path)
        .filter(
          (path) => matches(path) && !list.takesAway(path) && judge(path).ignored === undefined,
        );
    known.set(key, paths);
    return paths;
  };
}
