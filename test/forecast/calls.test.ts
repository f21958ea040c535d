import { describe, expect, test } from "vitest";
import { type Call, callsOf } from "../../src/forecast/calls.ts";
import type { Hash } from "../../src/model/index.ts";

const files: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    scripts: {
      pipeline: "npm run inner -- --all",
      inner: "fanout generate",
      round: "npm run round",
      __proto__x: "fanout generate",
    },
  }),
  "tools/package.json": JSON.stringify({ scripts: { gen: "cd .. && fanout generate -o a.yml" } }),
  "broken/package.json": "{",
  "ci/generate.sh": "#!/bin/sh\nset -e\nnpx fanout generate \\\n  --all\n",
};

const called = (job: Hash, values: Record<string, string> = {}): Promise<readonly Call[]> =>
  callsOf(job, {
    values,
    read: async (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
  });

describe("a call of fanout generate", () => {
  test.each<[string, readonly string[], string?]>([
    ["fanout generate", []],
    ["npx fanout generate", []],
    ["npx --yes gitlab-fanout@0.1.0 generate -o x.yml", ["-o", "x.yml"]],
    ["npx --yes --package=./ci/gitlab-fanout-0.1.0.tgz fanout generate", []],
    ["npx --package gitlab-fanout fanout generate", []],
    ["npm exec -- fanout generate --all", ["--all"]],
    ["pnpm exec fanout generate", []],
    ["yarn fanout generate", []],
    ["./node_modules/.bin/fanout generate --all", ["--all"]],
    ["node node_modules/gitlab-fanout/dist/bin.js generate", []],
    ["$FANOUT generate --report r.json", ["--report", "r.json"]],
    ["${FANOUT:-npx fanout} generate", []],
    ["$KNOWN generate --all", ["--all"]],
    ["A=b CI=1 fanout generate", []],
    ["fanout generate --param 'x=a b' > log.txt 2>&1", ["--param", "x=a b"]],
    ["fanout generate | tee log", []],
    ["test -f x && fanout generate || exit 1", []],
    ["(fanout generate --all)", ["--all"]],
    ["fanout generate --shard 1/2 --plan abc", ["--shard", "1/2", "--plan", "abc"]],
    ["cd services && fanout generate", [], "services"],
    ["npm run inner", []],
    ["npm run inner --silent -- -o y.yml", ["-o", "y.yml"]],
    ["npm run pipeline", ["--all"]],
    ["yarn inner --all", ["--all"]],
    ["pnpm run inner --all", ["--all"]],
    ["npm --prefix tools run gen", ["-o", "a.yml"], ""],
    ["sh ci/generate.sh", ["--all"]],
    ["./ci/generate.sh", ["--all"]],
  ])("%s", async (line, words, directory = "") => {
    const values = { KNOWN: "npx fanout" };
    expect(await called({ script: [line] }, values)).toEqual([{ words, directory }]);
  });

  test.each([
    "python ci/generate.py > child.yml",
    "npx nx generate app",
    "echo fanout generate",
    "# fanout generate",
    "fanout affected",
    "fanout help generate",
    "npm run nothing",
    "npm run round",
    "npm run toString",
    "npm --prefix broken run gen",
    "sh ci/none.sh",
    "make generate",
    "$GENERATOR generate",
  ])("is none: %s", async (line) => {
    expect(await called({ script: [line] })).toEqual([]);
  });

  test("is looked for in before_script and script, and not afterwards", async () => {
    const job = {
      before_script: ["cd a", "fanout generate"],
      script: [["fanout generate --all"]],
      after_script: ["fanout generate --head x"],
    };
    expect(await called(job)).toEqual([
      { words: [], directory: "a" },
      { words: ["--all"], directory: "a" },
    ]);
  });

  test("keeps what is not known", async () => {
    const script = ["fanout generate --base $BASE ${MORE}"];
    expect(await called({ script }, { MORE: "--all" })).toEqual([
      { words: ["--base", "$BASE", "--all"], directory: "" },
    ]);
  });
});
