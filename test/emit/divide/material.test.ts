import { describe, expect, test } from "vitest";
import { compileJob, reference } from "../../../src/model/index.ts";
import type { Document } from "../../model/helper.ts";
import { apart, childOf, configs, grandchildrenOf, job, plan } from "./helper.ts";

/** What stands in the pipeline of `a`, whose jobs compile to what they were. */
function ofA(document: Document): Document {
  const divided = apart(document);
  const before = plan(document);
  for (const place of [childOf(divided), ...grandchildrenOf(divided)]) {
    for (const { name, kind } of place.jobs) {
      if (kind === "hidden" || name.startsWith("start ")) continue;
      expect([name, compileJob(place, name)]).toEqual([name, compileJob(before, name)]);
    }
  }
  const index = divided.groups.findIndex(({ name }) => name === "a");
  return configs(divided.groups[index]!.draft.jobs);
}
const names = (document: Document) => Object.keys(ofA(document));

describe("hidden jobs come along where they are used", () => {
  const hidden = {
    ".one": { extends: ".two" },
    ".two": { script: reference(".three", "script") },
    ".three": { script: ["x"] },
    ".four": { script: ["x"] },
    "b:x": { extends: ".four" },
  };

  test("by extends and by references, directly or not", () => {
    expect(names({ ...hidden, "a:x": { extends: ".one" } })).toEqual([
      ".one",
      ".three",
      ".two",
      "a:x",
    ]);
  });
  test("deep in a job", () => {
    const a = { "a:x": job({ variables: { A: reference(".three", "script") } }) };
    const three = { ".three": { script: "x" } };
    expect(names({ ...hidden, ...three, ...a })).toEqual([".three", "a:x"]);
  });
  test("by what stands above all jobs, then in every place", () => {
    const document = { ...hidden, default: { before_script: reference(".three", "script") } };
    expect(names({ ...document, "a:x": job() })).toEqual([".three", "a:x"]);
    expect(configs(apart({ ...document, X: job() }).top)).toEqual({
      ".three": { script: ["x"] },
      X: job(),
    });
  });
  test("and not where nobody uses them any more", () => {
    const a = { ".n": { needs: ["b:x"] }, "a:x": job({ needs: reference(".n", "needs") }) };
    expect(Object.keys(configs(apart({ "b:x": job(), ...a }).groups[1]!.draft.jobs))).toEqual([
      "a:x",
    ]);
  });
});

describe("a visible job that runs elsewhere comes along under a hidden name", () => {
  const b = { "b:x": job({ image: "x", variables: { B: "1" } }) };

  test("where it is extended", () => {
    expect(ofA({ ...b, "a:x": { extends: ["b:x"], variables: { A: "1" } } })).toEqual({
      ".fanout:b:x": b["b:x"],
      "a:x": { extends: [".fanout:b:x"], variables: { A: "1" } },
    });
  });
  test("where it is referred to, also by hidden jobs", () => {
    const document = {
      ...b,
      ".h": { image: reference("b:x", "image") },
      "a:x": { extends: ".h", script: reference("b:x", "script") },
    };
    expect(ofA(document)).toEqual({
      ".fanout:b:x": b["b:x"],
      ".h": { image: reference(".fanout:b:x", "image") },
      "a:x": { extends: [".h"], script: reference(".fanout:b:x", "script") },
    });
  });
  test("where what stands above all jobs refers to it", () => {
    const divided = apart({ ...b, default: { image: reference("b:x", "image") }, X: job() });
    expect(divided.globals.default).toEqual({ image: reference(".fanout:b:x", "image") });
    expect(divided.groups[0]?.draft.default).toEqual({ image: reference("b:x", "image") });
    expect(configs(divided.top)).toEqual({ ".fanout:b:x": b["b:x"], X: job() });
  });
  test("which no other job has", () => {
    const document = { ...b, ".fanout:b:x": { image: "y" }, "a:x": { extends: "b:x" } };
    expect(names(document)).toEqual([".fanout:b:x'", "a:x"]);
  });
  test("and keeps keys from Object's prototype", () => {
    const variables = JSON.parse('{"__proto__": "1"}');
    const made = ofA({ ...b, "a:x": { extends: "b:x", variables } });
    expect(Object.keys((made["a:x"] as Document).variables as object)).toEqual(["__proto__"]);
  });
});

test("a job that is one reference as a whole is written out where its needs change", () => {
  const document = {
    ".h": job({ needs: ["b:x"], image: "x" }),
    "a:x": reference(".h"),
    "b:x": job(),
  };
  const { draft } = apart(document).groups[1]!;
  expect(configs(draft.jobs)).toEqual({ "a:x": job({ needs: [], image: "x" }) });
});
