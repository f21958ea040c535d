import { describe, expect, test } from "vitest";
import type { Document } from "../../model/helper.ts";
import { apart, childOf, grandchildrenOf, job, maker } from "./helper.ts";

/** What is left of the needs of `a:x`, and what is told about those that went. */
function left(document: Document) {
  const divided = apart(document);
  childOf(divided);
  grandchildrenOf(divided);
  const { config } = divided.groups
    .flatMap(({ draft }) => draft.jobs)
    .find(({ name }) => name === "a:x")!;
  const moved = divided.moved.get("a:x") ?? [];
  return {
    needs: (config as Document).needs,
    lost: moved.filter(({ artifacts }) => artifacts).map(({ need }) => need),
  };
}

const download = (name: string) => ({ pipeline: "$FANOUT_CHILD_ID", job: name });
const x = (...needs: readonly unknown[]): Document => ({ "a:x": job({ needs }) });
const rules = [{ if: "$A" }];

test("every need that leads elsewhere is told, with its group", () => {
  const document = {
    X: maker(),
    Y: job(),
    "a:x": job({ needs: ["b:x", "X", "Y"] }),
    "b:x": maker(),
    Z: job({ needs: ["a:x", "b:x"] }),
  };
  expect(Object.fromEntries(apart(document).moved)).toEqual({
    "a:x": [
      { need: "b:x", group: "b", artifacts: true },
      { need: "X", group: undefined, artifacts: false },
      { need: "Y", group: undefined, artifacts: false },
    ],
    Z: [
      { need: "a:x", group: "a", artifacts: false },
      { need: "b:x", group: "b", artifacts: true },
    ],
  });
});

describe("artifacts of a job of another group are lost", () => {
  const lost = (name: string, artifacts: unknown, isLost: boolean, keywords: Document = {}) =>
    test(name, () => {
      const b = { "b:x": job({ artifacts, ...keywords }) };
      expect(left({ ...x("b:x"), ...b })).toEqual({ needs: [], lost: isLost ? ["b:x"] : [] });
    });

  lost("files", { paths: ["dist"] }, true);
  lost("files that git does not know", { untracked: true }, true);
  lost("variables", { reports: { dotenv: "x.env" } }, true);
  lost("pages", undefined, true, { pages: true });
  lost("but not reports", { reports: { junit: "x.xml" }, expire_in: "1 day" }, false);
  lost("but not where there are none", undefined, false);

  test("and those that default gives to every job", () => {
    const all = { default: { artifacts: { paths: ["dist"] } }, ...x("b:x"), "b:x": job() };
    expect(left(all).lost).toEqual(["b:x"]);
  });
  test("but not where nobody wanted them", () => {
    const b = { "b:x": maker() };
    expect(left({ ...x({ job: "b:x", artifacts: false }), ...b }).lost).toEqual([]);
    const own = { "a:x": job({ needs: ["b:x"], dependencies: [] }) };
    expect(left({ ...own, ...b }).lost).toEqual([]);
    const refused = [{ job: "b:x", artifacts: false }];
    const both = { "a:x": job({ needs: refused, dependencies: ["b:x"] }) };
    expect(left({ ...both, ...b }).lost).toEqual([]);
  });
  test("and a trigger job only wanted variables", () => {
    const a = { "a:x": { trigger: { project: "g/o" }, needs: ["b:x"] } };
    expect(left({ ...a, "b:x": maker() }).lost).toEqual([]);
    const b = { "b:x": job({ artifacts: { reports: { dotenv: "x.env" } } }) };
    expect(left({ ...a, ...b })).toEqual({ needs: [], lost: ["b:x"] });
  });
  test("and those of a need that is a dependency as well", () => {
    const a = { "a:x": job({ needs: ["b:x"], dependencies: ["b:x"] }) };
    expect(left({ ...a, "b:x": maker() }).lost).toEqual(["b:x"]);
  });
  test("and those of dependencies without needs", () => {
    const a = { "a:x": job({ dependencies: ["b:x", "b:y"] }) };
    const b = { "b:x": maker({ stage: "build" }), "b:y": job({ stage: "build" }) };
    expect(left({ ...a, ...b })).toEqual({ needs: undefined, lost: ["b:x"] });
  });
});

