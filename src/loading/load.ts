import type { Hash } from "../model/index.ts";
import { contentOf } from "./content.ts";
import { type FileResult, readFile } from "./file.ts";
import { isBlank } from "./hash.ts";
import { type Context, fetchFile } from "./include/fetch.ts";
import { specsFor } from "./include/specs.ts";
import { includesOf, type Wanted } from "./include/wanted.ts";
import { type Places, placeBook, placeInDocument } from "./places.ts";
import { type About, problem } from "./problems.ts";
import type {
  Loaded,
  LoadedFile,
  LoadOptions,
  LoadWorld,
  Place,
  Problem,
  UnknownInclude,
} from "./types.ts";

/** What loading gathers on its way. */
interface State {
  readonly world: LoadWorld;
  readonly options: LoadOptions;
  readonly places: Places;
  readonly files: Map<string, LoadedFile>;
  readonly read: Map<string, { readonly text: string; readonly result: Promise<FileResult> }>;
  readonly problems: Problem[];
  readonly unknown: UnknownInclude[];
  /** Paths of the repository that were included, which wildcards leave out. */
  readonly taken: Set<string>;
  includes: number;
  bytes: number;
  open: boolean;
  /** Too much was included: GitLab reads no further. */
  stopped: boolean;
}

/**
 * Reads a configuration with all that it includes, as GitLab does before it merges `extends`
 * (lib/gitlab/ci/config.rb). `entry` is a path of the repository, or a text with its name. Whatever
 * is wrong stands in `problems`; only what the world throws is thrown.
 */
export async function load(
  entry: string | LoadedFile,
  world: LoadWorld,
  options: LoadOptions,
): Promise<Loaded> {
  const places = placeBook();
  const state: State = {
    world,
    options,
    places,
    files: new Map(),
    read: new Map(),
    problems: [],
    unknown: [],
    taken: new Set(),
    includes: 0,
    bytes: 0,
    open: false,
    stopped: false,
  };
  const document = await loadEntry(entry, state);
  return {
    document,
    where: (path) => placeInDocument(document, path, places),
    files: [...state.files.values()],
    open: state.open,
    unknown: state.unknown,
    problems: unique(state.problems),
  };
}

const unique = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((each) => [JSON.stringify(each), each])).values(),
];

async function loadEntry(entry: string | LoadedFile, state: State): Promise<Hash> {
  const path = typeof entry === "string" ? entry : entry.path;
  const text = typeof entry === "string" ? await state.world.read(entry) : entry.text;
  const refuse = (code: "LOAD_MISSING" | "LOAD_EMPTY", gitlab: string): Hash => {
    state.open = true;
    state.problems.push(problem(code, { file: path, gitlab }, {}));
    return {};
  };
  if (text === undefined) return refuse("LOAD_MISSING", "Missing CI config file");
  const file = { path, text };
  state.files.set(path, file);
  if (text.trim() === "") return refuse("LOAD_EMPTY", "Please provide content of .gitlab-ci.yml");
  const { variables, child = false, inputs } = state.options;
  const context: Context = { home: "repository", variables, child, uncertain: false };
  return (await contentsOf({ file, context, inputs, prefix: "" }, state)) ?? {};
}

/** A file to read, and how it was included. */
interface Given {
  readonly file: LoadedFile;
  readonly context: Context;
  readonly inputs: unknown;
  /** The entry that includes it. */
  readonly wanted?: Wanted;
  readonly prefix: string;
}

/** A file with all that it includes, merged; `undefined` when GitLab refuses it. */
async function contentsOf(given: Given, state: State): Promise<Hash | undefined> {
  const { file, context, inputs, wanted, prefix } = given;
  const { places, options } = state;
  const result = await readOnce(file, prefix, state);
  state.problems.push(...result.problems.map((each) => doubted(each, context)));
  if (!result.read) {
    state.open = true;
    return undefined;
  }
  const { header } = result.read;
  const component =
    wanted?.location.kind === "component" ? String(wanted.location.name) : undefined;
  const read = (each: LoadedFile, before: string) => readOnce(each, before, state);
  const around = { world: state.world, places, taken: state.taken, read };
  const specs = await specsFor(header, { file: file.path, context, component }, around);
  state.unknown.push(...specs.unknown);
  state.problems.push(...specs.problems);
  for (const each of specs.files) keepFile(each, state);
  if (!specs.inputs) {
    state.open = true;
    return undefined;
  }
  const { variables } = context;
  const { limits } = options;
  const made = contentOf(result.read, {
    inputs,
    component,
    variables,
    places,
    limits,
    specs: specs.inputs,
  });
  if ("error" in made) {
    const place = wanted?.place ?? (header && places.where(header, ["spec", "inputs"]));
    const about = aboutOf(wanted?.file ?? file.path, place, prefix + made.error, context);
    state.problems.push(problem("LOAD_INPUTS", about, { failure: made.error }));
    state.open = true;
    return undefined;
  }
  const merged = await withIncludes(made.content, file.path, context, state);
  return places.without(merged, "include");
}

