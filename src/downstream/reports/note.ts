import {
  type Answer,
  allOf,
  type Fault,
  type Gitlab,
  isRecord,
  projectPath,
} from "../../gitlab/index.ts";
import { markerOf, saysTheSame } from "./note-text.ts";

/** Where a note is, and which of ours it is. */
export interface NotePlace {
  /** Full path of the project, or its id. */
  readonly project: string;
  /** The number of the merge request there. */
  readonly mergeRequest: number;
  readonly name: string;
}

export interface Noted {
  readonly id: number;
  readonly did: "created" | "updated" | "unchanged";
}

/** How often it is tried again where it is not known what became of a change. */
const tries = 4;

/**
 * Writes the one note of this name: changes it where it is there already, and leaves it where it
 * says the same. It is found by its marker among the notes of the token's own user: what others
 * write is never touched. Two jobs at once do not make two: whoever sees an older one takes its
 * own away. A change of which nobody knows what became is looked for before it is made again.
 */
export async function putNote(api: Gitlab, place: NotePlace, text: string): Promise<Answer<Noted>> {
  for (let tried = 1; ; tried++) {
    const done = await attempt(api, place, text);
    if ("value" in done || tried === tries || !mayHelp(done)) return done;
    await api.clock.sleep(2_000 * tried);
  }
}

const mayHelp = ({ lost, status, gone }: Missed) => lost || status === 429 || gone === true;

/** `gone`: somebody took the note away that was to be changed. */
type Missed = Fault & { readonly gone?: boolean };

interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: number;
}

type Attempt = { readonly value: Noted } | Missed;

async function attempt(api: Gitlab, place: NotePlace, text: string): Promise<Attempt> {
  const { project, mergeRequest } = place;
  const path = `${projectPath(project)}/merge_requests/${mergeRequest}/notes`;
  const me = await api.get("user", { read: idOf });
  if (!("value" in me)) return me;
  const ours = () => notesOf(api, path, me.value, markerOf(place.name));
  const before = await ours();
  if (!("value" in before)) return before;
  if (before.value.length > 0) return settle(api, path, before.value, text);
  const made = await api.post(path, { body: text }, { read: noteOf });
  if (!("value" in made)) return made;
  const after = await ours();
  if (!("value" in after)) return after;
  const [oldest] = after.value;
  if (oldest === undefined || oldest.id === made.value.id) {
    return { value: { id: made.value.id, did: "created" } };
  }
  return settle(api, path, after.value, text);
}

/** The oldest stays and says what is to be said; what was made at the same time goes. */
async function settle(
  api: Gitlab,
  path: string,
  [oldest, ...younger]: readonly Note[],
  text: string,
): Promise<Attempt> {
  if (!oldest) throw new Error("there is a note to settle on");
  for (const { id } of younger) {
    const answer = await api.delete(`${path}/${id}`, { read: () => true });
    if (!("value" in answer) && answer.status !== 404) return answer;
  }
  if (saysTheSame(oldest.body, text)) return { value: { id: oldest.id, did: "unchanged" } };
  const answer = await api.put(`${path}/${oldest.id}`, { body: text }, { read: noteOf });
  if ("value" in answer) return { value: { id: oldest.id, did: "updated" } };
  return { ...answer, gone: answer.status === 404 };
}

/** Notes of a user that begin with a marker, the oldest first (docs.gitlab.com, api/notes). */
async function notesOf(
  api: Gitlab,
  path: string,
  author: number,
  marker: string,
): Promise<Answer<readonly Note[]>> {
  const query = { sort: "asc", order_by: "created_at", activity_filter: "only_comments" };
  const found = await allOf(api.pages(path, { query, read: notes }));
  if (!("value" in found)) return found;
  const ours = found.value.filter((note) => note.author === author && note.body.startsWith(marker));
  return { value: ours.sort((a, b) => a.id - b.id) };
}

const idOf = (body: unknown) =>
  isRecord(body) && typeof body.id === "number" ? body.id : undefined;

function noteOf(body: unknown): Note | undefined {
  if (!isRecord(body) || typeof body.id !== "number" || typeof body.body !== "string")
    return undefined;
  return { id: body.id, body: body.body, author: idOf(body.author) ?? 0 };
}

const notes = (body: unknown) =>
  Array.isArray(body) ? body.flatMap((each) => noteOf(each) ?? []) : undefined;
