import { fail } from "../../diagnostics/index.ts";
import type { Io } from "../../io.ts";
import type { NotePlace } from "./note.ts";
import { isNoteName } from "./note-text.ts";

export interface AskedPlace {
  /** `12` or `group/app!12`. */
  readonly mergeRequest: string | undefined;
  readonly name: string;
}

/**
 * The merge request that a note belongs to: the one that is named, that of this pipeline, or the only
 * open one of this branch (`CI_OPEN_MERGE_REQUESTS`). That of a pipeline is in the project that it
 * is to be merged into, and not in the fork. Errors: NOTE_NAME, NOTE_FORM, NOTE_WHERE, NOTE_NOWHERE.
 */
export function notePlace({ mergeRequest, name }: AskedPlace, { env }: Pick<Io, "env">): NotePlace {
  if (!isNoteName(name)) fail("NOTE_NAME", ["--name"], { given: name });
  if (mergeRequest !== undefined) return { ...named(mergeRequest, env.CI_PROJECT_ID), name };
  const { CI_MERGE_REQUEST_IID: own, CI_MERGE_REQUEST_PROJECT_ID: target } = env;
  if (own && /^\d+$/.test(own)) {
    return { project: target || env.CI_PROJECT_ID || nowhere([]), mergeRequest: Number(own), name };
  }
  const open = (env.CI_OPEN_MERGE_REQUESTS ?? "").split(",").filter((each) => each !== "");
  const [only] = open;
  if (open.length !== 1 || only === undefined) return nowhere(open);
  return { ...named(only, undefined), name };
}

const nowhere = (open: readonly string[]) => fail("NOTE_NOWHERE", [], { open });

function named(given: string, home: string | undefined): Omit<NotePlace, "name"> {
  const [, project = home, number = ""] = /^(?:([^!\s]+)?!)?(\d{1,9})$/.exec(given.trim()) ?? [];
  if (number === "") return fail("NOTE_FORM", ["--merge-request"], { given });
  if (!project) return fail("NOTE_WHERE", ["--merge-request"], { number });
  return { project, mergeRequest: Number(number) };
}
