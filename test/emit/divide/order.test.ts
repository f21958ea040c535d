import { describe, expect, test } from "vitest";
import { divide } from "../../../src/emit/divide/index.ts";
import { limitsFor, type Pipeline } from "../../../src/model/index.ts";
import type { Document } from "../../model/helper.ts";
import { job, places, plan, starts, trigger } from "./helper.ts";

describe("stages in the child", () => {
  const stages = ["one", "two", "three"];
  const at = (stage: string, keywords: Document = {}) => job({ stage, ...keywords });

  test("a trigger job is in the first, or in the latest of what it needs", () => {
    const document = {
      stages,
      X: at("two"),
      Y: at(".pre"),
      Z: at("one"),
      "a:x": at("three", { needs: ["X", "Z"] }),
      "b:x": at("three", { needs: ["a:x"] }),
      "c:x": at("three", { needs: ["Y"] }),
    };
    expect(starts(document)).toEqual({
      a: ["two", "Z", "X"],
      b: ["two", "start a"],
      c: ["one", "Y"],
    });
  });
  test("a job that needs it comes no earlier, and so on along the needs", () => {
    const document = {
      stages,
      V: at("two"),
      "a:w": at("one"),
      "a:x": at("two", { needs: ["V"] }),
      X: at("one", { needs: ["a:w"] }),
      Y: at("one", { needs: ["X"], image: "x" }),
      Z: at("one", { needs: [] }),
    };
    expect(places(document).top).toEqual({
      V: at("two"),
      X: at("two", { needs: ["start a"] }),
      Y: at("two", { needs: ["X"], image: "x" }),
      Z: at("one", { needs: [] }),
    });
  });
  test("also a job that starts a pipeline from the files of one that is raised", () => {
    const include = [{ artifact: "x.yml", job: "X" }];
    const start = { stage: "one", needs: [], trigger: { include } };
    const document = {
      stages,
      V: at("two"),
      "a:w": at("one"),
      "a:x": at("two", { needs: ["V"] }),
      X: at("one", { needs: ["a:w"] }),
      Y: start,
    };
    expect(places(document).top).toMatchObject({
      X: { stage: "two" },
      Y: { ...start, stage: "two" },
    });
  });
  test("also at the edges", () => {
    const document = {
      stages,
      "a:v": at(".pre"),
      "a:w": at("one"),
      X: at(".pre", { needs: ["a:v"] }),
      Y: at(".post"),
      "b:x": at(".post", { needs: ["Y"] }),
      "b:y": at("one"),
    };
    expect(starts(document)).toEqual({ a: ["one"], b: [".post", "Y"] });
    expect(places(document).top).toMatchObject({ X: { stage: "one" }, Y: { stage: ".post" } });
  });
  test("a job that others extend is raised alone", () => {
    const document = {
      stages,
      V: at("two"),
      "a:w": at("one"),
      "a:x": at("two", { needs: ["V"] }),
      X: at("one", { needs: ["a:w"], image: "x" }),
      Y: { extends: "X", needs: [] },
    };
    expect(places(document).top).toEqual({
      ".fanout:X": at("one", { needs: ["a:w"], image: "x" }),
      V: at("two"),
      X: at("two", { needs: ["start a"], image: "x" }),
      Y: { extends: [".fanout:X"], needs: [] },
    });
  });
});

describe("a trigger job that needs more than GitLab allows", () => {
  const limits = limitsFor({ overrides: { needs: 2 } });
  const needsOf = (pipeline: Pipeline) => {
    const group = {
      name: "a",
      jobs: pipeline.jobs.filter((one) => one.service).map((one) => one.name),
    };
    return divide(pipeline, [group], trigger, limits).groups[0]!.needs.map(({ job }) => job);
  };
  const of = (document: Document) =>
    needsOf(
      plan({
        X: job(),
        Y: job({ needs: ["X"] }),
        Z: job({ needs: ["Y"] }),
        "a:x": job({ needs: ["X", "Y"] }),
        "a:y": job({ needs: ["Z"] }),
        ...document,
      }),
    );

  test("leaves out those that others wait for", () => expect(of({})).toEqual(["Z"]));
  test("not before it has to", () => {
    expect(of({ "a:y": job() })).toEqual(["X", "Y"]);
    expect(of({ X: job({ parallel: 2 }), "a:y": job() })).toEqual(["Y"]);
  });
  test("not by way of a job that may be missing, or that runs whatever happened", () => {
    const rules = [{ if: "$A" }];
    const optional = { needs: [{ job: "Z", optional: true }] };
    expect(of({ Z: job({ needs: ["Y"], rules }), "a:y": job(optional) })).toEqual(["Y", "Z"]);
    expect(of({ Z: job({ needs: ["Y"], when: "always" }) })).toEqual(["Y", "Z"]);
    expect(of({ Z: job({ needs: ["Y"], rules: [{ when: "always" }] }) })).toEqual(["Y", "Z"]);
  });
  test("not by way of needs that a rule may change", () => {
    const rules = [{ if: "$A", needs: [] }, { when: "on_success" }];
    expect(of({ Z: job({ needs: ["Y"], rules }) })).toEqual(["Y", "Z"]);
  });
  test("not by way of a need on one copy of many", () => {
    const [all, one] = [[{ A: ["1", "2"] }], [{ A: ["1"] }]];
    const Y = job({ parallel: { matrix: all } });
    expect(of({ Y, Z: job({ needs: ["Y: [1]"] }) })).toEqual(["X", "Y", "Z"]);
    const need = { job: "Y", parallel: { matrix: one } };
    expect(of({ Y, Z: job({ needs: [need] }) })).toEqual(["X", "Y", "Z"]);
  });
  test("not by way of a job whose files it starts a pipeline from, without a need", () => {
    const include = [{ artifact: "x.yml", job: "Y" }];
    expect(of({ Z: { needs: [], trigger: { include } } })).toEqual(["Y", "Z"]);
  });
});
