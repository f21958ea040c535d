import { describe, expect, test } from "vitest";
import { type AffectedRules, affected } from "../../src/affected/index.ts";
import type { Base, Change } from "../../src/detect/index.ts";
import { UserError } from "../../src/diagnostics/index.ts";
import type { Workspace } from "../../src/workspace/index.ts";
import { serviceAt, short, workspaceFrom } from "./workspace.ts";

const base: Base = {
  sha: "b".repeat(40),
  ref: "main",
  how: "merge-base",
  why: "x",
  fallback: false,
};
const rules: AffectedRules = { everything: [], ignore: [], all: false };

const shop = workspaceFrom(
  [
    serviceAt("apps/web", { inputs: ["proto/**", "!proto/**/*.md", "pnpm-lock.yaml"] }),
    serviceAt("apps/web/e2e"),
    serviceAt("apps/api", { inputs: ["proto/**"] }),
    serviceAt("libs/ui"),
    serviceAt("libs/theme"),
  ],
  "web>ui ui>theme e2e>web",
);

interface Given extends Partial<AffectedRules> {
  /** Paths; a letter and a space before one is its status. */
  readonly changed?: readonly string[];
  readonly base?: Base;
  readonly workspace?: Workspace;
}

const changeOf = (text: string): Change => {
  const [, status = "M", path = ""] = /^(?:([ADMT]) )?(.*)$/s.exec(text)!;
  return { path, status: status as Change["status"] };
};

const run = ({ changed = [], workspace = shop, base: given = base, ...rest }: Given) =>
  affected(workspace, { base: given, changes: changed.map(changeOf) }, { ...rules, ...rest });

/** One case, one line: what changed, and the short reasons of each affected service. */
const affects = (what: string, given: Given, expected: object, unowned: string[] = []) =>
  test(what, () => {
    const result = run(given);
    expect(short(result)).toEqual(expected);
    expect(result.unowned).toEqual(unowned);
  });

const every = (reason: string) =>
  Object.fromEntries(["web", "e2e", "api", "ui", "theme"].map((name) => [name, [reason]]));

describe("by its own paths", () => {
  affects("nothing affects nothing", {}, {});
  affects("a service", { changed: ["apps/api/a.go"] }, { api: ["M apps/api/a.go"] });
  affects(
    "each changed path is a reason",
    { changed: ["D apps/api/b", "A apps/api/a", "A apps/api/a"] },
    { api: ["A apps/api/a", "D apps/api/b"] },
  );
  affects("the deepest owner only", { changed: ["apps/web/e2e/x"] }, { e2e: ["M apps/web/e2e/x"] });
  affects("a neighbour with the same beginning", { changed: ["apps/api2/x"] }, {}, ["apps/api2/x"]);
  affects("paths of nobody are told, sorted", { changed: ["x", "README.md"] }, {}, [
    "README.md",
    "x",
  ]);
  affects(
    "a submodule that is a service",
    { changed: ["libs/theme"], workspace: workspaceFrom([serviceAt("libs/theme")], "") },
    { theme: ["M libs/theme"] },
  );
  affects(
    "a service at the root owns what no deeper one owns",
    {
      changed: ["README.md", "lib/a"],
      workspace: workspaceFrom([serviceAt(".", { name: "root" }), serviceAt("lib")], ""),
    },
    { root: ["M README.md"], lib: ["M lib/a"] },
  );
  affects(
    "paths with spaces, quotes, line breaks and bytes that are not UTF-8",
    { changed: ['apps/api/a "b"\nc', "apps/api/\udcff"] },
    { api: ['M apps/api/a "b"\nc', "M apps/api/\udcff"] },
  );
});

describe("by inputs", () => {
  affects(
    "each service whose inputs match, unless a ! takes the path away",
    { changed: ["proto/a.proto", "proto/a/x.md"] },
    {
      web: ["input proto/** proto/a.proto"],
      api: ["input proto/** proto/a.proto +1"],
      e2e: ["web", "input proto/** proto/a.proto"],
    },
  );
  affects(
    "one reason a pattern, after those of its own paths",
    { changed: ["proto/b", "proto/a", "pnpm-lock.yaml", "apps/web/x"] },
    {
      web: ["M apps/web/x", "input pnpm-lock.yaml pnpm-lock.yaml", "input proto/** proto/a +1"],
      api: ["input proto/** proto/a +1"],
      e2e: ["web", "M apps/web/x"],
    },
  );
  affects(
    "its own path is no input, that of a service below it is",
    {
      changed: ["apps/a", "apps/x/b"],
      workspace: workspaceFrom(
        [serviceAt("apps", { inputs: ["apps/**"] }), serviceAt("apps/x")],
        "",
      ),
    },
    { apps: ["M apps/a", "input apps/** apps/x/b"], x: ["M apps/x/b"] },
  );
});

