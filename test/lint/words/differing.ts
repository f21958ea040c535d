import { type Diagnostic, UserError } from "../../../src/diagnostics/index.ts";
import { gitlabErrors } from "../../../src/lint/words/index.ts";
import { definePipeline, isHash, readConfiguration } from "../../../src/model/index.ts";

// Where lint, which speaks as GitLab does, and the model with its schemas judge differently, and why.

export const words = (document: unknown): readonly string[] =>
  gitlabErrors(document).map(({ message }) => message);

export function findings(document: unknown): readonly Diagnostic[] {
  try {
    definePipeline(readConfiguration(document, ".gitlab-ci.yml"));
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.diagnostics;
  }
}

/** Every hash in a document with its path. */
function hashes(
  value: unknown,
  path: readonly string[] = [],
): readonly (readonly [string, object])[] {
  if (Array.isArray(value)) return value.flatMap((item) => hashes(item, [...path, "[]"]));
  if (!isHash(value)) return [];
  const below = Object.entries(value).flatMap(([key, item]) => hashes(item, [...path, key]));
  return [[path.join("."), value], ...below];
}

/** The same without the keywords that have no value. */
function filled(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => filled(item));
  if (!isHash(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null || key === "variables");
  return Object.fromEntries(kept.map(([name, item]) => [name, filled(item, name)]));
}

const isBlank = (value: unknown): boolean =>
  value === false || value === "" || value === " " || JSON.stringify(value)?.length === 2;

interface Case {
  readonly document: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
  readonly found: readonly Diagnostic[];
}

const creation = new Set([
  "NEEDS_CONDITIONAL_JOB",
  "ONLY_EDGE_STAGES",
  "NEEDS_TOO_MANY",
  "TRIGGER_INPUTS_TOO_MANY",
]);
export const hasKey = (hash: object, key: string): boolean => Object.hasOwn(hash, key);
const some = ({ document }: Case, holds: (path: string, hash: object) => boolean): boolean =>
  hashes(document).some(([path, hash]) => holds(path, hash));
const codes = ({ found }: Case): readonly string[] => found.map(({ code }) => code);

/** GitLab takes it, and the model minds nothing but what is in there. */
const onlyAt = ({ words: said, found }: Case, key: string): boolean =>
  said.length === 0 && found.every(({ where }) => where.includes(key));

/** Why the model may say another thing than GitLab's entries do. */
const reasons: Readonly<Record<string, (each: Case) => boolean>> = {
  "the model does not judge expressions": ({ document, found }) =>
    found.length === 0 &&
    words(filled(document)).every((each) => each.endsWith("invalid expression syntax")),
  "GitLab's linter lets pass what it refuses when it creates the pipeline": (each) =>
    each.words.length === 0 && codes(each).every((code) => creation.has(code)),
  "GitLab minds an unknown keyword without a value, and takes one that makes a hash not empty": ({
    document,
    found,
  }) => (words(filled(document)).length === 0) === (found.length === 0),
  "what is not merged yet is the model's matter": ({ document }) => hasKey(document, "include"),
  "zod passes over a keyword called __proto__": (each) =>
    some(each, (_, hash) => hasKey(hash, "__proto__")),
  "GitLab reads a job in what is called default or workflow and has a script or needs": (each) =>
    some(each, (path, hash) =>
      /^(?:default|workflow)$/.test(path)
        ? ["script", "run", "trigger", "needs"].some((key) => hasKey(hash, key))
        : false,
    ),
  "GitLab extends every hash of the top": (each) =>
    some(
      each,
      (path, hash) => /^(?:variables|default|workflow)$/.test(path) && hasKey(hash, "extends"),
    ),
  "GitLab looks into lists in the list of what a trigger includes": (each) =>
    some(
      each,
      (path, hash) =>
        path.endsWith("trigger") &&
        Array.isArray((hash as { include?: unknown }).include) &&
        (hash as { include: unknown[] }).include.some(
          (item) => item === null || Array.isArray(item),
        ),
    ),
  "the model does not look into the cache of what a trigger includes": (each) =>
    each.found.length === 0 && each.words.every((message) => / config cache \w+ /.test(message)),
  "GitLab passes over nothing in a list of workflow rules": (each) =>
    some(each, (path, hash) => {
      const { rules } = hash as { rules?: unknown };
      return path === "workflow" && Array.isArray(rules) && rules.flat().includes(null);
    }),
  "GitLab takes lists without rules in rules": (each) =>
    some(each, (_, hash) => {
      const { rules } = hash as { rules?: unknown };
      return Array.isArray(rules) && rules.length > 0 && rules.flat(10).length === 0;
    }),
  "GitLab takes a blank start_in where there may be none": (each) =>
    some(each, (_, hash) => isBlank((hash as { start_in?: unknown }).start_in)),
  "GitLab does not look into the links of a release, nor at its name and ref": (each) =>
    onlyAt(each, "release"),
  "the model does not hold the keywords of kubernetes against each other": (each) =>
    each.found.length === 0 &&
    each.words.every((message) => message.includes(":environment:kubernetes ")),
  "the model minds the long name of an optional need that is not there": (each) =>
    each.words.length === 0 && codes(each).every((code) => code === "NEEDS_NAME_LENGTH"),
  "GitLab reads .nan and .inf as numbers, and the model has to write what it reads": (each) =>
    each.words.length === 0 && codes(each).every((code) => code === "NOT_DATA"),
  "GitLab takes any blank policy of a cache": (each) => onlyAt(each, "policy"),
  "GitLab takes any name of a workflow": (each) => onlyAt(each, "workflow") && onlyAt(each, "name"),
};

/** Whether the model judges a configuration as GitLab's entries do, or has a listed reason not to. */
export function agrees(document: unknown): boolean {
  const said = words(document);
  const found = findings(document);
  if ((said.length === 0) === (found.length === 0)) return true;
  const each = { document: document as Case["document"], words: said, found };
  return Object.values(reasons).some((holds) => holds(each));
}
