import { describe, expect, test } from "vitest";
import { isRefusal } from "../../../src/lint/refusals/index.ts";
import { gitlabErrors, type WordsOptions } from "../../../src/lint/words/index.ts";
import { read } from "./verdicts.ts";

/** GitLab's words for a configuration. */
export const words = (yaml: string, options: WordsOptions = {}): readonly string[] =>
  gitlabErrors(read(yaml), options).map(({ message }) => message);

/** A configuration that GitLab refuses, and all that it says. */
export type Row = readonly [mistake: string, yaml: string, ...errors: readonly string[]];

/** A trigger job with these keywords, beside a job `b`. */
export const trigger = (keywords: string): string => `b: {script: x}\nt: {${keywords}}`;

/** One test a row. */
export function texts(what: string, rows: readonly Row[]): void {
  describe(`GitLab's words: ${what}`, () => {
    test.each(rows)("%s", (_, yaml, ...errors) => {
      expect(words(yaml)).toEqual(errors);
      expect(gitlabErrors(read(yaml)).filter(({ code }) => !isRefusal(code))).toEqual([]);
    });
  });
}
