import type { Config, DownstreamEntry } from "../config/index.ts";
import { showPath } from "../detect/index.ts";
import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import type { Service, Workspace } from "../workspace/index.ts";
import { summarize } from "./describe.ts";
import { type Named, namedServices } from "./named.ts";
import type { Affected } from "./types.ts";

/** What tells whose pipelines are to be started. */
export interface DownstreamSubject {
  readonly config: Partial<Pick<Config, "downstream">>;
  /** The configuration's file name, for messages. */
  readonly origin: string;
  readonly workspace: Pick<Workspace, "services">;
  readonly affected: Pick<Affected, "verdicts">;
  /** Services that the base had and the head has no more. */
  readonly removed: readonly Pick<Service, "name" | "root">[];
}

/** One entry of `downstream`, and whether the change concerns it. */
export interface Concern {
  readonly name: string;
  readonly entry: DownstreamEntry;
  /** All services whose change concerns it, in the workspace's order. */
  readonly services: readonly string[];
  /** Of these, those that are affected; behind them, services that are gone. */
  readonly by: readonly string[];
  /** One sentence; without an end: why it is started, or why not. */
  readonly why: string;
}

/** How the trigger job of an entry is called, and how `explain` is asked about it. */
export const downstreamJob = (name: string): string => `downstream:${name}`;

/**
 * Every entry of `downstream`, by the order of the configuration. Throws all that is wrong with
 * their `services` as one UserError: SERVICE_UNKNOWN, PATTERN_INVALID, PATTERN_ONLY_NEGATED.
 */
export function downstreamOf(subject: DownstreamSubject): readonly Concern[] {
  const { workspace, affected, removed } = subject;
  const verdicts = new Map(affected.verdicts.map((verdict) => [verdict.service, verdict]));
  return readAll(subject).map(([name, entry, named]) => {
    const services = workspace.services
      .map((service) => service.name)
      .filter((service) => named?.has(service) ?? true);
    const changed = services.filter((service) => verdicts.get(service)?.affected);
    const gone = removed.filter((service) => named?.has(service.name) ?? true);
    const by = [...changed, ...gone.map((service) => service.name)];
    const [first] = by;
    const verdict = first === undefined ? undefined : verdicts.get(first);
    const because = verdict
      ? summarize(verdict)
      : `gone; the base had it in ${showPath(gone[0]?.root ?? "")}`;
    const more = by.length > 1 ? `, and ${by.length - 1} more of its services` : "";
    const why = first === undefined ? whyNot(entry, services) : `${first}: ${because}${more}`;
    return { name, entry, services, by, why };
  });
}

/** One DOWNSTREAM_IDLE for each pattern of an entry that means no service. */
export const idleDownstream = (subject: DownstreamSubject): readonly Diagnostic[] =>
  readAll(subject).flatMap(([name, , named]) =>
    (named?.idle ?? []).map((pattern) =>
      found("SERVICE_PATTERN_IDLE", [subject.origin, "downstream", name, "services"], { pattern }),
    ),
  );

type Read = readonly [string, DownstreamEntry, Named | undefined];

function readAll({ config, origin, workspace }: DownstreamSubject): readonly Read[] {
  const known = workspace.services.map(({ name }) => name);
  const problems: Diagnostic[] = [];
  const read = Object.entries(config.downstream ?? {}).flatMap(([name, entry]): Read[] => {
    if (entry.services === undefined) return [[name, entry, undefined]];
    const where = [origin, "downstream", name, "services"];
    try {
      return [[name, entry, namedServices(entry.services, known, where)]];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.diagnostics);
      return [];
    }
  });
  if (problems.length > 0) throw new UserError(problems);
  return read;
}

function whyNot({ services }: DownstreamEntry, own: readonly string[]): string {
  if (services === undefined) return "no service is affected";
  const shown = own.slice(0, 3).join(", ");
  const more = own.length > 3 ? ` and ${own.length - 3} more` : "";
  if (own.length === 0) return `its services mean none that there is (${services.join(", ")})`;
  return own.length === 1 ? `${shown} is not affected` : `none of ${shown}${more} is affected`;
}
