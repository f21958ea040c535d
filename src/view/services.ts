import { describeReason, type Reason, summarize } from "../affected/index.ts";
import { showPath } from "../detect/index.ts";
import { type Watched, watcher, whyOut } from "../explain/index.ts";
import type { Plan } from "../run.ts";
import type { Detail, ViewReason, ViewService } from "./types.ts";

/** The services of the workspace and those that are gone, with why they are in or out. */
export function servicesOf(plan: Plan, detail: Detail): readonly ViewService[] {
  const { workspace, affected, removed, comparison } = plan;
  const services = new Map(workspace.services.map((service) => [service.name, service]));
  const places = new Map(comparison.changes.map(({ path }, index) => [path, index]));
  const watched = watcher(plan);
  const out = whyOut(plan);
  const there = affected.verdicts.map((verdict): ViewService => {
    const service = services.get(verdict.service)!;
    const { name, root, kind } = service;
    const same = { name, root: showPath(root), kind };
    if (verdict.affected) {
      const reasons = verdict.reasons.map((reason) => viewedReason(reason, places));
      return { ...same, state: "affected", summary: summarize(verdict), reasons };
    }
    const shown: ViewService = { ...same, state: "not-affected", summary: out, reasons: [] };
    return detail === "list" ? shown : { ...shown, absent: absentOf(watched(service)) };
  });
  const removedOnes = removed.map(
    ({ name, root, kind }): ViewService => ({
      ...{ name, root: showPath(root), kind, state: "gone", reasons: [] },
      summary: `gone; the base had it in ${showPath(root)}`,
    }),
  );
  return [...there, ...removedOnes];
}

function viewedReason(reason: Reason, places: ReadonlyMap<string, number>): ViewReason {
  const path = endOf(reason);
  const change = path === undefined ? undefined : places.get(path);
  return {
    steps: reason,
    told: describeReason(reason),
    ...(change !== undefined && { change }),
  };
}

/** The changed path that a chain ends at. */
export function endOf(reason: Reason): string | undefined {
  const last = reason.at(-1);
  switch (last?.by) {
    case "file":
    case "input":
    case "everything":
    case "lock":
      return last.path;
    default:
      return undefined;
  }
}

/** More names of services help nobody, and would be millions. */
const mostDependencies = 40;

function absentOf({ inputs, locks, dependencies }: Watched): ViewService["absent"] {
  const more = dependencies.length - mostDependencies;
  return {
    inputs: inputs.map(showPath),
    locks: locks.map(showPath),
    dependencies: dependencies.slice(0, mostDependencies).map(({ to }) => to),
    ...(more > 0 && { more }),
  };
}