/** The same file may be included many times, with other inputs: it is read once. */
function readOnce(file: LoadedFile, prefix: string, state: State): Promise<FileResult> {
  const known = state.read.get(file.path);
  if (known?.text === file.text) return known.result;
  const result = readFile(file, state.places, state.options.limits, prefix);
  state.read.set(file.path, { text: file.text, result });
  return result;
}

/**
 * Merges what a content includes, then the content itself over it
 * (lib/gitlab/ci/config/external/processor.rb). All includes of one file count before any is read.
 */
async function withIncludes(
  content: Hash,
  path: string,
  context: Context,
  state: State,
): Promise<Hash> {
  const found = await includesOf(content, path, context, state);
  state.problems.push(...found.problems);
  state.unknown.push(...found.unknown);
  if (found.unknown.length || found.problems.length) state.open = true;
  let merged: Hash = {};
  for (const wanted of found.wanted) count(wanted, state);
  for (const wanted of found.wanted) {
    if (state.stopped) break;
    const included = await includedBy(wanted, state);
    if (included) merged = state.places.merge(merged, included);
  }
  return state.places.merge(merged, content);
}

function count(wanted: Wanted, state: State): void {
  const { failure, value: limit } = state.options.limits.includes;
  state.includes++;
  if (wanted.location.kind === "local" && wanted.context.home === "repository") {
    state.taken.add(String(wanted.location.name));
  }
  if (state.includes > limit && !state.stopped) stop(wanted, failure, state);
}

function stop(wanted: Wanted, failure: string, state: State): void {
  state.stopped = true;
  refuse(wanted, failure, state, "Include less; files that include each other go on without end");
}

function refuse(wanted: Wanted, failure: string, state: State, next?: string): void {
  const about = aboutOf(wanted.file, wanted.place, failure, wanted.context);
  const args = next === undefined ? { failure } : { failure, next };
  state.problems.push(problem("LOAD_INCLUDE", about, args));
  state.open = true;
}

async function includedBy(wanted: Wanted, state: State): Promise<Hash | undefined> {
  const { location, context, place } = wanted;
  const fetched = await fetchFile(location, context, state.world);
  if ("error" in fetched) return void refuse(wanted, fetched.error, state);
  if ("unknown" in fetched) {
    const { kind } = location;
    state.unknown.push({ kind, key: fetched.unknown, ...(place && { place }) });
    state.open = true;
    return undefined;
  }
  if ("leftOut" in fetched) return undefined;
  const { file } = fetched;
  keepFile(file, state);
  state.bytes += Buffer.byteLength(file.text);
  const { failure, value } = state.options.limits.totalBytes;
  if (state.bytes > value) return void stop(wanted, failure, state);
  const prefix = `\`${String(location.name)}\`: `;
  const { inputs } = location;
  const gaps = gapsIn(state);
  const hash = await contentsOf({ file, context: fetched.context, inputs, wanted, prefix }, state);
  if (hash && isBlank(hash) && gapsIn(state) === gaps) {
    const failure = `Included file \`${String(location.name)}\` does not have valid YAML syntax!`;
    refuse(wanted, failure, state, "Write something into it, or take it out");
  }
  return hash;
}

const keepFile = (file: LoadedFile, { files }: State): void => {
  if (!files.has(file.path)) files.set(file.path, file);
};

/** What is known to be missing. */
const gapsIn = ({ unknown, problems }: State): number => unknown.length + problems.length;

const aboutOf = (
  file: string,
  place: Place | undefined,
  gitlab: string,
  { uncertain }: Context,
): About => ({ file, place, gitlab, uncertain });

const doubted = (each: Problem, { uncertain }: Context): Problem =>
  uncertain && each.severity === "error" ? { ...each, severity: "warning" } : each;
