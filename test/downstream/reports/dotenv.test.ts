import { expect, test } from "vitest";
import { dotenvOf } from "../../../src/downstream/reports/dotenv.ts";
import fc from "../../helpers/property.ts";
import { pipeline, starts } from "./trees.ts";

/** What GitLab makes of a file, or why it refuses it (app/services/ci/parse_dotenv_artifact_service.rb). */
function gitlabReads(text: string, most = 20): Map<string, string> | string {
  if (Buffer.byteLength(text) >= 5_120) return "Dotenv Artifact Too Big";
  const variables = new Map<string, string>();
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const found = /^(.*?)=(.*)$/m.exec(line);
    if (!found) return "Invalid Format";
    const [key = "", value = ""] = found.slice(1).map((part) => part.trim());
    if (!/^\w{1,255}$/.test(key)) return `Key ${key}`;
    variables.set(key, value);
  }
  return variables.size > most ? "too many variables" : variables;
}

test("ids, statuses and addresses, by project and trigger job", () => {
  const child = pipeline("group/app", 12, [], "failed");
  const other = pipeline("group/my-lib", 13);
  const root = pipeline("group/app", 11, [starts("deploy: eu", child), starts("lib", other)]);
  expect(dotenvOf([root])).toEqual({
    text: [
      "FANOUT_PIPELINES=3",
      "FANOUT_GROUP_APP_ID=11",
      "FANOUT_GROUP_APP_STATUS=success",
      "FANOUT_GROUP_APP_URL=https://gitlab.example/group/app/-/pipelines/11",
      "FANOUT_DEPLOY_EU_ID=12",
      "FANOUT_DEPLOY_EU_STATUS=failed",
      "FANOUT_DEPLOY_EU_URL=https://gitlab.example/group/app/-/pipelines/12",
      "FANOUT_GROUP_MY_LIB_ID=13",
      "FANOUT_GROUP_MY_LIB_STATUS=success",
      "FANOUT_GROUP_MY_LIB_URL=https://gitlab.example/group/my-lib/-/pipelines/13",
      "",
    ].join("\n"),
    count: 3,
    left: 0,
  });
});

test("names that come to the same are told apart", () => {
  const trees = ["a/b", "a-b", "a/b-2", "é", ""].map((path, id) => pipeline(path, id + 1));
  expect(dotenvOf(trees).text.match(/^\w+(?=_ID=)/gm)).toEqual([
    ...["FANOUT_A_B", "FANOUT_A_B_2", "FANOUT_A_B_2_2", "FANOUT_PIPELINE", "FANOUT_PIPELINE_2"],
  ]);
});

test("what does not fit is left out from the end, whole pipelines at a time", () => {
  const trees = Array.from({ length: 9 }, (_, at) => pipeline(`group/app-${at}`, at + 1));
  const { text, count, left } = dotenvOf(trees);
  expect({ count, left }).toEqual({ count: 9, left: 3 });
  expect(gitlabReads(text)).toHaveProperty("size", 19);
  expect(text).toContain("FANOUT_PIPELINES=9\n");
  expect(dotenvOf(trees, 150).left).toBe(0);
  const many = Array.from({ length: 60 }, (_, at) => pipeline(`${"g".repeat(90)}/${at}`, at + 1));
  const large = dotenvOf(many, 1_000);
  expect(large.left).toBeGreaterThan(30);
  expect(gitlabReads(large.text, 1_000)).toBeInstanceOf(Map);
});

test("an address that is none is left out; nothing in one is expanded", () => {
  const odd = { ...pipeline("a", 1), url: "javascript:alert(1)" };
  const dollar = { ...pipeline("b", 2), url: "https://gitlab.example/$CI_JOB_TOKEN/'x' `y`" };
  expect(dotenvOf([odd, dollar]).text).not.toContain("FANOUT_A_URL");
  expect(dotenvOf([odd, dollar]).text).toContain(
    "FANOUT_B_URL=https://gitlab.example/%24CI_JOB_TOKEN/%27x%27%20%60y%60\n",
  );
});

test("whatever names and addresses are, GitLab reads what was meant", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("$A", "a\nB=c", "x=y", '"'));
  const node = fc.record({
    project: text,
    url: fc.oneof(
      text,
      fc.webUrl({ withQueryParameters: true }),
      text.map((end) => `https://a/${end}`),
    ),
    jobs: fc.array(
      text.map((name) => starts(name, pipeline("a", 5))),
      { maxLength: 2 },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(node, { maxLength: 12 }),
      fc.integer({ min: 1, max: 60 }),
      (nodes, most) => {
        const trees = nodes.map((each, id) => ({ ...pipeline("", id + 10), ...each }));
        const { text: file, count, left } = dotenvOf(trees, most);
        const read = gitlabReads(file, most);
        expect(read).toBeInstanceOf(Map);
        const variables = read as Map<string, string>;
        const ids = [...variables.keys()].filter((key) => key.endsWith("_ID"));
        expect(ids).toHaveLength(count - left);
        for (const value of variables.values()) expect(value).toMatch(/^[^\s$'"`\\]*$/);
        expect(variables.get("FANOUT_PIPELINES")).toBe(String(count));
      },
    ),
  );
});
