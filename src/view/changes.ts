import { showPath } from "../detect/index.ts";
import { whyNobody } from "../explain/index.ts";
import type { Plan } from "../run.ts";
import { endOf } from "./services.ts";
import type { ViewChange } from "./types.ts";

/** The changed paths, with the services that they concern, or why they concern none. */
export function changesOf(plan: Plan): readonly ViewChange[] {
  const { affected, comparison } = plan;
  const concerns = new Map<string, Set<number>>();
  affected.verdicts.forEach(({ reasons }, service) => {
    for (const reason of reasons) {
      const path = endOf(reason);
      if (path === undefined) continue;
      const known = concerns.get(path);
      if (known) known.add(service);
      else concerns.set(path, new Set([service]));
    }
  });
  const why = whyNobody(plan);
  return comparison.changes.map(({ path, status, from }): ViewChange => {
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
