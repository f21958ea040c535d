import { describe, expect, test } from "vitest";
import { shards } from "../../../src/emit/divide/index.ts";
import type { Document } from "../../model/helper.ts";
import { job, plan, sharded } from "./helper.ts";

/** One job for each service, with its needs: `{ a: [], b: ["a"] }`. */
const services = (needs: Readonly<Record<string, readonly string[]>>): Document =>
  Object.fromEntries(
    Object.entries(needs).map(([name, others]) => [
      `${name}:x`,
      job({ needs: others.map((other) => (other === other.toUpperCase() ? other : `${other}:x`)) }),
    ]),
  );

/** The groups of that with `room` jobs each, as words of service names. */
const packed = (room: number, needs: Readonly<Record<string, readonly string[]>>, more = {}) =>
  sharded({ ...services(needs), ...more }, room).map((jobs) =>
    jobs.map((name) => name.split(":")[0]).join(""),
  );

test("everything in one group where it fits", () => {
  expect(packed(3, { a: [], b: [], c: [] })).toEqual(["abc"]);
});

test("groups are called by their number", () => {
  const free = { jobs: 1, deployments: 9, bytes: 9 };
  const made = shards(plan(services({ a: [], b: [] })), free, () => ({ ...free, bytes: 1 }));
  expect(made).toEqual([
    { name: "1", jobs: ["a:x"] },
    { name: "2", jobs: ["b:x"] },
  ]);
});

test("nothing can be packed where nothing may move", () => {
  expect(packed(3, {}, { X: job() })).toEqual([]);
});

test("what is left over is shared out, and no group is tiny", () => {
  expect(packed(4, { a: [], b: [], c: [], d: [], e: [], f: [] })).toEqual(["abc", "def"]);
});

test("services that need each other stay together, directly or by way of others", () => {
  expect(packed(3, { a: [], b: [], c: [], d: ["a"], e: ["b"], f: ["c", "d"] })).toEqual([
    "acd",
    "bef",
  ]);
  expect(packed(2, { a: [], b: [], c: ["a"], d: ["b"] })).toEqual(["ac", "bd"]);
});

test("unless that takes more groups", () => {
  const pairs = { a: [], b: ["a"], c: [], d: ["c"], e: [], f: ["e"] };
  expect(packed(3, pairs)).toEqual(["abc", "def"]);
});

test("a group needs only earlier ones", () => {
  expect(packed(1, { a: ["b"], b: ["c"], c: [] })).toEqual(["c", "b", "a"]);
});

test("what comes after a job that stays is not in a group with what comes before", () => {
  const made = packed(9, { a: [], b: ["X"], c: ["b"], d: [] }, { X: job({ needs: ["a:x"] }) });
  expect(made).toEqual(["ad", "bc"]);
});

test("also where that is told by other services", () => {
  const more = { X: job({ needs: ["a:x"] }), Y: job({ needs: ["b:x"] }) };
  expect(packed(9, { a: [], b: ["X"], c: ["Y"] }, more)).toEqual(["a", "b", "c"]);
});

test("services in a circle are one", () => {
  const ring = {
    "a:x": job(),
    "a:y": job({ needs: ["b:x"] }),
    "b:x": job(),
    "b:y": job({ needs: ["a:x"] }),
  };
  expect(sharded({ ...ring, "c:x": job() }, 4)).toEqual([["a:x", "a:y", "b:x", "b:y"], ["c:x"]]);
});

test("a service that is too heavy has a group of its own", () => {
  const heavy = { "b:x": job(), "b:y": job(), "b:z": job() };
  expect(sharded({ "a:x": job(), ...heavy, "c:x": job() }, 2)).toEqual([
    ["a:x", "c:x"],
    ["b:x", "b:y", "b:z"],
  ]);
});

describe("each part of the capacity counts", () => {
  const weighed = (capacity: Partial<Record<"jobs" | "deployments" | "bytes", number>>) => {
    const off = Number.POSITIVE_INFINITY;
    const room = { jobs: off, deployments: off, bytes: off, ...capacity };
    const pipeline = plan(services({ a: [], b: [], c: [], d: [] }));
    const weightOf = ({ name }: { name: string }) => ({
      jobs: name < "b" ? 3 : 1,
      deployments: name < "c" ? 1 : 0,
      bytes: 10,
    });
    return shards(pipeline, room, weightOf).map((group) =>
      group.jobs.map((name) => name[0]).join(""),
    );
  };

  test("none", () => expect(weighed({})).toEqual(["abcd"]));
  test("jobs", () => expect(weighed({ jobs: 3 })).toEqual(["a", "bcd"]));
  test("deployments", () => expect(weighed({ deployments: 1 })).toEqual(["acd", "b"]));
  test("bytes", () => expect(weighed({ bytes: 20 })).toEqual(["ab", "cd"]));
});

test("a chain of thousands of services is no danger", () => {
  const chain: Record<string, readonly string[]> = { s0: [] };
  for (let index = 1; index < 3000; index++) chain[`s${index}`] = [`s${index - 1}`];
  expect(sharded(services(chain), 1000).map((jobs) => jobs.length)).toEqual([1000, 1000, 1000]);
});
