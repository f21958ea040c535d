import { describe, expect, test } from "vitest";
import {
  type DownstreamSubject,
  downstreamOf,
  downstreamTargets,
  idleDownstream,
} from "../../src/affected/index.ts";
import { type ConfigInput, validateConfig } from "../../src/config/index.ts";
import fc from "../helpers/property.ts";
import { serviceAt, workspaceFrom } from "./workspace.ts";

const workspace = workspaceFrom(
  ["libs/lib", "libs/ui", "api", "web"].map((root) => serviceAt(root, { name: root })),
  "",
);
const branch = { ref: "topic", refType: "branch" } as const;

/** What is known where these services are affected. */
function subject(
  downstream: NonNullable<ConfigInput["downstream"]>,
  affected: readonly string[],
  removed: DownstreamSubject["removed"] = [],
): DownstreamSubject {
  const verdicts = workspace.services.map(({ name }) => ({
    service: name,
    affected: affected.includes(name),
    reasons: affected.includes(name)
      ? [[{ by: "file", path: `${name}/a`, status: "M" } as const]]
      : [],
  }));
  const { downstream: read } = validateConfig({ downstream }, "c.json");
  return {
    config: { downstream: read },
    origin: "c.json",
    workspace,
    affected: { verdicts },
    removed,
  };
}

const project = "group/app";
const told = (services: string[] | undefined, affected: readonly string[]) => {
  const [concern] = downstreamOf(
    subject({ app: { project, ...(services && { services }) } }, affected),
  );
  return { services: concern?.services, by: concern?.by, why: concern?.why };
};

describe("which services concern an entry", () => {
  test("those that it names, by name or pattern", () => {
    expect(told(["libs/*", "web", "!libs/ui"], ["api", "libs/lib", "libs/ui", "web"])).toEqual({
      services: ["libs/lib", "web"],
      by: ["libs/lib", "web"],
      why: "libs/lib: libs/lib/a changed, and 1 more of its services",
    });
  });
  test("without names all of them; * matches no /", () => {
    expect(told(undefined, ["web"]).services).toHaveLength(4);
    expect(told(["**"], ["web"]).services).toHaveLength(4);
    expect(told(["*"], ["web"]).services).toEqual(["api", "web"]);
  });
  test.each([
    [["web"], "web is not affected"],
    [["libs/*", "web"], "none of libs/lib, libs/ui, web is affected"],
    [["**"], "none of api, libs/lib, libs/ui and 1 more is affected"],
    [undefined, "no service is affected"],
    [["apps/*"], "its services mean none that there is (apps/*)"],
  ])("%j: %s", (services, why) => {
    expect(told(services, [])).toMatchObject({ by: [], why });
  });
  test("a service's very name is no pattern", () => {
    const odd = workspaceFrom([serviceAt("a", { name: "[ab]" }), serviceAt("b")], "");
    const given = subject({ app: { project, services: ["[ab]"] } }, []);
    expect(downstreamOf({ ...given, workspace: odd })[0]?.services).toEqual(["[ab]"]);
  });
});

test("services that are gone count as affected; no name means one", () => {
  const gone = [{ name: "old", root: "old\ndir" }];
  const given = { all: { project }, o: { project, ref: "x", services: ["o*"] } };
  expect(downstreamOf(subject(given, ["web"], gone)).map(({ by, why }) => [by, why])).toEqual([
    [["web", "old"], "web: web/a changed, and 1 more of its services"],
    [["old"], "old: gone; the base had it in old\\ndir"],
  ]);
  expect(() => downstreamOf(subject({ o: { project, services: ["old"] } }, [], gone))).toThrow(
    'c.json › downstream › o › services[0]: no service is called "old"',
  );
});

test("patterns without a service are told, and patterns that are none are refused", () => {
  const idle = subject({ app: { project, services: ["apps/*", "web", "a*"] } }, []);
  expect(idleDownstream(idle).map(({ code, message }) => [code, message])).toEqual([
    [
      "SERVICE_PATTERN_IDLE",
      'no service is called like "apps/*". Mend the pattern, or take it out; * matches no /, ** does',
    ],
  ]);
  expect(() => downstreamOf(subject({ app: { project, services: ["!web"] } }, []))).toThrow(
    "c.json › downstream › app › services",
  );
  expect(() => downstreamOf(subject({ app: { project, services: ["../*"] } }, []))).toThrow(
    "services[0]",
  );
});

describe("targets of fanout trigger", () => {
  const targets = (entry: object, context: Parameters<typeof downstreamTargets>[0]["context"]) =>
    downstreamTargets({
      ...subject({ app: { project, how: "api", ...entry } }, ["web"]),
      context,
    });

  test("are those for the API that the change concerns", () => {
    const given = subject(
      {
        a: { project: "group/a", how: "api", services: ["web"] },
        b: { project: "group/b", how: "api", services: ["api"] },
        c: { project: "group/c", services: ["web"] },
      },
      ["web"],
    );
    expect(downstreamTargets({ ...given, context: branch })).toEqual([
      {
        name: "a",
        project: "group/a",
        fallback: false,
        variables: {},
        inputs: {},
        why: "web: web/a changed",
      },
    ]);
  });

  test("have what is configured, as it is written", () => {
    const entry = {
      ref: "v1.0",
      variables: { A: "$B\n\"'" },
      inputs: { list: ["$C"] },
      url: "https://gitlab.example.com",
      strategy: "none",
    };
    expect(targets(entry, branch)).toEqual([
      { name: "app", project, fallback: false, why: "web: web/a changed", ...entry },
    ]);
  });

  test.each([
    [{ same: true }, branch, { ref: "topic", fallback: true }],
    ["same-or-default", branch, { ref: "topic", fallback: true }],
    ["main", branch, { ref: "main", fallback: false }],
    [{ same: true }, { ref: "v1", refType: "tag" }, { fallback: false }],
    [{ same: true }, { ref: "HEAD", refType: "branch" }, { fallback: false }],
  ] as const)("ref %j of a pipeline of %j: %j", (ref, context, expected) => {
    const [target] = targets({ ref }, context);
    expect({ ...(target?.ref && { ref: target.ref }), fallback: target?.fallback }).toEqual(
      expected,
    );
  });
});

test("an entry is started exactly where one of its services is affected", () => {
  const names = workspace.services.map(({ name }) => name);
  fc.assert(
    fc.property(fc.subarray(names, { minLength: 1 }), fc.subarray(names), (own, affected) => {
      const started = downstreamTargets({
        ...subject({ app: { project, how: "api", services: own } }, affected),
        context: branch,
      });
      expect(started.length === 1).toBe(own.some((name) => affected.includes(name)));
    }),
  );
});
