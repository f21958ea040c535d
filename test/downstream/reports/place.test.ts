import { expect, test } from "vitest";
import { notePlace } from "../../../src/downstream/reports/place.ts";

type Env = Readonly<Record<string, string>>;
const at = (env: Env, mergeRequest?: string, name = "fanout") => {
  const { project, mergeRequest: number } = notePlace({ mergeRequest, name }, { env });
  return `${project}!${number}`;
};
const fork = { CI_PROJECT_ID: "9", CI_MERGE_REQUEST_PROJECT_ID: "5", CI_MERGE_REQUEST_IID: "12" };

test.each<[string, Env, string | undefined, string]>([
  ["of this pipeline, in the project that it is merged into", fork, undefined, "5!12"],
  ["named", { CI_PROJECT_ID: "9" }, "3", "9!3"],
  ["named with its project", fork, "group/app!3", "group/app!3"],
  [
    "the only one of the branch",
    { CI_PROJECT_ID: "9", CI_OPEN_MERGE_REQUESTS: "group/app!4" },
    undefined,
    "group/app!4",
  ],
])("%s", (_, env, named, expected) => {
  expect(at(env, named)).toBe(expected);
});

test.each<[string, Env, string | undefined, string, string]>([
  ["none", { CI_PROJECT_ID: "9" }, undefined, "fanout", "this is no pipeline of a merge request"],
  [
    "several",
    { CI_OPEN_MERGE_REQUESTS: "a!1,b!2" },
    undefined,
    "fanout",
    "several merge requests of this branch (a!1; b!2)",
  ],
  ["no number", fork, "!x", "fanout", '"!x" is no merge request'],
  [
    "no project",
    {},
    "3",
    "fanout",
    "it is not clear of which project 3 is: CI_PROJECT_ID is not set",
  ],
  ["no name", fork, undefined, "a -->", '"a -->" cannot be the name of a note'],
])("refused: %s", (_, env, named, name, message) => {
  expect(() => at(env, named, name)).toThrow(message);
});
