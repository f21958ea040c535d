import { describe, expect, test } from "vitest";
import { affected, describeReason, type Evidence } from "../../src/affected/index.ts";
import type { Base, Change } from "../../src/detect/index.ts";
import type { ImportReach } from "../../src/imports/index.ts";
import type { Workspace } from "../../src/workspace/index.ts";
import { serviceAt, workspaceFrom } from "./workspace.ts";

const base: Base = { sha: "b", ref: null, how: "option", why: "x", fallback: false };
const rules = { everything: [], ignore: [], all: false };

/** What is affected, as `service: reason`, one a reason. */
function verdicts(workspace: Workspace, paths: readonly string[], evidence: Evidence, more = {}) {
  const changes = paths.map((path): Change => ({ path, status: "M" }));
  return affected(workspace, { base, changes }, { ...rules, ...more }, evidence).verdicts.flatMap(
    ({ service, reasons }) => reasons.map((reason) => `${service}: ${describeReason(reason)}`),
  );
}

const importable = (workspace: Workspace): Workspace => ({
  ...workspace,
  edges: workspace.edges.map((edge) => ({ ...edge, importable: true as const })),
});
const imports = (given: Partial<ImportReach>): Evidence => ({
  imports: { chains: new Map(), told: new Set(), whole: new Set(), diagnostics: [], ...given },
});

describe("lock files", () => {
  const locked = workspaceFrom(
    [
      serviceAt("api", { locks: ["package-lock.json"] }),
      serviceAt(".", { name: "root", locks: ["package-lock.json"] }),
      serviceAt("web", { locks: ["package-lock.json"] }),
    ],
    "web>api",
  );
  const told = new Map([["package-lock.json", new Set(["api", "root", "web"])]]);

  test("affect those that differ, and those that depend on them; no owner", () => {
    const step = {
      by: "lock",
      path: "package-lock.json",
      packages: ["a 1 → 2", "+ b 3"],
      more: 4,
    } as const;
    const locks = { told, steps: new Map([["api", [step]]]) };
    expect(verdicts(locked, ["package-lock.json"], { locks })).toEqual([
      "api: package-lock.json now resolves a 1 → 2, + b 3 and 4 more",
      "web: depends on api (m:1) → package-lock.json now resolves a 1 → 2, + b 3 and 4 more",
    ]);
  });

  test("that nobody understands tell why", () => {
    const step = { by: "lock", path: "package-lock.json", why: "it was added" } as const;
    const locks = { told, steps: new Map([["web", [step]]]) };
    expect(verdicts(locked, ["package-lock.json"], { locks })).toEqual([
      "web: package-lock.json changed, and it was added",
    ]);
  });

  test("are still inputs where a pattern names them, and nothing where they are ignored", () => {
    const docker = workspaceFrom([serviceAt("img", { inputs: ["**"] })], "");
    const locks = { told, steps: new Map() };
    expect(verdicts(docker, ["package-lock.json"], { locks })).toEqual([
      "img: package-lock.json changed, an input by **",
    ]);
    // An image that is built from the whole directory holds the lock file, and all that it pins.
    const both = workspaceFrom(
      [serviceAt(".", { name: "root", inputs: ["**"], locks: ["package-lock.json"] })],
      "",
    );
    expect(verdicts(both, ["package-lock.json"], { locks })).toEqual([
      "root: package-lock.json changed, an input by **",
    ]);
    const step = { by: "lock", path: "package-lock.json", why: "it was added" } as const;
    const all = { told, steps: new Map([["web", [step]]]) };
    expect(verdicts(locked, ["package-lock.json"], { locks: all }, { ignore: ["*.json"] })).toEqual(
      [],
    );
  });

  test("a lock file concerns its owner where that is not built with it", () => {
    const owner = workspaceFrom([serviceAt(".", { name: "root" })], "");
    const locks = { told, steps: new Map() };
    expect(verdicts(owner, ["yarn.lock"], { locks })).toEqual(["root: yarn.lock changed"]);
  });
});

