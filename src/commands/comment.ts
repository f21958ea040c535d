import { resolve } from "node:path";
import { type ExitCode, fail, found } from "../diagnostics/index.ts";
import { type NotedReport, tokensFor } from "../downstream/index.ts";
import { notePlace, noteText, putNote, resultsOf } from "../downstream/reports/index.ts";
import { gitlab, guarded, hostOf, need, secretsOf } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { tell } from "./_tell.ts";

/** What a command may read besides files. */
export interface WithInput {
  /** All of standard input as text (UTF-8); left out: there is none. */
  readonly input?: () => Promise<string>;
}

/**
 * `fanout comment`: one note on a merge request, of files or of standard input, and of what came of
 * pipelines. Exit code 5 where GitLab does not take it.
 */
export async function comment(options: Options, unguarded: Io & WithInput): Promise<ExitCode> {
  const io = guarded(unguarded);
  const { name = "fanout", mergeRequest, quiet, verbose } = options;
  const place = notePlace({ mergeRequest, name }, io);
  const { url, change } = tokensFor(io, { url: options.url });
  if (change.length === 0) fail("NOTE_TOKEN", [], { host: hostOf(url) });
  const said = quiet ? () => {} : io.err;
  const own = await bodyOf(options, io);
  const asked = { url: options.url, tell: said };
  const results = options.pipeline ? await resultsOf(options.pipeline, asked, io) : "";
  const body = [own, results].filter((part) => part.trim() !== "").join("\n\n");
  if (body === "") fail("NOTE_EMPTY", [], {});
  const { text, left } = noteText(name, secretsOf(io).hide(body));
  if (left > 0) tell([found("NOTE_CUT", [], { left })], options, io);
  const api = gitlab(io, {
    url,
    tokens: change,
    tell: said,
    verbose: verbose ? io.err : undefined,
  });
  const { id, did } = need(await putNote(api, place, text), "the note could not be written");
  const at = `${place.project}!${place.mergeRequest}`;
  const report: NotedReport = { version: 1, mergeRequest: at, note: id, did };
  if (options.json) io.out(printJson(report));
  else io.out(`${did}: note ${id} of ${at}\n`);
  return 0;
}

/** The files one after the other; `-` is standard input, which is read as well where nothing is named. */
async function bodyOf({ names = [], pipeline }: Options, io: Io & WithInput): Promise<string> {
  const files = names.length === 0 && !pipeline ? ["-"] : names;
  const parts: string[] = [];
  for (const file of files)
    parts.push(file === "-" ? ((await io.input?.()) ?? "") : fileAt(file, io));
  return parts.map((part) => part.trimEnd()).join("\n\n");
}

function fileAt(path: string, { cwd, files }: Io): string {
  try {
    return (
      files.text(resolve(cwd, path)) ?? fail("NOTE_FILE", [path], { problem: "it is not there" })
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EISDIR" && code !== "EACCES") throw error;
    return fail("NOTE_FILE", [path], { problem: code });
  }
}
