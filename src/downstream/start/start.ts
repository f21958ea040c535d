import { fail, found } from "../../diagnostics/index.ts";
import {
  type Clock,
  type Gitlab,
  gitlab,
  hostOf,
  isRecord,
  type Patience,
  projectPath,
} from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import { openJournal } from "../journal.ts";
import { type Tokens, tokensFor } from "../tokens.ts";
import type { Started, Target } from "../types.ts";
import { type Outcome, startOne } from "./one.ts";
import type { World } from "./world.ts";

/** How targets are started. */
export interface Manner {
  /** The file that knows what was started, for a run that goes on for another. */
  readonly resume?: string | undefined;
  /** A line for people; by default on `io.err`. */
  readonly tell?: (line: string) => void;
  readonly verbose?: ((line: string) => void) | undefined;
  /** Whether somebody asked to end. */
  readonly ending?: () => boolean;
  /** It will be followed: a token that can read is needed. */
  readonly waits?: boolean;
  readonly clock?: Clock;
  readonly patience?: Partial<Patience>;
  /** How long GitLab may take to carry out what it did not answer, in milliseconds. */
  readonly settle?: number;
}

/** How many projects are asked side by side. */
const abreast = 4;

/** GitLab ends requests that take longer (docs.gitlab.com, administration: Puma, Rack timeout). */
const longest = 60_000;

/**
 * Starts pipelines, at most four at a time and those of one project one after the other. A target
 * that fails stops no other. Outcomes in the order of the targets. Errors, before anything is
 * started: TRIGGER_TWICE, TRIGGER_BLIND, those of `tokensFor` and of `openJournal`.
 */
export async function startAll(
  targets: readonly Target[],
  io: Pick<Io, "env" | "files" | "err">,
  manner: Manner = {},
): Promise<readonly Outcome[]> {
  const tell = manner.tell ?? ((line: string) => io.err(`${line}\n`));
  const worlds = worldsFor(io, manner, tell);
  const placed = targets.map((target) => ({ target, world: worlds(target) }));
  const blind = manner.waits
    ? placed.find(({ world }) => world.tokens.read.length === 0)
    : undefined;
  if (blind) fail("TRIGGER_BLIND", [blind.target.project], {});
  const journal = openJournal(io.files, manner.resume);
  refuseDoubles(targets, journal.keyOf);
  const outcomes = new Map<Target, Outcome>();
  const groups = [...grouped(placed).values()];
  const work = async () => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      for (const { target, world } of group) {
        outcomes.set(target, await startOne(target, { ...world, journal }));
      }
    }
  };
  await Promise.all(Array.from({ length: abreast }, work));
  return targets.map((target) => outcomes.get(target) ?? { target, skipped: true });
}

/** One client for each instance and trigger token; says once which tokens are used for what. */
function worldsFor(
  io: Pick<Io, "env" | "files" | "err">,
  { clock, patience, verbose, settle = longest, ending = () => false }: Manner,
  tell: (line: string) => void,
) {
  const clients = new Map<string, { readonly tokens: Tokens; readonly api: Gitlab }>();
  return ({ url, token }: Target): Omit<World, "journal"> => {
    const key = JSON.stringify([url, token]);
    let client = clients.get(key);
    if (!client) {
      const tokens = tokensFor(io, { url, trigger: token });
      const settings = { url: tokens.url, tell: io.err, ...(clock && { clock }) };
      const api = gitlab(io, { ...settings, ...(patience && { patience }), verbose });
      client = { tokens, api };
      clients.set(key, client);
      tell(`${hostOf(tokens.url)}: ${tokens.told}`);
    }
    return { env: io.env, ...client, tell, settle, ending };
  };
}

function refuseDoubles(targets: readonly Target[], keyOf: (target: Target) => string): void {
  const seen = new Set<string>();
  for (const target of targets) {
    const key = keyOf(target);
    if (seen.has(key)) fail("TRIGGER_TWICE", [target.project], {});
    seen.add(key);
  }
}

/** Those of one project together: only then a pipeline that is new there is known to be its own. */
function grouped<T extends { readonly target: Target }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = JSON.stringify([each.target.url, each.target.project.toLowerCase()]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return groups;
}

/** The pipelines of outcomes. */
export const startedIn = (outcomes: readonly Outcome[]): readonly Started[] =>
  outcomes.flatMap((outcome) => ("started" in outcome ? [outcome.started] : []));

/** What stands in the way of each target that has no pipeline. */
export const problemsIn = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap((outcome) => {
    if ("started" in outcome) return [];
    if ("skipped" in outcome) return [found("TRIGGER_ENDED", [outcome.target.project], {})];
    return [outcome.problem];
  });

/** Strikes pipelines out of the journal: the next run starts them anew. */
export function forget(
  all: readonly Started[],
  { files }: Pick<Io, "files">,
  { resume }: Manner,
): void {
  const journal = openJournal(files, resume);
  for (const { target } of all) journal.drop(journal.keyOf(target));
}

/**
 * Cancels what was started, and strikes it out of the journal; lines on what became of each.
 * (docs.gitlab.com, api/pipelines: cancel all jobs for a pipeline.)
 */
export async function cancelAll(
  all: readonly Started[],
  io: Pick<Io, "env" | "files" | "err">,
  { resume, clock, patience, verbose }: Manner = {},
): Promise<readonly string[]> {
  const journal = openJournal(io.files, resume);
  const lines: string[] = [];
  for (const { target, project, pipeline, url } of all) {
    const { url: address, change } = tokensFor(io, { url: target.url, trigger: target.token });
    const settings = { url: address, tokens: change, ...(clock && { clock }) };
    const api = gitlab(io, { ...settings, ...(patience && { patience }), verbose });
    const path = `${projectPath(String(project.id || project.path))}/pipelines/${pipeline}/cancel`;
    const answer = await api.post(path, {}, { read: isRecord });
    if ("value" in answer) journal.drop(journal.keyOf(target));
    const what = "value" in answer ? "cancelled" : `not cancelled: ${answer.problem}`;
    lines.push(`${project.path}: pipeline ${pipeline} ${what} (${url})`);
  }
  return lines;
}
