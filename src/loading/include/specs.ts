import { type Hash, isHash } from "../../model/index.ts";
import type { FileResult } from "../file.ts";
import { isBlank, member } from "../hash.ts";
import type { Places } from "../places.ts";
import { problem } from "../problems.ts";
import type { LoadedFile, LoadWorld, Problem, UnknownInclude } from "../types.ts";
import { type Context, fetchFile } from "./fetch.ts";
import { includesOf, type Wanted } from "./wanted.ts";

export interface Specs {
  /** `spec:inputs` with all that `spec:include` brings; `undefined` when they are not known. */
  readonly inputs: Hash | undefined;
  readonly files: readonly LoadedFile[];
  readonly unknown: readonly UnknownInclude[];
  readonly problems: readonly Problem[];
}

interface Of {
  readonly file: string;
  readonly context: Context;
  readonly component: string | undefined;
}

interface Around {
  readonly world: LoadWorld;
  readonly places: Places;
  readonly taken: ReadonlySet<string>;
  readonly read: (file: LoadedFile, prefix: string) => Promise<FileResult>;
}

/**
 * The inputs that a header declares, and those of the files in its `spec:include`, which hold
 * nothing else (lib/gitlab/ci/config/external/header/processor.rb).
 */
export async function specsFor(header: Hash | undefined, of: Of, around: Around): Promise<Specs> {
  const spec = (header && member(header, "spec")) ?? {};
  const own = isHash(spec) ? (member(spec, "inputs") ?? {}) : {};
  const none = { files: [], unknown: [], problems: [] };
  if (!isHash(spec) || !isHash(own) || isBlank(member(spec, "include"))) {
    return { ...none, inputs: isHash(own) ? own : {} };
  }
  const place = around.places.where(spec, ["include"]);
  const refused = (failure: string, at = place): Problem =>
    problem("LOAD_INPUTS", { file: of.file, place: at, gitlab: failure }, { failure });
  if (of.component !== undefined) {
    const failure = `Component \`${of.component}\` cannot use \`spec:include\`. This keyword is not supported in components`;
    return { ...none, inputs: undefined, problems: [refused(failure)] };
  }
  const { wanted, ...found } = await includesOf(spec, of.file, of.context, around);
  const unknown = [...found.unknown];
  const problems = [...found.problems];
  const files: LoadedFile[] = [];
  const all: Hash[] = [];
  for (const each of wanted) {
    const one = await inputsOf(each, around);
    if (one.file) files.push(one.file);
    if (one.unknown !== undefined) {
      const { kind } = each.location;
      unknown.push({ kind, key: one.unknown, ...(each.place && { place: each.place }) });
    }
    if (one.error !== undefined) problems.push(refused(one.error, each.place));
    problems.push(...(one.problems ?? []));
    if (one.inputs) all.push(one.inputs);
  }
  const names = [...all, own].flatMap((each) => Object.keys(each));
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  if (twice.size > 0) {
    const rule = "Input keys must be unique across all included files and inline specifications.";
    problems.push(refused(`Duplicate input keys found: ${[...twice].join(", ")}. ${rule}`));
  }
  const isKnown = unknown.length === 0 && !problems.some(({ severity }) => severity === "error");
  const inputs = [...all, own].reduce((sum, each) => around.places.merge(sum, each), {});
  return { inputs: isKnown ? inputs : undefined, files, unknown, problems };
}

interface Brought {
  readonly file?: LoadedFile;
  readonly inputs?: Hash;
  readonly unknown?: string;
  readonly error?: string;
  readonly problems?: readonly Problem[];
}

async function inputsOf({ location, context }: Wanted, around: Around): Promise<Brought> {
  const fetched = await fetchFile(location, context, around.world);
  if ("leftOut" in fetched) return {};
  if (!("file" in fetched)) return fetched;
  const { file } = fetched;
  const name = String(location.name);
  const { read, problems } = await around.read(file, `\`${name}\`: `);
  if (!read) return { file, problems };
  const others = Object.keys(read.content).filter((key) => key !== "inputs");
  if (others.length > 0) {
    const shown = others.map((key) => `:${key}`).join(", ");
    const error = `Header include file \`${name}\` contains unknown keys: [${shown}]`;
    return { file, problems, error };
  }
  const inputs = member(read.content, "inputs");
  return { file, problems, ...(isHash(inputs) && { inputs }) };
}