describe("imports", () => {
  const line = importable(
    workspaceFrom([serviceAt("app"), serviceAt("lib"), serviceAt("web")], "web>lib app>web"),
  );
  const chain = [
    { by: "import", file: "web/a.ts", line: 3, to: "lib/b.ts" },
    { by: "import", file: "lib/b.ts", line: 1, to: "lib/c.ts", names: ["x", "y"] },
  ] as const;

  test("tell who is concerned, in place of the edges that only allow them", () => {
    const read = { told: new Set(["lib/c.ts"]), chains: new Map([["web", [chain]]]) };
    expect(verdicts(line, ["lib/c.ts"], imports(read))).toEqual([
      "lib: lib/c.ts changed",
      "web: web/a.ts:3 imports lib/b.ts → lib/b.ts:1 imports x, y of lib/c.ts → lib/c.ts changed",
    ]);
    expect(verdicts(line, ["lib/c.ts"], imports({ told: new Set(["lib/c.ts"]) }))).toEqual([
      "lib: lib/c.ts changed",
    ]);
  });

  test("what they do not tell goes along the edges", () => {
    expect(
      verdicts(line, ["lib/c.ts", "lib/package.json"], imports({ told: new Set(["lib/c.ts"]) })),
    ).toEqual([
      "app: depends on web (m:1) → depends on lib (m:1) → lib/package.json changed",
      "lib: lib/c.ts changed",
      "lib: lib/package.json changed",
      "web: depends on lib (m:1) → lib/package.json changed",
    ]);
  });

  test("an edge of its own effect carries even what imports tell", () => {
    const hard = { ...line, edges: line.edges.map(({ importable: _, ...edge }) => edge) };
    const mixed = { ...line, edges: [line.edges[0]!, hard.edges[1]!] as Workspace["edges"] };
    const read = imports({ told: new Set(["lib/c.ts"]) });
    // web needs lib itself, so all of web may differ, and app takes it along its importable edge.
    expect(mixed.edges.map(({ from, importable }) => [from, importable])).toEqual([
      ["app", true],
      ["web", undefined],
    ]);
    expect(verdicts(mixed, ["lib/c.ts"], read)).toEqual([
      "app: depends on web (m:1) → depends on lib (m:1) → lib/c.ts changed",
      "lib: lib/c.ts changed",
      "web: depends on lib (m:1) → lib/c.ts changed",
    ]);
  });

  test("a change that arrives in a tool's file counts for all who depend on that service", () => {
    const config = [{ by: "import", file: "web/vite.config.ts", line: 1, to: "lib/c.ts" }] as const;
    const read = {
      told: new Set(["lib/c.ts"]),
      chains: new Map([["web", [config]]]),
      whole: new Set(["web"]),
    };
    expect(verdicts(line, ["lib/c.ts"], imports(read))).toEqual([
      "app: depends on web (m:1) → web/vite.config.ts:1 imports lib/c.ts → lib/c.ts changed",
      "lib: lib/c.ts changed",
      "web: web/vite.config.ts:1 imports lib/c.ts → lib/c.ts changed",
    ]);
  });

  test("a chain to an ignored path is none, and one to a path that nobody owns owns it", () => {
    const shared = [{ by: "import", file: "web/a.ts", line: 1, to: "shared/c.ts" }] as const;
    const read = imports({ told: new Set(["shared/c.ts"]), chains: new Map([["web", [shared]]]) });
    const comparison = { base, changes: [{ path: "shared/c.ts", status: "M" }] as const };
    expect(affected(line, comparison, rules, read).unowned).toEqual([]);
    expect(affected(line, comparison, rules).unowned).toEqual(["shared/c.ts"]);
    expect(verdicts(line, ["shared/c.ts"], read, { ignore: ["shared/**"] })).toEqual([]);
  });

  test("a fallback says why", () => {
    const whole = [
      { by: "import", file: "web/a.ts", line: 9, to: "lib/c.ts", why: "the import is computed" },
    ] as const;
    const read = { told: new Set(["lib/c.ts"]), chains: new Map([["web", [whole]]]) };
    expect(verdicts(line, ["lib/c.ts"], imports(read))[1]).toBe(
      "web: web/a.ts:9 depends on lib/c.ts, since the import is computed → lib/c.ts changed",
    );
  });
});

describe("services that are gone", () => {
  const left = workspaceFrom([serviceAt("app"), serviceAt("web")], "app>web");
  const gone = serviceAt("lib");
  const edge = { from: "web", to: "lib", manifest: "web/package.json", line: 7 };

  test("affect those that depended on them", () => {
    const removed = { services: [gone], edges: [edge] };
    expect(verdicts(left, ["lib/a"], { removed })).toEqual([
      "app: depends on web (m:1) → depended on lib, which is gone (web/package.json:7 of the base)",
      "web: depended on lib, which is gone (web/package.json:7 of the base)",
    ]);
    const comparison = { base, changes: [{ path: "lib/a", status: "D" }] as const };
    expect(affected(left, comparison, rules, { removed }).unowned).toEqual([]);
  });

  test("and where they cannot be known, everything is affected", () => {
    const removed = { services: [], edges: [], doubt: "the base is broken" };
    expect(verdicts(left, ["x"], { removed })).toEqual([
      "app: the base is broken",
      "web: the base is broken",
    ]);
  });

  test("a graph cannot be asked about the base: a deleted path without owner is a doubt", () => {
    const deleted = { base, changes: [{ path: "lib/a", status: "D" }] as const };
    const withGraph = { ...rules, graph: true };
    const hit = (given: typeof deleted, more = {}) =>
      affected(left, given, { ...withGraph, ...more }).verdicts.filter((each) => each.affected);
    expect(hit(deleted).map(({ reasons }) => reasons.map(describeReason))).toEqual(
      Array(2).fill([
        "lib/a was deleted and belongs to no service, and services.graph cannot be asked whether the base had one there (ignore it where it never was)",
      ]),
    );
    expect(hit(deleted, { ignore: ["lib/**"] })).toEqual([]);
    expect(affected(left, deleted, rules).verdicts.some((each) => each.affected)).toBe(false);
  });
});
