import { type Diagnostic, found } from "../diagnostics/index.ts";
import type { Compiler } from "./compiler.ts";
import type { Hash } from "./copy.ts";
import { defaultKeywords, include, pipelineVariables, workflow } from "./keywords/index.ts";
import { nests } from "./keywords/shared.ts";
import { defaultStages, edgeStages } from "./names.ts";
import { normal } from "./normal.ts";
import { shapeFindings } from "./shape.ts";

const schemas = { default: defaultKeywords, include, variables: pipelineVariables, workflow };

const isString = (value: unknown): boolean => typeof value === "string";
const stagesProblem =
  "should be a list of strings, or of lists of strings nested to 10; GitLab reads no other form";

/** The findings of the top level: each keyword's own shape (GitLab: entry/root.rb). */
export function checkTop(
  compiled: Compiler,
  top: Hash,
  at: (...path: readonly (string | number)[]) => readonly (string | number)[],
): readonly Diagnostic[] {
  return Object.keys(top).flatMap((key): readonly Diagnostic[] => {
    const { config, findings } = compiled.resolve(key);
    if (config === undefined) return findings;
    if (key === "stages") {
      const sound = Array.isArray(config) && nests(config, 10, isString);
      if (sound) return findings;
      return [...findings, found("KEYWORD_VALUE", at(key), { problem: stagesProblem })];
    }
    // `normal` reads keywords of a hash, so the value is put under its own key.
    const value = (normal({ [key]: config }) as Hash)[key];
    const schema = schemas[key as keyof typeof schemas];
    return [...findings, ...shapeFindings(schema, value, (path) => at(key, ...path))];
  });
}

/**
 * All stages in order, `.pre` first and `.post` last
 * (GitLab: lib/gitlab/ci/config/edge_stages_injector.rb).
 */
export function stagesOf(stages: unknown): readonly string[] {
  const listed = Array.isArray(stages) ? stages.flat(10).filter(isString) : defaultStages;
  const [first, last] = edgeStages;
  const between = (listed as readonly string[]).filter((name) => name !== first && name !== last);
  return [first, ...new Set(between), last];
}
