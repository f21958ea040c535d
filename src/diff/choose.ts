import { type Affected, type Reason, summarize } from "../affected/index.ts";
import { type Diagnostic, fail, found, UserError } from "../diagnostics/index.ts";
import type { Options } from "../options.ts";
import type { Detected } from "../run.ts";
import type { SideService } from "./types.ts";

/** The two sides with their verdicts settled. */
interface Chosen {
  readonly from: Detected | undefined;
  readonly to: Detected | undefined;
}

/**
 * The services that both sides are made for: those that the change affects, as the later side
 * tells; with `services` exactly these, with `allServices` all. A service that only the earlier
 * side has is gone, which its jobs are to show: it is always among them. Throws SERVICE_UNKNOWN for
 * a name that neither side has, and SERVICES_NONE_SELECTED.
 */
export function choose(
  options: Pick<Options, "services" | "allServices">,
  from: Detected | undefined,
  to: Detected | undefined,
): Chosen {
  if (options.allServices) return { from, to };
  const named = options.services && selection(options.services, from, to);
  if (named) return { from: from && only(from, named), to: to && only(to, named) };
  if (!to) return { from: from && only(from, everyone(from, [[{ by: "all" }]])), to };
  const reasons = new Map<string, readonly Reason[]>(
    to.affected.verdicts
      .filter(({ affected }) => affected)
      .map((verdict) => [verdict.service, verdict.reasons]),
  );
  const there = new Set(namesOf(to));
  for (const name of from ? namesOf(from) : []) {
    if (!there.has(name)) reasons.set(name, gone);
  }
  return { from: from && only(from, reasons), to };
}

const gone: readonly Reason[] = [[{ by: "unknown-base", why: "the later side has it no more" }]];

const namesOf = ({ workspace }: Detected) => workspace.services.map(({ name }) => name);

const everyone = (side: Detected, reasons: readonly Reason[]) =>
  new Map(namesOf(side).map((name) => [name, reasons]));

/** A side with just these services affected, as far as it has them. */
function only(side: Detected, reasons: ReadonlyMap<string, readonly Reason[]>): Detected {
  const verdicts = namesOf(side).map((service) => {
    const why = reasons.get(service);
    return { service, affected: why !== undefined, reasons: why ?? [] };
  });
  const affected: Affected = { verdicts, unowned: side.affected.unowned };
  return { ...side, affected };
}

function selection(
  names: readonly string[],
  from: Detected | undefined,
  to: Detected | undefined,
): ReadonlyMap<string, readonly Reason[]> {
  if (names.length === 0) return fail("SERVICES_NONE_SELECTED", ["--services"], {});
  const known = [...new Set([to, from].flatMap((side) => (side ? namesOf(side) : [])))];
  const problems: Diagnostic[] = names
    .filter((name) => !known.includes(name))
    .map((name) => found("SERVICE_UNKNOWN", ["--services"], { name, known }));
  if (problems.length > 0) throw new UserError(problems);
  return new Map(names.map((name) => [name, [[{ by: "selected" }]]]));
}

/** The services that a side is made for, and why. */
export const lookedAt = ({ affected }: Detected): readonly SideService[] =>
  affected.verdicts
    .filter((verdict) => verdict.affected)
    .map((verdict) => ({ name: verdict.service, reason: summarize(verdict) }));
