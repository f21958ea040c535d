import type { RefusalCode } from "../../../src/lint/refusals/index.ts";

/** Files of a repository by path; a text alone is `.gitlab-ci.yml`. */
export type Case = string | Readonly<Record<string, string>>;

const entry = ".gitlab-ci.yml";
const job = "b: {script: x}\n";
const including = (include: string, more: Readonly<Record<string, string>> = {}) => ({
  [entry]: `include: ${include}\n${job}`,
  ...more,
});
/** A file `a.yml` with this header and body, included with these inputs. */
const given = (inputs: string, header: string, body = job) =>
  including(`[{local: a.yml, inputs: ${inputs}}]`, { "a.yml": `${header}\n---\n${body}` });
const declared = (specs: string, inputs = "{}", body = job) =>
  given(inputs, `spec: {inputs: {${specs}}}`, body);
const filled = (block: string) =>
  declared("a: {type: array, default: [x]}", "{}", `b: {script: '${block}'}`);
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

/** A configuration for each code that reading the files gives. */
export const fileCases = {
  "configuration-missing": {},
  "configuration-empty": "\n",
  "configuration-form": "- a\n",
  "yaml-too-big": `.a0: &a0 [${"x, ".repeat(1000)}]\n.a1: &a1 [${"*a0, ".repeat(100)}]\n.a2: [${"*a1, ".repeat(10)}]\n${job}`,
  "file-too-big": `${job}# ${"x".repeat(3 * 2 ** 20)}\n`,
  "yaml-class": "b: {script: x, variables: {A: 2026-01-01}}",
  "extends-missing-job": "b: {extends: .a, script: x}",
  "extends-form": ".a: x\nb: {extends: .a, script: x}",
  "extends-too-deep": `b: {script: x}\n${many(13, (n) => `.e${n}: {extends: ${n === 12 ? "b" : `.e${n + 1}`}}`)}`,
  "circular-extends": "a: {extends: b, script: x}\nb: {extends: a}",
  "reference-missing": "b: {script: [!reference [.a, script]]}",
  "reference-circle":
    "a: {script: [!reference [b, script]]}\nb: {script: [!reference [a, script]]}",
  "include-kinds": including("[{local: a.yml, remote: 'https://a.example/a.yml'}]"),
  "include-kind-missing": including("[{locl: a.yml}]"),
  "include-file-missing": including("a.yml"),
  "include-project-file": `${job}t: {trigger: {include: [{project: a/b}]}}`,
  "include-name": including("[{local: [a.yml]}]"),
  "include-extension": including("a.txt"),
  "include-address": including("[{remote: a.yml}]"),
  "include-template": including("[{template: a.yml}]"),
  "include-integrity": `${job}t: {trigger: {include: [{remote: 'https://a.example/a.yml', integrity: x}]}}`,
  "include-cache": `${job}t: {trigger: {include: [{local: a.yml, cache: true}]}}`,
  "include-empty": including("a.yml", { "a.yml": "" }),
  "include-content": including("a.yml", { "a.yml": "# nothing\n" }),
  "include-without-project": including("[{template: A.gitlab-ci.yml}]", {
    "template:A.gitlab-ci.yml": "include: b.yml\n",
  }),
  "include-artifact-in-parent": including("[{artifact: a.yml, job: b}]"),
  "include-too-many": including("a.yml", { "a.yml": "include: a.yml\n" }),
  "includes-too-big": including("a.yml", { "a.yml": job }),
  "include-rules-form": including("[{local: a.yml, rules: x}]", { "a.yml": job }),
  "include-rules-keyword": including("[{local: a.yml, rules: [{a: b}]}]", { "a.yml": job }),
  "include-rules-when": including("[{local: a.yml, rules: [{when: x}]}]", { "a.yml": job }),
  "header-form": declared("a: {defalt: x}"),
  "header-include": including("a.yml", {
    "a.yml": `spec: {include: [{local: c.yml}]}\n---\n${job}`,
    "c.yml": "b: {script: x}\n",
  }),
  "header-include-in-component": including("[{component: a.example/g/p/c@1}]", {
    "component:a.example/g/p/c@1": `spec: {include: [{local: c.yml}]}\n---\n${job}`,
  }),
  "input-twice": including("a.yml", {
    "a.yml": `spec: {include: [{local: c.yml}], inputs: {a: {default: x}}}\n---\n${job}`,
    "c.yml": "inputs: {a: {default: x}}\n",
  }),
  "input-options": declared(`a: {options: [${"x, ".repeat(51)}], default: x}`),
  "input-rules": declared("a: {rules: [{default: x}], default: x}"),
  "inputs-form": given("x", "spec: {inputs: {}}"),
  "inputs-without-spec": including("[{local: a.yml, inputs: {a: b}}]", { "a.yml": job }),
  "input-unknown": declared("a: {default: x}", "{c: d}"),
  "input-missing": declared("a: {type: string}"),
  "input-value": declared("a: {type: number}", "{a: x}"),
  "interpolation-unknown": filled("$[[ inputs.c ]]"),
  "interpolation-syntax": filled("$[[ inputs ]]"),
  "interpolation-index": filled("$[[ inputs.a[3] ]]"),
  "interpolation-function": filled("$[[ inputs.a | shout ]]"),
  "interpolation-too-big": declared(
    "a: {default: x}",
    "{}",
    `b: {script: '$[[ inputs.a ]]${"x".repeat(1_100_000)}'}`,
  ),
} as const satisfies Partial<Record<RefusalCode, Case>>;
