import { describe, expect, test } from "vitest";
import { found, sentence } from "../../src/diagnostics/index.ts";
import { refusalOf } from "../../src/downstream/index.ts";
import { type Gitlab, gitlab } from "../../src/gitlab/index.ts";
import { type Call, gitlabStand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";
import type { Case } from "./refusal-cases.ts";
import { chainCases } from "./refusal-cases-chain.ts";
import { sentCases } from "./refusal-cases-sent.ts";
import { tokenCases } from "./refusal-cases-tokens.ts";

/** What GitLab answers where a pipeline of group/app is started so, and what people are shown. */
async function told({ how = "trigger token", change, body = {} }: Case) {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  const ada = lab.user("ada");
  app.jobTokens.projects.add(lib.id);
  const value = {
    api: () => lab.token(ada).value,
    "trigger token": () => lab.trigger(app, ada),
    "job token": () => lab.jobToken(lib, ada).value,
  }[how]();
  change?.(app, lab);
  const patience = { total: 2_000, each: 2_000 };
  const client = gitlab(testIo("/"), { url: `${lab.url}/api/v4`, clock: lab.clock, patience });
  const answer = await (how === "api" ? byApi : byTrigger)(client, value, { ref: "main", ...body });
  if ("value" in answer) throw new Error("a pipeline was started");
  const reason = refusalOf(answer, { project: "group/app", how, token: "TOKEN" });
  const shown = sentence(found("TRIGGER_REFUSED", ["group/app"], reason));
  expect(JSON.stringify([answer, shown])).not.toContain(value);
  const last = lab.calls.at(-1) as Call;
  return {
    says: last.status === 0 ? undefined : [last.status, last.answer],
    shown: shown.replaceAll(new URL(lab.url).host, "HOST"),
  };
}

const read = (answer: unknown) => answer;

const byApi = (client: Gitlab, value: string, body: object) => {
  const token = { name: "TOKEN", header: "PRIVATE-TOKEN", value } as const;
  return client.post("projects/group%2Fapp/pipeline", body, { read, tokens: [token] });
};

const byTrigger = (client: Gitlab, token: string, body: object) =>
  client.post(
    "projects/group%2Fapp/trigger/pipeline",
    { token, ...body },
    { read, tokens: "body" },
  );

/** One row of GITLAB.md, section 5 or 6, is one case, called after it. */
const named = (cases: readonly (readonly [cause: string, given: Case])[]) =>
  cases.map(([cause, given]) => {
    const [status = "no answer", body = ""] = given.says ?? [];
    const text = typeof body === "string" ? body.trim() : JSON.stringify(body);
    return [`${status} ${text}: ${cause}${given.how ? ` (${given.how})` : ""}`, given] as const;
  });

describe.each([
  ["about what was sent", sentCases],
  ["about tokens and roles", tokenCases],
  ["of the chain that creates a pipeline", chainCases],
])("what GitLab answers, and what people are shown of it: %s", (_, cases) => {
  test.each(named(cases))("%s", async (_, given) => {
    const { says, shown } = await told(given);
    expect(says).toEqual(given.says);
    expect(shown).toBe(`group/app: no pipeline was started: ${given.shown}`);
  });
});
