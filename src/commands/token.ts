import { resolve } from "node:path";
import { type ExitCode, fail } from "../diagnostics/index.ts";
import {
  type NewTrigger,
  type TokenMade,
  type TokensReport,
  type TokensRevoked,
  type Trigger,
  tokensFor,
  triggersOf,
} from "../downstream/index.ts";
import { gitlab, guarded, need, secretsOf } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { showName, table } from "../terminal.ts";
import { confirmed, isJob } from "./_confirm.ts";
import { oneProject } from "./_project.ts";

/** `fanout token create|list|revoke`: the trigger tokens of a project. */
export async function token(options: Options, io: Io): Promise<ExitCode> {
  const [action = "", ...rest] = options.names ?? [];
  const known = actions.get(action);
  if (!known) fail("TOKEN_ACTION", [action], {});
  if (action !== "revoke" && rest.length > 0) fail("TOKEN_ACTION", rest, {});
  const project = oneProject(options, io);
  return known({ project, rest, options, io: guarded(io), open: io });
}

interface Call {
  readonly project: string;
  /** What stands behind the action. */
  readonly rest: readonly string[];
  readonly options: Options;
  readonly io: Io;
  /** The world in which a secret may be told: only the new token is, once. */
  readonly open: Io;
}

const actions = new Map<string, (call: Call) => Promise<ExitCode>>([
  ["create", create],
  ["list", list],
  ["revoke", revoke],
]);

function open({ project, options, io }: Call) {
  const { url, change } = tokensFor(io, { url: options.url });
  if (change.length === 0) fail("TOKEN_JOB_ONLY", [], {});
  const tell = options.quiet ? () => {} : io.err;
  const verbose = options.verbose ? io.err : undefined;
  const api = gitlab(io, { url, tokens: change, tell, verbose });
  return triggersOf(api, project, secretsOf(io));
}

async function create(call: Call): Promise<ExitCode> {
  const { project, options, io } = call;
  const description = options.description?.trim();
  if (!description) fail("TOKEN_DESCRIPTION", ["--description"], {});
  const file = options.output === "" ? undefined : resolve(io.cwd, options.output);
  if (file === undefined && isJob(io.env) && !options.force) fail("TOKEN_IN_LOG", [], {});
  if (file !== undefined) prepare(file, options.output, io);
  const what = `the trigger token of ${project} could not be made`;
  const made = need(await open(call).create(description), what);
  try {
    handOver(made, file, call);
  } finally {
    // From here on it is told nowhere.
    secretsOf(io).add(made.token);
  }
  if (!options.quiet) {
    const where = file === undefined ? "it is shown this once" : `it stands in ${options.output}`;
    io.err(`${showName(`trigger token ${made.id} of ${project} (${description}): ${where}`)}\n`);
  }
  return 0;
}

/** Sees that the file can be written, before there is a token to lose. */
function prepare(file: string, name: string, { files }: Io): void {
  try {
    if (files.read(file)?.length) fail("TOKEN_FILE", [name], { problem: "is there already" });
    files.write(file, "", secret);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    fail("TOKEN_FILE", [name], { problem: `cannot be written (${code})` }, { cause: error });
  }
}

/** For its owner alone. */
const secret = 0o600;

function handOver(made: NewTrigger, file: string | undefined, { options, open }: Call): void {
  const { token, ...rest } = made;
  const report: TokenMade = { version: 1, ...rest };
  if (file === undefined) {
    open.out(options.json ? printJson({ ...report, token }) : `${token}\n`);
    return;
  }
  try {
    open.files.write(file, `${token}\n`, secret);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    fail("TOKEN_LOST", [options.output], { id: made.id, code }, { cause: error });
  }
  if (options.json) open.out(printJson(report));
}

async function list(call: Call): Promise<ExitCode> {
  const { project, options, io } = call;
  const what = `the trigger tokens of ${project} cannot be listed`;
  const triggers = [...need(await open(call).list(), what)];
  const report: TokensReport = { version: 1, triggers };
  if (options.json) io.out(printJson(report));
  else if (triggers.length > 0) io.out(table([head, ...triggers.map(rowOf)]));
  else if (!options.quiet) io.err(`${showName(project)} has no trigger tokens\n`);
  return 0;
}

const head = ["id", "token", "owner", "created", "last used", "expires", "description"];

const rowOf = (each: Trigger): string[] => [
  String(each.id),
  ...[each.masked, each.owner].map(showName),
  ...[each.created, each.lastUsed, each.expires].map(dayOf),
  showName(each.description),
];

const dayOf = (date: string | null) => (date === null ? "never" : showName(date.slice(0, 10)));

async function revoke(call: Call): Promise<ExitCode> {
  const { project, rest, options, io } = call;
  const ids = rest.map((text) => {
    if (!/^[1-9]\d{0,14}$/.test(text)) fail("TOKEN_ID", [text], {});
    return Number(text);
  });
  if (ids.length === 0) fail("TOKEN_ID", [], {});
  const triggers = open(call);
  const known = need(await triggers.list(), `the trigger tokens of ${project} cannot be listed`);
  const meant = ids.map(
    (id) => known.find((each) => each.id === id) ?? fail("TOKEN_UNKNOWN", [project], { id }),
  );
  const done: TokensRevoked["triggers"] = [];
  try {
    for (const { id, description, owner } of meant) {
      const named = `trigger token ${id} of ${project} (${description}, of ${owner})`;
      const revoked = await confirmed(showName(`revoke ${named}?`), options, io);
      if (revoked === undefined) fail("TOKEN_UNASKED", [], {});
      if (revoked) need(await triggers.revoke(id), `${named} could not be revoked`);
      done.push({ id, description, owner, revoked });
      if (!revoked) io.err(`${showName(named)} stays\n`);
      else if (!options.quiet) io.err(`${showName(named)} is revoked\n`);
    }
  } finally {
    // What is gone is told, even where GitLab refuses the next.
    const report: TokensRevoked = { version: 1, triggers: done };
    if (options.json && done.length > 0) io.out(printJson(report));
  }
  return 0;
}
