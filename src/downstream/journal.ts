import { createHash, randomBytes, randomUUID } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { fail } from "../diagnostics/index.ts";
import { isRecord } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { How, Target } from "./types.ts";

/** What was asked for a target, and what came of it. */
export interface Entry {
  /** Of the target: `keyOf`. */
  readonly key: string;
  /** As it was asked: a path or an id. */
  readonly project: string;
  /** Branch or tag, as lists of pipelines name it. */
  readonly ref: string;
  readonly how: How;
  /** Went along with the request, so that its pipeline can be known again. */
  readonly marker: string;
  /** Id of the newest pipeline of the ref before, 0 for none; `null`: it could not be read. */
  readonly baseline: number | null;
  /** For whom, where that is known: the user who runs the job of a job token. */
  readonly user?: string;
  /** When it was asked, in milliseconds since 1970. */
  readonly at: number;
  /** What was started; left out as long as no answer came. */
  readonly pipeline?: number;
  readonly projectId?: number;
  readonly path?: string;
  readonly url?: string;
}

/** What was asked so far. Every change of it stands on disk before the next step is taken. */
export interface Journal {
  keyOf(target: Target): string;
  of(key: string): Entry | undefined;
  all(): readonly Entry[];
  put(entry: Entry): void;
  drop(key: string): void;
  /** A new marker. */
  marker(): string;
}

interface Content {
  readonly version: 1;
  /** Keeps variables from being guessed from the keys of targets. */
  readonly salt: string;
  readonly entries: readonly Entry[];
}

/**
 * The journal in a file, which need not be there yet; without a path one that is gone with the
 * process. No variable's value stands in it. Errors: JOURNAL_UNREADABLE, JOURNAL_UNWRITABLE.
 */
export function openJournal(files: Pick<Io["files"], "text">, path?: string): Journal {
  const { salt, entries: known } = (path === undefined ? undefined : contentOf(files, path)) ?? {
    salt: randomBytes(16).toString("hex"),
    entries: [],
  };
  const entries = new Map(known.map((entry) => [entry.key, entry]));
  const keep = () => {
    if (path === undefined) return;
    const content: Content = { version: 1, salt, entries: [...entries.values()] };
    try {
      writeForGood(path, `${JSON.stringify(content, null, 2)}\n`);
    } catch (error) {
      fail("JOURNAL_UNWRITABLE", [path], { problem: (error as Error).message });
    }
  };
  // Whether it can be written is known before anything is started.
  keep();
  return {
    keyOf: (target) =>
      createHash("sha256").update(salt).update(canonical(target)).digest("hex").slice(0, 32),
    of: (key) => entries.get(key),
    all: () => [...entries.values()],
    put(entry) {
      entries.set(entry.key, entry);
      keep();
    },
    drop(key) {
      if (entries.delete(key)) keep();
    },
    marker: randomUUID,
  };
}

/** All that makes two targets the same call. */
function canonical({ url, project, ref, refType, variables, inputs }: Target): string {
  const sorted = (of: object) => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  const named = [url ?? "", project.toLowerCase(), ref ?? "", refType ?? ""];
  return JSON.stringify([...named, sorted(variables), sorted(inputs)]);
}

/** What the file holds, or `undefined` where there is none. */
function contentOf(files: Pick<Io["files"], "text">, path: string): Content | undefined {
  let text: string | undefined;
  let content: unknown;
  try {
    text = files.text(path);
    content = text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    return fail("JOURNAL_UNREADABLE", [path], { problem: (error as Error).message });
  }
  if (text === undefined) return undefined;
  if (isContent(content)) return content;
  return fail("JOURNAL_UNREADABLE", [path], { problem: "it is no journal of fanout trigger" });
}

const hows: readonly unknown[] = ["trigger token", "job token", "api"];

function isContent(content: unknown): content is Content {
  if (!isRecord(content) || content.version !== 1 || typeof content.salt !== "string") return false;
  return Array.isArray(content.entries) && content.entries.every(isEntry);
}

function isEntry(entry: unknown): entry is Entry {
  if (!isRecord(entry)) return false;
  const { key, project, ref, how, marker, baseline, user, at, pipeline, projectId, path, url } =
    entry;
  const texts = [key, project, ref, marker].every((each) => typeof each === "string");
  const optional = [user, path, url].every(
    (each) => each === undefined || typeof each === "string",
  );
  const ids = [pipeline, projectId].every(
    (each) => each === undefined || Number.isSafeInteger(each),
  );
  const before = baseline === null || Number.isSafeInteger(baseline);
  return texts && optional && ids && before && Number.isFinite(at) && hows.includes(how);
}

/** Whole or not at all, and on the disk when it returns: a file beside it, fsync, rename, fsync. */
function writeForGood(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const handle = openSync(beside, "w", 0o600);
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  syncDirectory(dirname(path));
}

/** So that the new name lasts as well; not every system lets a directory be opened. */
function syncDirectory(path: string): void {
  try {
    const handle = openSync(path, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The content is safe; only the rename may be lost with the power.
  }
}