describe("artifacts of a job of the child are downloaded", () => {
  test("instead of the need", () => {
    expect(left({ X: maker(), ...x("X") })).toEqual({ needs: [download("X")], lost: [] });
  });
  test("also of the job that is called pages, unless it says that it is none", () => {
    expect(left({ pages: job(), ...x("pages") }).needs).toEqual([download("pages")]);
    expect(left({ pages: job({ pages: false }), ...x("pages") }).needs).toEqual([]);
  });
  test("as each copy that GitLab makes", () => {
    const two = { X: maker({ parallel: 2 }) };
    expect(left({ ...two, ...x("X") }).needs).toEqual([download("X 1/2"), download("X 2/2")]);
    expect(left({ ...two, ...x("X 2/2") }).needs).toEqual([download("X 2/2")]);
    const matrix = [{ A: ["1", "2"] }];
    const some = { job: "X", parallel: { matrix: [{ A: ["2"] }] } };
    const grid = { X: maker({ parallel: { matrix } }), ...x(some) };
    expect(left(grid).needs).toEqual([download("X: [2]")]);
  });
  test("not those of a copy that the job's own matrix tells", () => {
    const matrix = [{ A: ["1"] }];
    const own = { job: "X", parallel: { matrix: [{ A: ["$[[ matrix.A ]]"] }] } };
    const a = { "a:x": job({ parallel: { matrix }, needs: [own] }) };
    expect(left({ X: maker({ parallel: { matrix } }), ...a })).toEqual({ needs: [], lost: ["X"] });
  });
  test("not where the job may be missing, which would fail", () => {
    const maybe = { X: maker({ rules }), ...x({ job: "X", optional: true }) };
    expect(left(maybe)).toEqual({ needs: [], lost: ["X"] });
    const sure = { X: maker(), ...x({ job: "X", optional: true }) };
    expect(left(sure)).toEqual({ needs: [download("X")], lost: [] });
    const alike = { X: maker({ rules }), "a:x": job({ rules, needs: ["X"] }) };
    expect(left(alike)).toEqual({ needs: [download("X")], lost: [] });
  });
  test("not where GitLab would read a variable in the name", () => {
    expect(left({ X$HOME: maker(), ...x("X$HOME") })).toEqual({ needs: [], lost: ["X$HOME"] });
  });
  test("not by a trigger job, which may not", () => {
    const env = { X: job({ artifacts: { reports: { dotenv: "x.env" } } }) };
    const a = { "a:x": { trigger: { project: "g/o" }, needs: ["X"] } };
    expect(left({ ...env, ...a })).toEqual({ needs: [], lost: ["X"] });
  });
  test("not by a rule, which may not", () => {
    const own = { "a:x": job({ needs: [], rules: [{ if: "$A", needs: ["X"] }] }) };
    expect(left({ X: maker(), ...own })).toEqual({ needs: [], lost: ["X"] });
  });
  test("of five jobs, with those that were there, and no more", () => {
    const there = { pipeline: "$P", job: "y" };
    const names = ["A", "B", "C", "D", "E"];
    const all = Object.fromEntries(names.map((name) => [name, maker()]));
    expect(left({ ...all, ...x(...names) }).lost).toEqual([]);
    expect(left({ ...all, ...x(there, ...names) })).toEqual({
      needs: [there, ...["A", "B", "C", "D"].map(download)],
      lost: ["E"],
    });
    const many = { ...all, A: maker({ parallel: 5 }), ...x("B", "A", "C") };
    expect(left(many)).toEqual({ needs: [download("B"), download("C")], lost: ["A"] });
  });
});
