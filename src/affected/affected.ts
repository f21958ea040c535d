import { type Comparison, showPath } from "../detect/index.ts";
import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import type { Workspace } from "../workspace/index.ts";
import { directlyAffected, type Evidence, type PathRules } from "./direct.ts";
import { spread } from "./spread.ts";
import type { Affected, Reason } from "./types.ts";

/** What the configuration and the command line say about being affected. */
export interface AffectedRules extends PathRules {
  /** `--all`: every service. */
  readonly all: boolean;
  /** `--services`: exactly these, whatever changed. */
  readonly services?: readonly string[];
  /** Another tool supplies services: it cannot be asked about the base. */
  readonly graph?: boolean;
}

/**
 * Which services are affected, and why. Pure: the same arguments give the same verdicts, in
 * whatever order changes, services and edges come.
 *
 * `all` counts before `services`, and both before the changes; without a base every service is
 * affected. Of the patterns `ignore` wins over everything else. Throws SERVICE_UNKNOWN,
 * SERVICES_NONE_SELECTED, PATTERN_INVALID and PATTERN_ONLY_NEGATED as UserError.
 */
export function affected(
  workspace: Workspace,
  comparison: Pick<Comparison, "base" | "changes">,
  rules: AffectedRules,
  evidence: Evidence = {},
): Affected {
  const direct = directlyAffected(workspace, comparison.changes, rules, evidence);
  const { unowned } = direct;
  const selected = rules.services && selection(workspace, rules.services);
  const { base } = comparison;
  if (rules.all) return { verdicts: every(workspace, [{ by: "all" }]), unowned };
  if (selected) return { verdicts: every(workspace, [{ by: "selected" }], selected), unowned };
  if (base.sha === null) {
    return { verdicts: every(workspace, [{ by: "unknown-base", why: base.why }]), unowned };
  }
  const doubt = evidence.removed?.doubt ?? lostToGraph(comparison, unowned, rules);
  if (doubt !== undefined) {
    return { verdicts: every(workspace, [{ by: "unknown-base", why: doubt }]), unowned };
  }
  return { verdicts: spread(workspace, direct), unowned };
}

/** A deleted path that nobody owns may have been that of a service which only the graph knew. */
function lostToGraph(
  { changes }: Pick<Comparison, "changes">,
  unowned: readonly string[],
  { graph }: AffectedRules,
): string | undefined {
  if (!graph) return undefined;
  const deleted = new Set(changes.filter(({ status }) => status === "D").map(({ path }) => path));
  const lost = unowned.find((path) => deleted.has(path));
  return (
    lost &&
    `${showPath(lost)} was deleted and belongs to no service, and services.graph cannot be asked whether the base had one there (ignore it where it never was)`
  );
}

function every({ services }: Workspace, reason: Reason, only?: ReadonlySet<string>) {
  return services.map(({ name }) => {
    const inside = only?.has(name) ?? true;
    return { service: name, affected: inside, reasons: inside ? [reason] : [] };
  });
}

function selection({ services }: Workspace, names: readonly string[]): Set<string> {
  const known = services.map(({ name }) => name);
  const all = new Set(known);
  const problems: Diagnostic[] = names
    .filter((name) => !all.has(name))
    .map((name) => found("SERVICE_UNKNOWN", ["--services"], { name, known }));
  if (names.length === 0) problems.push(found("SERVICES_NONE_SELECTED", ["--services"], {}));
  if (problems.length > 0) throw new UserError(problems);
  return new Set(names);
}
