import { expect, test } from "vitest";
import { limits } from "../../../src/downstream/doctor/limits.ts";
import type { There } from "../../../src/downstream/doctor/types.ts";

const told =
  "GitLab.com takes 25 pipelines a minute of one project, user and commit, and 350 downstream pipelines";
const at = (count: number) => limits.check({ host: "gitlab.com", count } as There);

test("GitLab.com's are known without asking", async () => {
  expect(await at(25)).toEqual({ mark: "ok", what: told });
  expect(await at(26)).toEqual({
    mark: "warning",
    what: `26 pipelines are to be started there; ${told}`,
    why: "GitLab refuses more: Too many pipelines created in the last minute",
    next: "Start them in different projects, or in several runs",
  });
});
