import { describe, expect, test } from "vitest";
import { refusalOf } from "../../src/downstream/index.ts";
import { gitlab } from "../../src/gitlab/index.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";
import { type Case, cases } from "./refusal-cases.ts";
import { tokenCases } from "./refusal-cases-tokens.ts";

/** What people are told when a pipeline of group/app is started in this way. */
async function told({ how = "trigger token", change, body = {} }: Case) {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const ada = lab.user("ada");
  const api = lab.token(ada);
  const value = {
    "trigger token": lab.trigger(app, ada),
    "job token": lab.jobToken(lab.project("group/lib", { ada: "maintainer" }), ada).value,
    api: api.value,
  }[how];
  change?.(app, lab);
  const patience = { total: 2_000, each: 2_000 };
  const io = testIo("/");
  const client = gitlab(io, { url: `${lab.url}/api/v4`, clock: lab.clock, patience });
  const question = { read: (answer: unknown) => answer };
  const token = { name: "TOKEN", header: "PRIVATE-TOKEN", value } as const;
  const answer =
    how === "api"
      ? await client.post(
          "projects/group%2Fapp/pipeline",
          { ref: "main", ...body },
          { ...question, tokens: [token] },
        )
      : await client.post(
          "projects/group%2Fapp/trigger/pipeline",
          { ref: "main", token: value, ...body },
          { ...question, tokens: "body" },
        );
  if ("value" in answer) throw new Error("a pipeline was started");
  const { what, next } = refusalOf(answer, { project: "group/app", how, token: "TOKEN" });
  expect(JSON.stringify([answer, what, next])).not.toContain(value);
  return { what: what.replaceAll(new URL(lab.url).host, "HOST"), next };
}

describe("what GitLab's answers mean (GITLAB.md, section 5)", () => {
  test.each([...cases, ...tokenCases])("%s", async (_, { what, next, ...given }) => {
    expect(await told({ what, next, ...given })).toEqual({ what, next });
  });
});
