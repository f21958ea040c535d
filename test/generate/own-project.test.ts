import { expect, test } from "vitest";
import { sentence } from "../../src/diagnostics/index.ts";
import { ownProject } from "../../src/generate/own-project.ts";
import { definePipeline } from "../../src/model/index.ts";

/** What is told of jobs `a` and, by `extends`, `b` that start pipelines of this project. */
function told(trigger: unknown, path: string | undefined) {
  const jobs = [
    { name: ".t", origin: "x.ts", config: { trigger } },
    { name: "a", origin: "x.ts", config: { trigger } },
    { name: "b", origin: "x.ts", config: { extends: ".t" } },
  ];
  return ownProject(definePipeline({ jobs }), path).map(sentence);
}

test("a job that starts a pipeline of its own project by its path", () => {
  expect(told({ project: "group/Mono" }, "Group/mono")).toEqual(
    ["a", "b"].map(
      (name) =>
        `x.ts › ${name} › trigger: starts a pipeline of this very project (group/Mono): downstream pipeline trigger definition is invalid. Start a child pipeline with \`trigger:include\``,
    ),
  );
});

test.each<[unknown, string | undefined, number]>([
  ["group/mono", "group/mono", 2],
  ["$CI_PROJECT_PATH", undefined, 2],
  ["${CI_PROJECT_PATH}", "", 2],
  ["group/other", "group/mono", 0],
  ["group/mono", undefined, 0],
  ["group/mono", "", 0],
  [{ include: "group/mono" }, "group/mono", 0],
])("%o in %s", (trigger, path, count) => {
  expect(told(trigger, path)).toHaveLength(count);
});
