import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "child-depth";
const trigger = "child: {trigger: {include: [{local: next.yml}]}}";

test("a trigger job in a grandchild", async () => {
  expect(await told(code, trigger, { parent: trigger, above: { parent: trigger } })).toEqual([
    "child.trigger: starts a child pipeline at level 3; GitLab allows 2 levels",
  ]);
});

silent(code, [
  ["at the top", trigger],
  ["in a child", trigger, { parent: trigger }],
  [
    "a pipeline of another project in a grandchild",
    "down: {trigger: group/app}",
    { parent: trigger, above: { parent: trigger } },
  ],
]);
