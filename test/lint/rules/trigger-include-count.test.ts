import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "trigger-include-count";
const config = (count: number) =>
  `child: {trigger: {include: [${Array.from({ length: count }, (_, n) => `{local: c${n}.yml}`)}]}}`;

test("four entries", async () => {
  expect(await told(code, config(4))).toEqual([
    "child.trigger.include.3: `trigger:include` has 4 entries; GitLab allows 3",
  ]);
});

silent(code, [
  ["three entries", config(3)],
  ["one as text", "child: {trigger: {include: c.yml}}"],
  [
    "many at the top level",
    "include: [{local: a.yml}, {local: b.yml}, {local: c.yml}, {local: d.yml}]\nx: {script: y}",
  ],
]);
