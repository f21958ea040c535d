import { describe, expect, test } from "vitest";
import { readConfiguration } from "../../src/model/index.ts";
import { findings, pipeline } from "./helper.ts";

const x = { script: ["x"] };

describe("readConfiguration", () => {
  test("keeps keywords apart from jobs", () => {
    expect(
      readConfiguration({ stages: ["a"], variables: null, pages: x, ".h": x }, "child.yml"),
    ).toEqual({
      origin: "child.yml",
      stages: ["a"],
      jobs: [
        { name: "pages", origin: "child.yml", config: x },
        { name: ".h", origin: "child.yml", config: x },
      ],
    });
  });

  test("puts old keywords into default", () => {
    const draft = readConfiguration({ image: "a", cache: null, default: { tags: ["t"] }, x }, "f");
    expect(draft.default).toEqual({ image: "a", tags: ["t"] });
    expect(pipeline({ before_script: "x", x }).default).toEqual({ before_script: "x" });
  });

  test.each([
    ["TOP_LEVEL", ["a"]],
    ["TOP_LEVEL", null],
    ["TOP_LEVEL", "a"],
    ["DEFAULT_TWICE", { image: "a", default: { image: "b" }, x }],
  ])("%s: %j", (code, document) => {
    expect(findings(() => readConfiguration(document, "f")).map((f) => f.code)).toEqual([code]);
  });
});
