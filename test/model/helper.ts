import { expect, test } from "vitest";
import { type Code, type Diagnostic, UserError } from "../../src/diagnostics/index.ts";
import { definePipeline, type Pipeline, readConfiguration } from "../../src/model/index.ts";

export type Document = Readonly<Record<string, unknown>>;

/** The pipeline of a configuration written as an object. */
export const pipeline = (document: Document): Pipeline =>
  definePipeline(readConfiguration(document, "child.yml"));

/** What is found in it; nothing when it is valid. */
export function findings(make: () => unknown): readonly Diagnostic[] {
  try {
    make();
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.diagnostics;
    throw error;
  }
}

/** The codes of what is found, each once. */
export const codes = (document: Document): readonly Code[] => [
  ...new Set(findings(() => pipeline(document)).map(({ code }) => code)),
];

/** The lines that a user reads. */
export function told(document: Document): string {
  try {
    pipeline(document);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** One rule: a configuration that it accepts, its twin that it refuses, and with what code. */
export type Twin = readonly [name: string, good: Document, bad: Document, code: Code];

/** One test a row. */
export const twins = (rows: readonly Twin[]): void =>
  test.each(rows)("%s", (_, good, bad, code) => {
    expect(codes(good)).toEqual([]);
    expect(codes(bad)).toEqual([code]);
  });

/** A configuration of one job, `web:test`, that has these keywords besides its script. */
export const job = (keywords: Document): Document => ({
  "web:test": { script: ["x"], ...keywords },
});

/** A configuration of one trigger job. */
export const trigger = (keywords: Document): Document => ({
  child: { trigger: { include: "child.yml" }, ...keywords },
});
