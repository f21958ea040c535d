import { describe, expect, test } from "vitest";
import { isRefusal } from "../../../src/lint/refusals/index.ts";
import { gitlabErrors } from "../../../src/lint/words/index.ts";
import { read, type Verdict, verdicts } from "./verdicts.ts";

const words = ({ yaml }: Verdict): readonly string[] =>
  gitlabErrors(read(yaml), { edition: "free" }).map(({ message }) => message);

/** At least this part of all configurations is told in GitLab's words to the letter. */
const least = 1;

describe("GitLab's own verdicts", () => {
  test("there are both kinds", () => {
    expect(verdicts.filter(({ valid }) => valid).length).toBeGreaterThan(50);
    expect(verdicts.filter(({ valid }) => !valid).length).toBeGreaterThan(50);
  });

  test("the verdict is GitLab's", () => {
    const wrong = verdicts.filter((row) => (words(row).length === 0) !== row.valid);
    expect(wrong.map((row) => [row.yaml, row.errors, words(row)])).toEqual([]);
  });

  test("each error has a row", () => {
    const told = verdicts.flatMap(({ yaml }) => gitlabErrors(read(yaml), { edition: "free" }));
    expect(told.length).toBeGreaterThan(50);
    expect(told.filter(({ code }) => !isRefusal(code))).toEqual([]);
  });

  test("the words are GitLab's, in its order", () => {
    const other = verdicts.filter(
      (row) => JSON.stringify(words(row)) !== JSON.stringify(row.errors),
    );
    const ratio = 1 - other.length / verdicts.length;
    console.log(`literal: ${verdicts.length - other.length} of ${verdicts.length}`);
    expect({
      least: ratio >= least,
      other: ratio >= least ? [] : other.map((row) => [row.errors, words(row)]),
    }).toEqual({ least: true, other: [] });
  });
});
