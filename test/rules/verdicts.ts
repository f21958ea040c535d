import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What GitLab and Ruby answered (test/fixtures/verdicts), a row a line. */
export const verdicts = <Row>(name: string): readonly Row[] =>
  readFileSync(join(import.meta.dirname, "../fixtures/verdicts", name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
