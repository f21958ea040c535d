import { isHash, member } from "../../../model/index.ts";
import type { Entry, Kind, Test } from "../entry.ts";
import { fault, items, nodes, oneOf } from "../entry.ts";
import { isString } from "../ruby.ts";
import * as t from "../validators.ts";
import { isNumbered, parallel } from "./parallel.ts";
import { leaf } from "./simple.ts";

/** What a need is about: a job of this pipeline, one of another, or another pipeline's status. */
export type NeedType = "job" | "cross_dependency" | "bridge";

const has = (value: unknown, key: string): boolean => isHash(value) && Object.hasOwn(value, key);

/** entry/need.rb */
const jobText = leaf("job string", t.config(t.present, t.text));
const jobHash: Kind = {
  name: "job hash",
  checks: [
    t.config(t.present, t.allowed(["job", "artifacts", "optional", "parallel"])),
    t.key("job", t.text, t.present),
    t.given("artifacts", t.flag),
    t.given("optional", t.flag),
  ],
  below: nodes(["parallel", parallel("matrix")]),
};
const crossPipeline = leaf(
  "cross pipeline dependency",
  t.config(t.present, t.allowed(["pipeline", "job", "artifacts"])),
  t.key("pipeline", t.text, t.present),
  t.key("job", t.text, t.present),
  t.given("artifacts", t.flag),
);
/** The paid editions know two more forms (docs: ci/yaml, `needs:project`, `needs:pipeline`). */
const otherPipeline = leaf(
  "bridge hash",
  t.config(t.present, t.allowed(["pipeline"])),
  t.key("pipeline", t.text, t.present),
);
const otherProject = leaf(
  "cross project dependency",
  t.config(t.present, t.allowed(["project", "ref", "job", "artifacts"])),
  t.key("project", t.text, t.present),
  t.key("job", t.text, t.present),
  t.key("ref", t.text, t.present),
  t.given("artifacts", t.flag),
);

const isSamePipeline = (need: unknown): boolean =>
  has(need, "job") && !["project", "ref", "pipeline"].some((key) => has(need, key));
const isCrossPipeline = (need: unknown): boolean =>
  has(need, "job") && has(need, "pipeline") && !has(need, "project");
const isOtherPipeline = (need: unknown): boolean => has(need, "pipeline") && !has(need, "job");
const isOtherProject = (need: unknown): boolean => has(need, "project");

const unsupported = (location: string) =>
  fault("needs-form", `${location} has an unsupported type`);

const free = oneOf(
  unsupported,
  [isString, jobText],
  [isSamePipeline, jobHash],
  [isCrossPipeline, crossPipeline],
);
const paid = oneOf(
  unsupported,
  [isString, jobText],
  [isSamePipeline, jobHash],
  [isCrossPipeline, crossPipeline],
  [isOtherPipeline, otherPipeline],
  [isOtherProject, otherProject],
);

const types = new Map<Kind, NeedType>([
  [jobText, "job"],
  [jobHash, "job"],
  [crossPipeline, "cross_dependency"],
  [otherProject, "cross_dependency"],
  [otherPipeline, "bridge"],
]);

/** The needs of a `needs` that are of one type, as they were written. */
export const needsOfType = (needs: Entry | undefined, type: NeedType): readonly unknown[] =>
  (needs?.below ?? []).filter(({ kind }) => types.get(kind) === type).map(({ config }) => config);

const notEmpty: Test = (value) =>
  isHash(value) && Object.keys(value).length === 0
    ? fault("needs-empty", "can not be an empty hash")
    : undefined;

const noNumber: Test = (value) =>
  [value]
    .flat(Number.POSITIVE_INFINITY)
    .filter(isNumbered)
    .map(() => fault("parallel-number", 'cannot use "parallel: <number>".'));

/** entry/needs.rb; in a trigger job and in a rule fewer types are allowed. */
export const needs = (...allowed: readonly NeedType[]): Kind => ({
  name: "needs",
  checks: [t.config(t.listOrHash, notEmpty, noNumber)],
  below: (config, scope) => items("need", scope.paid ? paid : free)(config),
  composed(entry, { limits }) {
    const found = new Set(entry.below.flatMap(({ kind }) => types.get(kind) ?? []));
    const extra = [...found].filter((type) => !allowed.includes(type));
    const crossing = needsOfType(entry, "cross_dependency").filter(
      (need) => isHash(need) && member(need, "pipeline") !== undefined,
    ).length;
    const limit = limits.crossNeeds.value;
    return [
      ...(extra.length
        ? [fault("needs-type", `config uses invalid types: ${extra.join(", ")}`)]
        : []),
      ...(crossing > limit
        ? [fault("needs-cross-too-many", `config must be less than or equal to ${limit}`)]
        : []),
    ];
  },
});
