import { readFileSync } from "node:fs";
import { parseYaml } from "../../../src/yaml/read.ts";

/** What GitLab's own code said of a configuration (FOSS 18.11.2). */
export interface Verdict {
  readonly yaml: string;
  readonly valid: boolean;
  readonly errors: readonly string[];
}

const file = new URL("../../fixtures/verdicts/lint.jsonl", import.meta.url);

export const verdicts: readonly Verdict[] = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Verdict);

/** YAML as `fanout` reads it. */
export const read = (yaml: string): unknown => parseYaml(yaml, ".gitlab-ci.yml");
