import { resolve } from "node:path";
import { fail, UserError } from "../diagnostics/index.ts";
import { faultOf, type Io } from "../io.ts";
import type { GeneratorEntry } from "../workspace/index.ts";
import { yamlReader } from "../yaml/index.ts";
import { needTags } from "./fragment.ts";
import { symbolicNeed } from "./need.ts";
import type { GenerateContext, GeneratedService } from "./types.ts";

type ExecEntry = Extract<GeneratorEntry, { readonly exec: readonly string[] }>;

/** A command that prints jobs. */
export interface Command {
  /** As messages name it: its words, cut where they are many. */
  readonly origin: string;
  /** What its words name from the configuration's directory (absolute paths). */
  readonly files: readonly string[];
  /**
   * Runs it for one service. Whatever goes wrong is a UserError with the command and the service:
   * EXEC_FAILED when it does not end well in its time, EXEC_YAML for what is no YAML.
   */
  make(service: GeneratedService, ctx: GenerateContext): Promise<{ readonly value: unknown }>;
  /** The same for a service that is gone, where the entry asks for it by `onRemoved`. */
  readonly makeRemoved?: (service: GeneratedService, ctx: GenerateContext) => Promise<unknown>;
}

/** The command of an `exec` entry; it runs in `directory`, that of the configuration. */
export function readCommand(io: Io, entry: ExecEntry, directory: string): Command {
  const { exec, timeout = 30 } = entry;
  const origin = shown(exec);
  const jobs = async (service: GeneratedService, ctx: GenerateContext, removed: boolean) => {
    const input = inputFor(service, ctx, removed);
    const ended = await io.run(exec, { cwd: directory, timeout: timeout * 1000, input });
    const problem = faultOf(ended);
    if (problem) fail("EXEC_FAILED", [origin, service.name], { problem });
    return withNeeds(await parse(ended.stdout, [origin, service.name]));
  };
  return {
    origin,
    files: filesOf(exec, directory, io),
    make: async (service, ctx) => ({ value: await jobs(service, ctx, false) }),
    ...(entry.onRemoved && { makeRemoved: (service, ctx) => jobs(service, ctx, true) }),
  };
}

/** All that can be told as data; what is not known is `null`, so that each key is there. */
function inputFor(service: GeneratedService, ctx: GenerateContext, removed: boolean): string {
  // The functions of both are left out by JSON.stringify.
  const told = { version: 1, removed, service: { ...service, files: service.files() }, ...ctx };
  return `${JSON.stringify(told, (_, value) => value ?? null)}\n`;
}

async function parse(text: string, where: readonly [string, string]): Promise<unknown> {
  const { parseYaml } = await yamlReader();
  try {
    return parseYaml(text, where[0], needTags);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problem = error.diagnostics[0]?.message ?? error.message;
    return fail("EXEC_YAML", where, { problem }, { cause: error });
  }
}

/** JSON has no tags: `{ "!need": "build" }` says there what `!need build` says in YAML. */
function withNeeds(value: unknown): unknown {
  if (!isMapping(value)) return value;
  const jobs = Object.entries(value).map(([key, job]) => {
    const needs = isMapping(job) ? job.needs : undefined;
    return [key, Array.isArray(needs) ? { ...(job as object), needs: needs.map(needOf) } : job];
  });
  return Object.fromEntries(jobs);
}

const kinds = { "!need": "job", "!need-from-dependencies": "dependencies" } as const;

/** The need that a mapping stands for; what is none is left to the checks of the model. */
function needOf(need: unknown): unknown {
  if (!isMapping(need)) return need;
  const { artifacts, ...rest } = need;
  const [[tag, job] = [], ...others] = Object.entries(rest);
  const kind = tag !== undefined && Object.hasOwn(kinds, tag) && kinds[tag as keyof typeof kinds];
  if (!kind || typeof job !== "string" || others.length > 0) return need;
  if (artifacts === undefined) return symbolicNeed(kind, job);
  return typeof artifacts === "boolean" ? symbolicNeed(kind, job, artifacts) : need;
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Words that are paths of files or directories, also behind a `=`: `--file=ci/jobs.yml`, `input=ci/jobs.json`. */
function filesOf(command: readonly string[], directory: string, io: Io): string[] {
  const words = command.flatMap((word) => [word, word.slice(word.indexOf("=") + 1)]);
  const paths = new Set(words.map((word) => resolve(directory, word)));
  return [...paths].filter(
    (path) => !`${directory}/`.startsWith(`${path}/`) && io.files.exists(path),
  );
}

function shown(command: readonly string[]): string {
  const text = command.join(" ").replace(/[\s\p{Cc}]+/gu, " ");
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
