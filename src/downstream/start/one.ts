import { type Diagnostic, found } from "../../diagnostics/index.ts";
import type { Answer, Fault } from "../../gitlab/index.ts";
import type { Entry } from "../journal.ts";
import { untilFree } from "../limit.ts";
import { refusalOf } from "../refusals.ts";
import type { Starter } from "../tokens.ts";
import type { Started, Target } from "../types.ts";
import { lookFor, newest, type Sight } from "./look.ts";
import { type Created, orderFor, send } from "./order.ts";
import { insteadOf, mayNot, type Place, placeOf } from "./refs.ts";
import { nap, type World } from "./world.ts";

/** What became of a target. */
export type Outcome =
  | { readonly target: Target; readonly started: Started }
  /** `open`: it may have been started all the same. */
  | { readonly target: Target; readonly problem: Diagnostic; readonly open: boolean }
  /** Somebody asked to end before its turn came. */
  | { readonly target: Target; readonly skipped: true };

/** Starts the pipeline of a target, or finds the one that was started for it before. */
export async function startOne(target: Target, world: World): Promise<Outcome> {
  const { journal } = world;
  const key = journal.keyOf(target);
  const before = journal.of(key);
  if (before?.pipeline !== undefined) return { target, started: fromEntry(target, before) };
  if (before) {
    const outcome = settled(target, before, await lookFor(before, world), world);
    if (outcome) return outcome;
  }
  if (world.ending()) return { target, skipped: true };
  const place = await placeOf(target, world);
  if ("code" in place) return { target, problem: place, open: false };
  if (place.note) world.tell(`${target.project} ${place.note}`);
  return ask(target, place, world);
}

/** How often the same thing is asked anew: when it was not carried out, or may work later. */
const most = 3;

/** Asks with one token after the other; the place may give way to the default branch once. */
async function ask(target: Target, place: Place, world: World): Promise<Outcome> {
  const baseline = await newest(target.project, place.plain, world);
  if (!("value" in baseline)) return refused(target, world.tokens.start[0], baseline);
  let last: { readonly starter: Starter; readonly fault: Fault } | undefined;
  for (const starter of world.tokens.start) {
    let marked = true;
    for (let turn = 0; turn < most; turn++) {
      if (world.ending()) return { target, skipped: true };
      const entry = intent(target, starter, place, { baseline: baseline.value, marked }, world);
      const answer = await sent(target, starter, place, entry, world);
      if ("value" in answer) return begun(target, place, entry, answer.value, world);
      if (answer.lost) {
        world.tell(`${target.project}: no clear answer: ${answer.problem}`);
        const outcome = settled(target, entry, await lookFor(entry, world), world, place);
        if (outcome) return outcome;
        last = { starter, fault: answer };
        continue;
      }
      world.journal.drop(entry.key);
      last = { starter, fault: answer };
      if (place.instead !== undefined && /Reference not found/i.test(answer.said ?? "")) {
        const instead = insteadOf(target.ref ?? place.ref, place);
        world.tell(`${target.project} ${instead.note}`);
        return ask(target, instead, world);
      }
      if (marked && needsNoMarker(target, starter, answer)) marked = false;
      else if (!(await waited(answer, target, world))) break;
    }
    if (last && !mayNot(last.fault)) break;
  }
  return last ? refused(target, last.starter, last.fault) : { target, skipped: true };
}

/** Writes down what is about to be asked. */
function intent(
  target: Target,
  { how }: Starter,
  { plain }: Place,
  { baseline, marked }: { readonly baseline: number | null; readonly marked: boolean },
  { journal, api, env }: World,
): Entry {
  const key = journal.keyOf(target);
  const marker = marked ? journal.marker() : "";
  const at = api.clock.now();
  const user = how === "job token" ? env.GITLAB_USER_LOGIN : undefined;
  const whose = user ? { user } : {};
  const entry = { key, project: target.project, ref: plain, how, marker, baseline, at, ...whose };
  journal.put(entry);
  return entry;
}

const sent = (
  target: Target,
  starter: Starter,
  { ref }: Place,
  { marker }: Entry,
  world: World,
): Promise<Answer<Created>> =>
  send(orderFor(target, starter.how, ref, marker || undefined), starter, world);

/** Variables are not allowed there, and the marker was the only one. */
const needsNoMarker = ({ variables }: Target, { how }: Starter, { said = "" }: Fault): boolean =>
  how === "api" &&
  Object.keys(variables).length === 0 &&
  /Insufficient permissions to set pipeline variables/i.test(said);

/** Milliseconds before GitLab is asked again at the earliest. */
const moment = 2_000;

/** Waits where the same may work later; whether it did. Nothing was carried out by then. */
async function waited(fault: Fault, { project }: Target, world: World): Promise<boolean> {
  const limit = fault.status === 429 || /created in the last minute/i.test(fault.said ?? "");
  if (!limit && (fault.kind !== "unreachable" || fault.lasting)) return false;
  const wait = limit ? Math.max(moment, untilFree(fault)) : moment;
  world.tell(`${project}: ${fault.problem}, asking again in ${Math.round(wait / 1000)} s ...`);
  await nap(wait, world);
  return true;
}

/** What a look after a lost answer decides; `undefined`: it was not started, so ask. */
function settled(
  target: Target,
  entry: Entry,
  sight: Sight,
  world: World,
  place?: Place,
): Outcome | undefined {
  if (sight === "none") {
    world.journal.drop(entry.key);
    return undefined;
  }
  if ("unsure" in sight) return open(target, sight.unsure);
  const { pipeline, sure } = sight;
  const how = sure
    ? "was started, although no answer said so"
    : "is the only new one there, and counts as the one that was started";
  world.tell(`${target.project}: pipeline ${pipeline.pipeline} ${how}`);
  return begun(target, place, entry, pipeline, world, true);
}

/** Writes down what was started. */
function begun(
  target: Target,
  place: Place | undefined,
  entry: Entry,
  { pipeline, projectId, ref, url }: Created,
  { journal }: World,
  lookedUp = false,
): Outcome {
  const path = place?.project.path ?? pathIn(target.project, url);
  const id = place?.project.id ?? projectId;
  const done = { ...entry, ref, pipeline, path, url, ...(id !== undefined && { projectId: id }) };
  journal.put(done);
  return { target, started: { ...fromEntry(target, done), found: lookedUp } };
}

const fromEntry = (target: Target, entry: Entry): Started => ({
  target,
  project: { id: entry.projectId ?? 0, path: entry.path ?? entry.project },
  pipeline: entry.pipeline ?? 0,
  url: entry.url ?? "",
  ref: entry.ref,
  how: entry.how,
  found: true,
});

/** `group/app` of `https://gitlab.example.com/group/app/-/pipelines/7`, where only an id is known. */
function pathIn(project: string, url: string): string {
  if (!/^\d+$/.test(project) || !URL.canParse(url)) return project;
  const path = new URL(url).pathname.split("/-/")[0]?.slice(1);
  return path ? decodeURIComponent(path) : project;
}

function refused(target: Target, starter: Starter | undefined, fault: Fault): Outcome {
  const { project } = target;
  const { how, name } = starter ?? { how: "api", name: "" };
  const reason = refusalOf(fault, { project, how, token: name });
  return { target, problem: found("TRIGGER_REFUSED", [project], reason), open: false };
}

const open = (target: Target, why: string): Outcome => ({
  target,
  problem: found("TRIGGER_UNKNOWN", [target.project], { why }),
  open: true,
});
