import { describe, expect, test } from "vitest";
import {
  affected,
  describeReason,
  mappedProjects,
  upstreamReach,
} from "../../src/affected/index.ts";
import { type ConfigInput, validateConfig } from "../../src/config/index.ts";
import type { Upstream } from "../../src/context/index.ts";
import { serviceAt, workspaceFrom } from "./workspace.ts";

const workspace = workspaceFrom(
  ["api", "web", "libs/ui", "docs"].map((root) => serviceAt(root, { name: root })),
  "docs>web",
);
const commit = "a".repeat(40);
const push = (paths: readonly string[]): Upstream => ({
  project: "group/lib",
  commit,
  what: "push to group/lib (aaaaaaaa)",
  paths: paths.map((path) => ({ path })),
});
const whole: Upstream = {
  project: "Group/Lib",
  commit,
  what: "tag of group/lib",
  why: "a tag names no paths",
};

const sourcesOf = (upstream: NonNullable<ConfigInput["upstream"]>) =>
  validateConfig({ upstream }, "c.json").upstream;
const sources = sourcesOf({
  "group/lib": { services: ["api"], paths: { "src/ui/**": ["libs/*"], "src/**": ["web"] } },
  "group/other": { id: 7, services: ["**"] },
});

/** What is affected where another project changed and nothing here, as `service: reason`. */
function verdicts(upstream: Upstream | undefined, base: string | null = "head") {
  const { steps, diagnostics } = upstreamReach(upstream, sources, workspace, "c.json");
  const told = affected(
    workspace,
    {
      base: { sha: base, ref: null, how: "upstream", why: "nobody knows", fallback: false },
      changes: [],
    },
    { everything: [], ignore: [], all: false },
    { upstream: steps },
  );
  const reasons = told.verdicts.flatMap(({ service, reasons: all }) =>
    all.map((reason) => `${service}: ${describeReason(reason)}`),
  );
  return { reasons, diagnostics: diagnostics.map(({ code }) => code) };
}

describe("what concerns which service", () => {
  test("any change, and paths by pattern; and whoever depends on those", () => {
    expect(verdicts(push(["src/b.ts", "src/a.ts"]))).toEqual({
      reasons: [
        "api: src/a.ts and 1 more changed in group/lib (aaaaaaaa)",
        "docs: depends on web (m:1) → src/a.ts and 1 more changed in group/lib (aaaaaaaa), mapped by src/**",
        "web: src/a.ts and 1 more changed in group/lib (aaaaaaaa), mapped by src/**",
      ],
      diagnostics: [],
    });
  });
  test("several patterns", () => {
    expect(verdicts(push(["src/ui/x"])).reasons).toContain(
      "libs/ui: src/ui/x changed in group/lib (aaaaaaaa), mapped by src/ui/**",
    );
  });
  test("paths that no pattern wants are for those that take any change", () => {
    expect(verdicts(push(["README.md"])).reasons).toEqual([
      "api: README.md changed in group/lib (aaaaaaaa)",
    ]);
  });
  test("all that is mapped, where not all paths are known", () => {
    const why =
      "group/lib changed (aaaaaaaa), and all that it maps to counts, since a tag names no paths";
    expect(verdicts(whole).reasons).toEqual([
      `api: ${why}`,
      `docs: depends on web (m:1) → ${why}`,
      `libs/ui: ${why}`,
      `web: ${why}`,
    ]);
  });
  test("the commit that changed the path is told", () => {
    const given = { ...push([]), paths: [{ path: "a", commit: "c".repeat(40) }] };
    expect(verdicts(given).reasons).toEqual(["api: a changed in group/lib (cccccccc)"]);
  });
});

describe("which project is meant", () => {
  const named = (given: Partial<Upstream>) => mappedProjects({ what: "x", ...given }, sources);
  test("by its path in any case, or its id", () => {
    expect(named({ project: "GROUP/lib" })).toEqual(["group/lib"]);
    expect(named({ id: 7 })).toEqual(["group/other"]);
    expect(named({ project: "group/renamed", id: 7 })).toEqual(["group/other"]);
    expect(named({ project: "group/none", id: 8 })).toEqual([]);
    expect(mappedProjects(undefined, sources)).toEqual([]);
  });
  test("names of JavaScript's own are none", () => {
    expect(named({ project: "constructor" })).toEqual([]);
    expect(named({ project: "__proto__" })).toEqual([]);
  });
  test("one that nobody named is told, and counts as any other", () => {
    const { reasons, diagnostics } = verdicts({ project: "group/lbi", what: "push" }, null);
    expect(reasons).toHaveLength(4);
    expect(reasons[0]).toBe("api: nobody knows");
    expect(diagnostics).toEqual(["UPSTREAM_UNNAMED"]);
  });
  test("but not where the configuration has no upstream", () => {
    const given = { project: "group/x", what: "push" };
    expect(upstreamReach(given, {}, workspace, "c").diagnostics).toEqual([]);
    expect(upstreamReach({ what: "x", problem: "y" }, {}, workspace, "c").diagnostics).toEqual([]);
  });
  test("--upstream is taken at its word", () => {
    expect(() => named({ project: "group/lbi", by: "--upstream" })).toThrow(
      '--upstream: `upstream` of the configuration does not name "group/lbi". Did you mean "group/lib"?',
    );
  });
  test("where the payload cannot be read, all that is mapped counts, and it is told", () => {
    const { reasons, diagnostics } = verdicts({
      what: "x",
      why: "TRIGGER_PAYLOAD is not JSON",
      problem: "is not JSON",
    });
    expect(reasons).toContain(
      "libs/ui: group/lib changed, and all that it maps to counts, since TRIGGER_PAYLOAD is not JSON",
    );
    expect(new Set(reasons.map((each) => each.split(":")[0]))).toEqual(
      new Set(["api", "docs", "libs/ui", "web"]),
    );
    expect(diagnostics).toEqual(["UPSTREAM_UNREADABLE"]);
  });
});

test("what is wrong in upstream is told in every run", () => {
  const check = (upstream: NonNullable<ConfigInput["upstream"]>) =>
    upstreamReach(undefined, sourcesOf(upstream), workspace, "c.json").diagnostics;
  expect(() =>
    check({
      "group/a": { services: ["ap"] },
      "group/b": { paths: { "../x": ["web"], "src/**": ["wbe"] } },
    }),
  ).toThrow(
    /c\.json › upstream › group\/a › services\[0\]: no service is called "ap"[\s\S]*c\.json › upstream › group\/b › paths[\s\S]*wbe/,
  );
  expect(check({ "group/a": { paths: { "**": ["apps/*"] } } })).toMatchObject([
    {
      code: "SERVICE_PATTERN_IDLE",
      where: ["c.json", "upstream", "group/a", "paths", "**"],
    },
  ]);
});