describe("by dependencies", () => {
  affects(
    "a library reaches its app, and what depends on that",
    { changed: ["libs/theme/a.css"] },
    {
      theme: ["M libs/theme/a.css"],
      ui: ["theme", "M libs/theme/a.css"],
      web: ["ui", "theme", "M libs/theme/a.css"],
      e2e: ["web", "ui", "theme", "M libs/theme/a.css"],
    },
  );
  affects(
    "what is affected itself keeps to its own reasons",
    { changed: ["libs/theme/a", "apps/web/b"] },
    {
      theme: ["M libs/theme/a"],
      ui: ["theme", "M libs/theme/a"],
      web: ["M apps/web/b"],
      e2e: ["web", "M apps/web/b"],
    },
  );

  const diamond = workspaceFrom(
    ["top", "left", "right", "long", "bottom"].map((name) => serviceAt(name)),
    "top>left top>right top>long left>bottom right>bottom long>left",
  );
  test("the shortest chains, one for each edge that begins one", () => {
    const { verdicts } = run({ changed: ["bottom/x"], workspace: diamond });
    const top = verdicts.find(({ service }) => service === "top")!;
    const file = { by: "file", path: "bottom/x", status: "M" };
    const step = (on: string) => ({ by: "dependency", on, manifest: "m", line: 1 });
    expect(top.reasons).toEqual([
      [step("left"), step("bottom"), file],
      [step("right"), step("bottom"), file],
    ]);
  });

  affects(
    "services in a circle are affected together",
    {
      changed: ["a/x"],
      workspace: workspaceFrom(
        ["a", "b", "c"].map((name) => serviceAt(name)),
        "a>b b>c c>a",
      ),
    },
    { a: ["M a/x"], b: ["c", "a", "M a/x"], c: ["a", "M a/x"] },
  );
});

describe("by everything, and ignored", () => {
  const everything = ["ci/**", "tsconfig.json"];
  affects(
    "a pattern of everything affects every service",
    { changed: ["ci/a", "ci/b"], everything },
    every("everything ci/** ci/a +1"),
  );
  affects(
    "a pattern with ! takes away",
    { changed: ["ci/README.md"], everything: ["ci/**", "!**/*.md"] },
    {},
    ["ci/README.md"],
  );
  affects(
    "ignored paths affect nothing, and belong to nobody",
    { changed: ["apps/web/a.md", "x.md"], ignore: ["**/*.md"] },
    {},
  );
  affects("ignore wins over everything", { changed: ["ci/a"], everything, ignore: ["ci"] }, {});
  affects("ignore wins over inputs", { changed: ["proto/a"], ignore: ["proto/"] }, {});
  affects(
    "what ignore takes back counts again",
    { changed: ["apps/api/docs/a", "apps/api/docs/keep"], ignore: ["**/docs/**", "!**/keep"] },
    { api: ["M apps/api/docs/keep"] },
  );
});

describe("by order of the user", () => {
  const changed = ["apps/api/a", "x"];
  affects("--all", { changed, all: true }, every("all"), ["x"]);
  affects("--services", { changed, services: ["web"] }, { web: ["selected"] }, ["x"]);
  affects("--all and --services", { services: ["web"], all: true }, every("all"));
  const unknown: Base = { ...base, sha: null, how: "none", why: "first push" };
  affects("no base", { base: unknown }, every("unknown-base first push"));
  affects("no base, but --services", { base: unknown, services: ["ui"] }, { ui: ["selected"] });
});

describe("what is wrong is told", () => {
  const told = (given: Given): string => {
    try {
      run(given);
    } catch (error) {
      if (error instanceof UserError) return `${error.exit} ${error.message}`;
      throw error;
    }
    return "nothing";
  };
  test("unknown services, all of them, even with --all", () => {
    expect(told({ services: ["wbe", "ui", "quux"], all: true })).toBe(
      '2 --services: no service is called "wbe". Did you mean "web"?\n' +
        '--services: no service is called "quux". fanout affected --all lists them',
    );
  });
  test("an empty selection", () => {
    expect(told({ services: [] })).toBe(
      "2 --services: the list of selected services is empty. Name at least one service, or leave the option out",
    );
  });
  test("patterns, by their place", () => {
    expect(told({ everything: ["ci", "../x"] })).toMatch(/^2 everything\[1\]: the pattern "..\/x"/);
    expect(told({ ignore: ["!a"] })).toMatch(/^2 ignore: every pattern takes paths away/);
  });
});

test("a verdict is plain data for JSON", () => {
  const { verdicts } = run({ changed: ["libs/ui/a"] });
  expect(JSON.parse(JSON.stringify(verdicts[1]))).toEqual({
    service: "e2e",
    affected: true,
    reasons: [
      [
        { by: "dependency", on: "web", manifest: "m", line: 1 },
        { by: "dependency", on: "ui", manifest: "m", line: 1 },
        { by: "file", path: "libs/ui/a", status: "M" },
      ],
    ],
  });
});

test("a rename keeps its other name", () => {
  const changes: Change[] = [{ path: "apps/api/b", status: "A", from: "apps/api/a" }];
  const { verdicts } = affected(shop, { base, changes }, rules);
  expect(verdicts[0]?.reasons).toEqual([
    [{ by: "file", path: "apps/api/b", status: "A", from: "apps/api/a" }],
  ]);
});
