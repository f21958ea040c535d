import type { Affected, Step } from "../../src/affected/index.ts";
import { byCodeUnit, type Service, type Workspace } from "../../src/workspace/index.ts";

/** A service of this directory, named after its last part. */
export const serviceAt = (root: string, given: Partial<Service> = {}): Service => ({
  name: root.slice(root.lastIndexOf("/") + 1),
  root,
  kind: "service",
  tags: [],
  inputs: [],
  locks: [],
  foundBy: [],
  variables: {},
  ...given,
});

/** A workspace of services and of edges such as `web>ui ui>theme`. */
export function workspaceFrom(services: readonly Service[], edges: string): Workspace {
  const pairs = edges.split(" ").filter(Boolean);
  return {
    services: [...services].sort((a, b) => byCodeUnit(a.name, b.name)),
    edges: pairs.sort(byCodeUnit).map((pair) => {
      const [from = "", to = ""] = pair.split(">");
      return { from, to, manifest: "m", line: 1 };
    }),
    cycles: [],
  };
}

function shortStep(step: Step): string {
  switch (step.by) {
    case "file":
      return `${step.status} ${step.path}`;
    case "dependency":
      return step.on;
    case "input":
    case "everything":
      return `${step.by} ${step.pattern} ${step.path}${step.more ? ` +${step.more}` : ""}`;
    case "unknown-base":
      return `${step.by} ${step.why}`;
    default:
      return step.by;
  }
}

/** Affected services with their reasons in short: one of several steps stands in their place. */
export const short = ({ verdicts }: Affected): Record<string, string[]> =>
  Object.fromEntries(
    verdicts
      .filter((verdict) => verdict.affected)
      .map(({ service, reasons }) => [service, reasons.flatMap((chain) => chain.map(shortStep))]),
  );
