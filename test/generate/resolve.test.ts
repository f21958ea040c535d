import { describe, expect, test } from "vitest";
import { symbolicNeed } from "../../src/generate/need.ts";
import { dependenciesOf, resolveNeeds } from "../../src/generate/resolve.ts";
import type { Service, Workspace } from "../../src/workspace/index.ts";

const service = (name: string): Service => ({
  name,
  root: name,
  kind: "service",
  tags: [],
  inputs: [],
  locks: [],
  foundBy: [],
  variables: {},
});

/** `{ web: "ui api" }`: web depends on ui and api. */
function workspace(edges: Record<string, string>, cycles: string[][] = []): Workspace {
  const names = new Set(Object.entries(edges).flatMap(([from, to]) => [from, ...to.split(" ")]));
  return {
    services: [...names].filter(Boolean).sort().map(service),
    edges: Object.entries(edges).flatMap(([from, to]) =>
      to
        .split(" ")
        .filter(Boolean)
        .map((each) => ({ from, to: each, manifest: "m" })),
    ),
    cycles,
  };
}

const build = { stage: "build", script: ["x"] };
const draft = (name: string, config: object = build) => ({
  name,
  service: name.split(":")[0],
  origin: "test",
  config,
});
const below = (key: string) => ({ ...build, needs: [symbolicNeed("dependencies", key)] });
const own = (key: string, artifacts?: boolean) => ({
  ...build,
  needs: [symbolicNeed("job", key, artifacts)],
});

function needsOf(
  name: string,
  drafts: ReturnType<typeof draft>[],
  world: Workspace,
  affected = world.services.map((each) => each.name),
) {
  const met = resolveNeeds(drafts, world, dependenciesOf(world), new Set(affected)).find(
    (each) => each.draft.name === name,
  );
  return {
    needs: (met?.draft.config as { needs: unknown } | undefined)?.needs,
    dropped: met?.dropped.map((each) => `${each.need} ${each.why}`),
  };
}

describe("a need on a job of the service itself", () => {
  test("becomes its full name", () => {
    const drafts = [draft("web:build"), draft("web:test", own("build"))];
    expect(needsOf("web:test", drafts, workspace({ web: "" }))).toEqual({
      needs: ["web:build"],
      dropped: [],
    });
  });
  test("keeps its artifacts setting", () => {
    const drafts = [draft("web:build"), draft("web:test", own("build", false))];
    expect(needsOf("web:test", drafts, workspace({ web: "" })).needs).toEqual([
      { job: "web:build", artifacts: false },
    ]);
  });
  test("is optional when rules may leave that job out", () => {
    const rules = [{ if: "$CI_COMMIT_TAG" }];
    const drafts = [draft("web:build", { ...build, rules }), draft("web:test", own("build"))];
    expect(needsOf("web:test", drafts, workspace({ web: "" })).needs).toEqual([
      { job: "web:build", optional: true },
    ]);
  });
  test("is dropped when there is none", () => {
    expect(needsOf("web:test", [draft("web:test", own("build"))], workspace({ web: "" }))).toEqual({
      needs: [],
      dropped: ["web:build no-such-job"],
    });
  });
});

describe("a need on another service's job", () => {
  test("by full name", () => {
    const drafts = [draft("api:build"), draft("web:test", own("api:build"))];
    expect(needsOf("web:test", drafts, workspace({ web: "api" })).needs).toEqual(["api:build"]);
  });
  test("is dropped when that service is not affected", () => {
    const drafts = [draft("web:test", own("api:build"))];
    expect(needsOf("web:test", drafts, workspace({ web: "api" }), ["web"])).toEqual({
      needs: [],
      dropped: ["api:build not-affected"],
    });
  });
});

describe("needs on the dependencies' jobs", () => {
  test("are all of them, once, sorted", () => {
    const drafts = [draft("ui:build"), draft("api:build"), draft("web:build", below("build"))];
    expect(needsOf("web:build", drafts, workspace({ web: "ui api" })).needs).toEqual([
      "api:build",
      "ui:build",
    ]);
  });
  test("reach through a dependency that has no such job", () => {
    const drafts = [draft("base:build"), draft("ui:lint"), draft("web:build", below("build"))];
    expect(needsOf("web:build", drafts, workspace({ web: "ui", ui: "base" }))).toEqual({
      needs: ["base:build"],
      dropped: ["ui:build no-such-job"],
    });
  });
  test("stop at a dependency that has one", () => {
    const drafts = [draft("base:build"), draft("ui:build"), draft("web:build", below("build"))];
    expect(needsOf("web:build", drafts, workspace({ web: "ui", ui: "base" })).needs).toEqual([
      "ui:build",
    ]);
  });
  test("leave out services of the same circle", () => {
    const world = workspace({ a: "b", b: "a c", c: "" }, [["a", "b"]]);
    const drafts = [
      draft("a:build", below("build")),
      draft("b:build", below("build")),
      draft("c:build", below("build")),
    ];
    expect(needsOf("a:build", drafts, world)).toEqual({ needs: [], dropped: ["b:build cycle"] });
    expect(needsOf("b:build", drafts, world)).toEqual({
      needs: ["c:build"],
      dropped: ["a:build cycle"],
    });
  });
});

test("a given need stays as it is and the draft is not changed", () => {
  const config = {
    ...build,
    needs: ["other", { pipeline: "$P", job: "x" }, symbolicNeed("job", "build")],
  };
  const drafts = [draft("web:build"), draft("web:test", config)];
  expect(needsOf("web:test", drafts, workspace({ web: "" })).needs).toEqual([
    "other",
    { pipeline: "$P", job: "x" },
    "web:build",
  ]);
  expect(config.needs).toHaveLength(3);
});
