import { isHash, member, parallelCount } from "../../../model/index.ts";
import type { Below, Entry, Kind, Test } from "../entry.ts";
import { fault, nodes, oneOf } from "../entry.ts";
import { asNumber, setTo } from "../meant.ts";
import { isInteger, isString } from "../ruby.ts";
import * as t from "../validators.ts";

const isCell = (value: unknown): boolean => isString(value) || isInteger(value);

const row: Test = (value) =>
  isHash(value) &&
  Object.values(value).every((cell) => (Array.isArray(cell) ? cell.every(isCell) : isCell(cell)))
    ? undefined
    : fault("matrix-form", "should be a hash of key value pairs, value can be an array");

/** entry/product/variables.rb */
const variables: Kind = {
  name: "variables",
  checks: [t.config(row, t.atLeast(1, "matrix-form", "requires at least 1 items"))],
};

/** entry/product/matrix.rb; its rows are counted whether they are sound or not. */
const matrix: Kind = {
  name: "matrix",
  checks: [t.config(t.hashes)],
  below: (config) =>
    (config as readonly unknown[]).map(
      (value, index): Below => ({ key: undefined, at: [index], value, kind: variables }),
    ),
  composed({ config, open }: Entry, { limits }) {
    const limit = limits.parallel.value;
    return open && parallelCount({ matrix: config }) > limit
      ? [fault("matrix-too-large", `config generates too many jobs (maximum is ${limit})`)]
      : [];
  },
};

const numbers = (allowed: boolean): Kind => ({
  name: "parallel builds",
  checks: [
    t.config(
      t.between("parallel-too-many", 1, ({ limits }) => limits.parallel.value),
      () => (allowed ? undefined : fault("parallel-number", 'cannot use "parallel: <number>".')),
    ),
  ],
});

const matrices: Kind = {
  name: "matrix builds",
  checks: [t.config(t.allowed(["matrix"]), t.required("matrix"))],
  below: nodes(["matrix", matrix]),
};

/** entry/product/parallel.rb; trigger jobs and needs know no number. */
export const parallel = (allowed: "number or matrix" | "matrix") =>
  oneOf(
    (location, value) =>
      fault("parallel-form", `${location} should be an integer or a hash`, setTo(asNumber(value))),
    [(value) => typeof value === "number", numbers(allowed !== "matrix")],
    [isHash, matrices],
  );

/** Whether a need says how many jobs it means by a number, which it cannot. */
export const isNumbered = (need: unknown): boolean =>
  isHash(need) && typeof member(need, "parallel") === "number";
