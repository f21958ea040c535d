import { type Answer, isRecord, projectPath } from "../../gitlab/index.ts";
import type { Entry } from "../journal.ts";
import type { How } from "../types.ts";
import { type Created, markerParameter, markerVariable, read } from "./order.ts";
import { mayNot } from "./refs.ts";
import { nap, type World } from "./world.ts";

/** What came of a request without an answer. */
export type Sight =
  /** `sure`: its marker was seen; else it is the only one that it can be. */
  | { readonly pipeline: Created; readonly sure: boolean }
  /** It was not carried out. */
  | "none"
  /** Nobody can say; the end of a sentence. */
  | { readonly unsure: string };

/** What a pipeline that was started so says of its beginning (api/pipelines: source). */
const sources: Readonly<Record<How, string>> = {
  "trigger token": "trigger",
  "job token": "pipeline",
  api: "api",
};

/** Milliseconds between two looks: short at first. */
const gaps = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Looks for the pipeline of an entry until it is there, or GitLab can no longer be at work on the
 * request. Where the marker may not be read, the only new pipeline of the same ref, source and user
 * counts as its own; where nobody knows what was there before, the marker alone.
 */
export async function lookFor(entry: Entry, world: World): Promise<Sight> {
  const { clock } = world.api;
  const blind = { unsure: "no token here may list the pipelines there" };
  if (world.tokens.read.length === 0) return blind;
  const until = Math.min(entry.at, clock.now()) + world.settle;
  for (let looks = 0; ; looks++) {
    const late = clock.now() >= until;
    const sight = await look(entry, world);
    if (entry.baseline === null) return isSure(sight) ? sight : blind;
    if (sight !== "none" || late) return sight;
    if (world.ending()) return { unsure: "somebody asked to end before it was clear" };
    if (looks === 0) world.tell(`${entry.project}: looking whether the pipeline was started ...`);
    const gap = gaps[Math.min(looks, gaps.length - 1)] ?? 0;
    await nap(Math.max(1, Math.min(gap, until - clock.now())), world);
  }
}

const isSure = (sight: Sight): boolean =>
  typeof sight === "object" && "sure" in sight && sight.sure;

async function look(entry: Entry, world: World): Promise<Sight> {
  const listed = await since(entry, world);
  if (!("value" in listed)) return { unsure: listed.problem };
  const others = world.journal.all().filter(({ key }) => key !== entry.key);
  const candidates = listed.value.filter(
    ({ pipeline }) => !others.some((other) => other.pipeline === pipeline),
  );
  if (candidates.length === 0) return "none";
  const marked = await bearing(entry, candidates, world);
  if (!("value" in marked)) return { unsure: marked.problem };
  if (marked.value !== undefined) {
    const [own] = marked.value;
    return own ? { pipeline: own, sure: true } : "none";
  }
  const rival = others.some(
    ({ project, ref, how, pipeline }) =>
      pipeline === undefined && project === entry.project && ref === entry.ref && how === entry.how,
  );
  const [only, ...more] = candidates;
  if (only && more.length === 0 && !rival) return { pipeline: only, sure: false };
  const ids = candidates.map(({ pipeline }) => pipeline).join(", ");
  return { unsure: `it may be one of these, and no token here may tell by its variables: ${ids}` };
}

/** Clocks differ: how much earlier than ours GitLab's may be, in milliseconds. */
const skew = 3_600_000;

/** The pipelines that came after the baseline and could be the one, newest first. */
async function since(
  { project, ref, how, user, baseline, at }: Entry,
  world: World,
): Promise<Answer<readonly Created[]>> {
  const query = {
    ...{ ref, source: sources[how], order_by: "id", sort: "desc" },
    ...(user !== undefined && { username: user }),
    ...(baseline === null && { updated_after: new Date(at - skew).toISOString() }),
  };
  const path = `${projectPath(project)}/pipelines`;
  const asking = { query, read: readAll, tokens: world.tokens.read };
  const found: Created[] = [];
  for await (const page of world.api.pages(path, asking)) {
    if (!("value" in page)) return page;
    const fresh = page.value.filter(({ pipeline }) => pipeline > (baseline ?? 0));
    found.push(...fresh);
    if (fresh.length < page.value.length) break;
  }
  return { value: found };
}

/** The newest pipeline of a ref, 0 for none; `null` where no token may look. */
export async function newest(
  project: string,
  ref: string,
  { api, tokens }: World,
): Promise<Answer<number | null>> {
  if (tokens.read.length === 0) return { value: null };
  const query = { ref, order_by: "id", sort: "desc", per_page: 1 };
  const asking = { query, read: readAll, tokens: tokens.read };
  const answer = await api.get(`${projectPath(project)}/pipelines`, asking);
  if ("value" in answer) return { value: answer.value[0]?.pipeline ?? 0 };
  return mayNot(answer) ? { value: null } : answer;
}

function readAll(body: unknown): readonly Created[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const all = body.map(read);
  return all.every((each) => each !== undefined) ? all : undefined;
}

/** Those with the marker; `undefined` where no token may read variables, or they do not tell. */
async function bearing(
  { marker, project, how }: Entry,
  candidates: readonly Created[],
  { api, tokens }: World,
): Promise<Answer<readonly Created[] | undefined>> {
  if (tokens.change.length === 0 || marker === "") return { value: undefined };
  const bearers: Created[] = [];
  for (const candidate of candidates) {
    const path = `${projectPath(project)}/pipelines/${candidate.pipeline}/variables`;
    const answer = await api.get(path, { read: readVariables, tokens: tokens.change });
    if (!("value" in answer)) return mayNot(answer) ? { value: undefined } : answer;
    const held = markerIn(answer.value, how);
    if (held === "silent") return { value: undefined };
    if (held === marker) bearers.push(candidate);
  }
  return { value: bearers };
}

type Variables = readonly Readonly<Record<string, unknown>>[];

const readVariables = (body: unknown): Variables | undefined =>
  Array.isArray(body) && body.every(isRecord) ? body : undefined;

/**
 * The marker that a pipeline's variables hold, or none: a trigger by the API always has a payload
 * (docs.gitlab.com, ci/triggers: since 13.9), one by a trigger job has none.
 */
function markerIn(variables: Variables, how: How): unknown {
  const named = (name: string) => variables.find(({ key }) => key === name)?.value;
  if (how === "api") return named(markerVariable);
  const payload = named("TRIGGER_PAYLOAD");
  if (payload === undefined) return undefined;
  try {
    const content: unknown = JSON.parse(String(payload));
    return isRecord(content) ? content[markerParameter] : "silent";
  } catch {
    return "silent";
  }
}
