import type { Texts } from "./helper.ts";

export const MiB = 1_048_576;
export const each = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(", ");
export const lines = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${make(index)}\n`).join("");

export const job = "b: {script: x}\n";
/** A configuration of so many bytes. */
export const ofBytes = (bytes: number) => `${job}#`.padEnd(bytes, "x");
/** Lists in lists. */
export const nested = (levels: number) => `${"[".repeat(levels)}x${"]".repeat(levels)}`;
export const deep = (levels: number) => `${job}.d: ${nested(levels - 1)}`;
/** A file that is 2 MiB of text at the least when Ruby has read it. */
export const parsed = (strings: number): string =>
  `${job}.a: &a [${each(1000, () => "x".repeat(100))}]\n${lines(strings, (n) => `.c${n}: *a`)}`;
export const includes = (count: number): Texts => ({
  ".gitlab-ci.yml": `include: [${each(count, (n) => `f${n}.yml`)}]\n${job}`,
  ...Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`f${n}.yml`, `.f${n}: {script: x}`]),
  ),
});
export const together: Texts = {
  ".gitlab-ci.yml": `include: a.yml\n${job}`,
  "a.yml": ".a: {script: x}",
};

export const name = (length: number) => "n".repeat(length);
export const jobs = (count: number) => lines(count, (n) => `j${n}: {script: x}`);
export const needs = (count: number) =>
  `${jobs(count)}last: {script: x, needs: [${each(count, (n) => `j${n}`)}]}`;
export const parallelNeeds = (copies: number) =>
  `many: {script: x, parallel: ${copies}}\nlast: {script: x, needs: [many]}`;
export const crossing = (count: number) =>
  `b: {script: x, needs: [${each(count, (n) => `{pipeline: $UP, job: j${n}}`)}]}`;
/** A need of a parallel job whose name grows by ` 1/2`. */
export const longNeed = (length: number) =>
  `${name(length - 4)}: {script: x, parallel: 2}\nlast: {script: x, needs: [${name(length - 4)}]}`;
export const matrix = (cells: number) =>
  `b: {script: x, parallel: {matrix: [{A: [${each(cells, String)}]}]}}`;
export const product = (a: number, b: number) =>
  `b: {script: x, parallel: {matrix: [{A: [${each(a, String)}], B: [${each(b, String)}]}]}}`;
export const chain = (levels: number) =>
  `${lines(levels, (n) => `.c${n}: {extends: .c${n + 1}}`)}.c${levels}: {script: x}\nb: {extends: .c0}`;
export const script = (levels: number) => `b: {script: ${nested(levels)}}`;
export const rules = (levels: number) =>
  `b: {script: x, rules: ${"[".repeat(levels)}{when: always}${"]".repeat(levels)}}`;
export const stages = (levels: number) => `stages: ${nested(levels).replace("x", "test")}\n${job}`;
export const tags = (count: number) => `b: {script: x, tags: [${each(count, (n) => `t${n}`)}]}`;
export const caches = (count: number) =>
  `b: {script: x, cache: [${each(count, (n) => `{paths: [p${n}]}`)}]}`;
export const changes = (count: number) =>
  `b: {script: x, rules: [{changes: [${each(count, (n) => `p${n}`)}]}]}`;
export const changesPaths = (count: number) =>
  `b: {script: x, rules: [{changes: {paths: [${each(count, (n) => `p${n}`)}]}}]}`;
export const exists = (count: number) =>
  `b: {script: x, rules: [{exists: [${each(count, (n) => `p${n}`)}]}]}`;
export const tokens = (count: number) =>
  `b: {script: x, rules: [{if: '${"!".repeat(count - 1)}$A'}]}`;
export const triggered = (count: number) =>
  `t: {trigger: {include: [${each(count, (n) => `f${n}.yml`)}]}}`;
export const inputs = (count: number) =>
  `t: {trigger: {project: a/b, inputs: {${each(count, (n) => `i${n}: x`)}}}}`;
export const oneJob = (bytes: number) => `b: {script: ["${"x".repeat(bytes)}"]}`;

/** Files with inputs, filled in by blocks. */
export const filled = (content: string, inputsGiven = "a: {default: x}"): Texts => ({
  ".gitlab-ci.yml": `spec: {inputs: {${inputsGiven}}}\n---\n${content}`,
});
export const block = "$[[ inputs.a ]]";
