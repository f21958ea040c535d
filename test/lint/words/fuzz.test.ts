import { describe, expect, test } from "vitest";
import { type Diagnostic, UserError } from "../../../src/diagnostics/index.ts";
import { gitlabErrors } from "../../../src/lint/words/index.ts";
import { definePipeline, isHash, readConfiguration } from "../../../src/model/index.ts";
import fc from "../../helpers/property.ts";
import { changes, mutants } from "./mutate.ts";
import { read, verdicts } from "./verdicts.ts";

/** Keywords that the verdicts have few of. */
const rare = read(`
default: {hooks: {pre_get_sources_script: [x]}, services: [a], tags: [t]}
workflow: {name: n, rules: [{if: $A, auto_cancel: {on_job_failure: all}}], auto_cancel: {on_new_commit: none}}
b:
  script: [x]
  environment: {name: e, url: u, deployment_tier: d, kubernetes: {agent: a, namespace: n, dashboard: {flux_resource_path: f}, managed_resources: {enabled: true}}}
  image: {name: i, pull_policy: [always], docker: {user: u, platform: p}, kubernetes: {user: 1}}
  services: [{name: s, alias: a, command: [x], variables: {A: b}, pull_policy: never}]
  cache: [{key: {files: [a], prefix: p}, paths: [x], policy: push, when: always, fallback_keys: [k], unprotect: true, untracked: false}]
  artifacts: {name: n, paths: [p], expose_as: e, expire_in: 1 day, access: all, reports: {sast: x, coverage_report: {coverage_format: jacoco, path: p}}}
  retry: {max: 1, when: always, exit_codes: [1]}
  inherit: {default: [image], variables: false}
  id_tokens: {T: {aud: [x]}}
  resource_group: g
  manual_confirmation: sure
  pages: {path_prefix: p, expire_in: never, publish: q}
  coverage: /x/
  parallel: {matrix: [{A: [x, y]}]}
c:
  script: x
  rules: [{changes: {paths: [x], compare_to: main}, exists: [x], allow_failure: true, interruptible: false, variables: {A: b}, needs: [{job: 'b: [x]', optional: true}]}]
t:
  trigger: {include: [{project: p, file: f, ref: r}, {remote: r, integrity: sha256-YQ==}], strategy: depend}
  needs: [{job: b, artifacts: false, parallel: {matrix: [{A: x}]}}]
  parallel: {matrix: [{B: x}]}
`);

const documents = [
  ...verdicts.filter(({ valid }) => valid).map(({ yaml }) => read(yaml)),
  ...Array.from({ length: 50 }, () => rare),
];

const words = (document: unknown): readonly string[] =>
  gitlabErrors(document).map(({ message }) => message);

function findings(document: unknown): readonly Diagnostic[] {
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
const hasKey = (hash: object, key: string): boolean => Object.hasOwn(hash, key);
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
  "GitLab takes any blank policy of a cache": (each) => onlyAt(each, "policy"),
  "GitLab takes any name of a workflow": (each) => onlyAt(each, "workflow") && onlyAt(each, "name"),
};

describe("configurations with something changed", () => {
  test("they are sound before", () => {
    expect(documents.filter((each) => words(each).length > 0)).toEqual([]);
  });

  /** Whether the model judges a configuration as GitLab's entries do, or has a reason not to. */
  function agrees(document: unknown): boolean {
    const said = words(document);
    const found = findings(document);
    if ((said.length === 0) === (found.length === 0)) return true;
    const each = { document: document as Case["document"], words: said, found };
    return Object.values(reasons).some((holds) => holds(each));
  }

  test("the verdict is the model's, but for the reasons above", () => {
    fc.assert(fc.property(mutants(documents), agrees), { numRuns: 800, seed: 5 });
  });

  test("so it is with odd values in every place", () => {
    const changed = changes(rare);
    expect(changed.length).toBeGreaterThan(1500);
    const odd = changed.filter((document) => !agrees(document));
    expect(odd.map((document) => [words(document), JSON.stringify(findings(document)[0])])).toEqual(
      [],
    );
  });

  test("anything at all gets an answer, each error with a place that is there", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.object(), mutants(documents)), (document) => {
        for (const { message, path } of gitlabErrors(document)) {
          expect(message).not.toBe("");
          let at: unknown = document;
          for (const step of path.slice(0, -1)) at = (at as Record<string, unknown>)[step];
          const last = path.at(-1);
          if (last !== undefined) expect(hasKey(at as object, String(last))).toBe(true);
        }
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});
