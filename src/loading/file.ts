import { type Hash, isHash, type Limits } from "../model/index.ts";
import { readQuick, type WrittenOptions, type YamlNote, yamlReader } from "../yaml/index.ts";
import { isBlank } from "./hash.ts";
import { type Places, placeAt, type Source } from "./places.ts";
import { type About, problem } from "./problems.ts";
import type { LoadedFile, Problem } from "./types.ts";

/** A file that GitLab can read: its header, if it has one, and its configuration. */
export interface ReadFile {
  readonly header: Hash | undefined;
  readonly content: Hash;
}

export interface FileResult {
  /** `undefined` when GitLab refuses the file. */
  readonly read: ReadFile | undefined;
  readonly problems: readonly Problem[];
}

interface Part {
  readonly text: string;
  /** Where it begins in the file. */
  readonly offset: number;
}

/** lib/gitlab/ci/config/yaml/loader.rb, MAX_DOCUMENTS, and one for what stands before the first line. */
const mostParts = 3;

/**
 * Reads the documents of a file as GitLab does (lib/gitlab/config/loader/multi_doc_yaml.rb): the
 * first with `spec` is a header and the last the configuration, else the first is. `prefix` stands
 * before GitLab's words when the file is included.
 */
export async function readFile(
  file: LoadedFile,
  places: Places,
  limits: Limits,
  prefix: string,
): Promise<FileResult> {
  const source: Source = { path: file.path, text: file.text };
  const problems: Problem[] = [];
  const about = (offset: number, failure?: string): About => ({
    file: file.path,
    place: placeAt(source, offset),
    ...(failure !== undefined && { gitlab: prefix + failure }),
  });
  const bad = file.text.indexOf("\ufffd");
  if (bad >= 0) problems.push(problem("LOAD_NOT_UTF8", about(bad), {}));

  const documents: { readonly value: unknown; readonly offset: number }[] = [];
  const most = { bytes: limits.parsedBytes.value, depth: limits.yamlDepth.value };
  for (const part of partsOf(file.text)) {
    const { failure, value: limit } = limits.yamlBytes;
    if (Buffer.byteLength(part.text) > limit) {
      const args = { failure, limit, unit: "bytes" };
      problems.push(problem("LOAD_TOO_BIG", about(part.offset, failure), args));
      return { read: undefined, problems };
    }
    const how: WrittenOptions = {
      offset: part.offset,
      limits: most,
      mark: (each, at) => places.mark(each, source, at),
    };
    const { value, notes } =
      readQuick(part.text, how) ?? (await yamlReader()).readWritten(part.text, how);
    problems.push(...notes.map((note) => problemOf(note, part, about, limits)));
    if (!isBlank(value)) documents.push({ value, offset: part.offset });
  }

  const wrong = documents.find(({ value }) => !isHash(value));
  if (wrong) {
    const got = Array.isArray(wrong.value) ? "a list" : `a ${typeof wrong.value}`;
    const where = about(wrong.offset, "Invalid configuration format");
    problems.push(problem("LOAD_NO_HASH", where, { got }));
  }
  if (problems.some(({ severity }) => severity === "error")) return { read: undefined, problems };
  const hashes = documents.map(({ value }) => value as Hash);
  const [first = {}] = hashes;
  const header = hashes.length > 1 && Object.hasOwn(first, "spec") ? first : undefined;
  const content = header ? (hashes.at(-1) ?? {}) : first;
  for (const { value, offset } of documents) {
    if (value === header || value === content) continue;
    problems.push(problem("LOAD_DOCUMENTS", about(offset), {}));
  }
  return { read: { header, content }, problems };
}

/** Cuts a text at lines that begin with `---` and a blank, which are lost, as GitLab does. */
function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = text.startsWith("\ufeff") ? 1 : 0;
  for (const match of text.matchAll(/(?<![^\n\ufeff])---[ \t\r\n\f\v]+/g)) {
    if (parts.length === mostParts - 1) break;
    parts.push({ text: text.slice(from, match.index), offset: from });
    from = match.index + match[0].length;
  }
  return [...parts, { text: text.slice(from), offset: from }];
}

function problemOf(
  { kind, text, offset }: YamlNote,
  part: Part,
  about: (offset: number, failure?: string) => About,
  { parsedBytes, yamlDepth }: Limits,
): Problem {
  switch (kind) {
    case "syntax": {
      const isHtml = /<!doctype html|<html/i.test(part.text.slice(0, 512));
      const failure = isHtml ? "Invalid configuration format" : undefined;
      return problem("LOAD_YAML", about(offset, failure), { problem: text });
    }
    case "big": {
      const { failure, value: limit } = parsedBytes;
      const unit = `bytes in memory and ${yamlDepth.value} levels`;
      return problem("LOAD_TOO_BIG", about(offset, failure), { failure, limit, unit });
    }
    case "class": {
      const failure = `Tried to load unspecified class: ${text}`;
      const isTagged = text !== "Date" && text !== "Time";
      const written = part.text.slice(offset - part.offset).split(/[\n#,\]}]|: /, 1)[0] ?? "";
      const args = isTagged
        ? { text: "what has this tag", name: `Ruby object (${text})` }
        : { text: written.trim(), name: text.toLowerCase() };
      return problem("LOAD_CLASS", about(offset, failure), { ...args, isTagged });
    }
    case "symbol":
      return problem("LOAD_SYMBOL", about(offset), { name: text });
    case "reference":
      return problem("LOAD_REFERENCE", about(offset), { text });
    case "twice":
      return problem("LOAD_KEY_TWICE", about(offset), { key: text });
    case "tag":
      return problem("LOAD_TAG", about(offset), { tag: text });
    case "rest":
      return problem("LOAD_DOCUMENTS", about(offset), {});
  }
}
