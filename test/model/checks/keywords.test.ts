import { describe } from "vitest";
import { job, twins } from "../helper.ts";

const x = { script: ["x"] };
const run = [{ name: "a", script: "x" }];

describe("keywords that speak of each other", () => {
  twins([
    ["script or trigger", { a: x }, { a: { ...x, trigger: "g/a" } }, "KEYWORDS_TOGETHER"],
    ["script or run", { a: { run } }, { a: { ...x, run } }, "KEYWORDS_TOGETHER"],
    [
      "before_script or run",
      { a: { run } },
      { a: { run, before_script: [] } },
      "KEYWORDS_TOGETHER",
    ],
    [
      "rules or only",
      job({ rules: [{ if: "$A" }] }),
      job({ rules: [{ if: "$A" }], only: ["main"] }),
      "KEYWORDS_TOGETHER",
    ],
    [
      "rules or start_in",
      job({ rules: [{ when: "delayed", start_in: "1h" }] }),
      job({ rules: [{ if: "$A" }], when: "delayed", start_in: "1h" }),
      "KEYWORDS_TOGETHER",
    ],
    [
      "delayed with start_in",
      job({ when: "delayed", start_in: "5 minutes" }),
      job({ when: "delayed" }),
      "KEYWORD_MISSING",
    ],
    [
      "start_in with delayed",
      job({ when: "delayed", start_in: "1 week" }),
      job({ start_in: "1 week" }),
      "KEYWORD_VALUE",
    ],
    ["publish in pages", { pages: { ...x, publish: "p" } }, job({ publish: "p" }), "KEYWORD_VALUE"],
    [
      "publish once",
      job({ pages: { publish: "p" } }),
      job({ pages: { publish: "p" }, publish: "p" }),
      "KEYWORDS_TOGETHER",
    ],
    [
      "a trigger job needs its own pipeline's jobs",
      { a: x, c: { trigger: "g/a", needs: ["a"] } },
      { c: { trigger: "g/a", needs: [{ pipeline: "$P", job: "a" }] } },
      "NEEDS_FORM",
    ],
    [
      "a script does not mirror a pipeline",
      { c: { needs: { pipeline: "g/a" } } },
      { c: { ...x, needs: [{ pipeline: "g/a" }] } },
      "NEEDS_FORM",
    ],
    ["needs alone do nothing", { a: x }, { a: x, b: { needs: ["a"] } }, "TRIGGER_MISSING"],
    ["a job does something", { a: x }, { a: { image: "x" } }, "JOB_WITHOUT_WORK"],
    [
      "a job may get its work from an included file",
      { include: "more.yml", a: { image: "x" } },
      { include: [], a: { image: "x" } },
      "JOB_WITHOUT_WORK",
    ],
    ["a job is a hash", { a: x }, { a: "x" }, "JOB_NOT_HASH"],
    ["a hidden job holds something", { a: x, ".b": ["y"] }, { a: x, ".b": {} }, "JOB_BLANK"],
  ]);
});
