import { describe, expect, test } from "vitest";
import { configSchema } from "../src/config/schema.ts";
import { readContext } from "../src/context/index.ts";
import type { Base } from "../src/detect/index.ts";
import { defaultOptions, type Options } from "../src/options.ts";
import { splitting } from "../src/splitting.ts";
import { version } from "../src/version.ts";
import type { Service } from "../src/workspace/index.ts";

const base: Base = { sha: "abc123", ref: null, how: "before-sha", why: "x", fallback: false };
const command = `npx --yes gitlab-fanout@${version}`;

interface Given {
  readonly config?: object;
  readonly params?: Record<string, string | number | boolean | readonly string[] | undefined>;
  readonly env?: Record<string, string>;
  readonly options?: Partial<Options>;
  readonly base?: Base;
  readonly cwd?: string;
  readonly upstream?: object;
}

function split(given: Given) {
  const { env = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BEFORE_SHA: "a".repeat(40) } } = given;
  const services = ["api", "web"].map((name) => ({ name }) as Service);
  const subject = {
    config: configSchema.parse(given.config ?? {}),
    params: given.params ?? {},
    origin: "fanout.config.ts",
    context: readContext(env, given.options ?? {}),
    comparison: { base: given.base ?? base, root: "/repo", changes: [] },
    workspace: { services },
    affected: {
      verdicts: [
        { service: "api", affected: true, reasons: [] },
        { service: "web", affected: false, reasons: [] },
      ],
      unowned: [],
    },
    upstream: new Map(Object.entries(given.upstream ?? {})),
  };
  const options = { ...defaultOptions, ...given.options };
  return splitting(subject, options, { cwd: given.cwd ?? "/repo", env }, "mirror");
}

const replayed = (given: Given) => split(given).router?.command;

describe("a job that writes a shard comes to the same plan", () => {
  test("by the base that was found and the kind of pipeline that was seen", () =>
    expect(replayed({})).toBe(`${command} generate --source push --base abc123`));

  test("by all services where there was no base", () => {
    const none: Base = { ...base, sha: null };
    expect(replayed({ base: none })).toBe(`${command} generate --source push --all`);
  });

  test("by the services that another project's change came to: no job of the child knows it", () => {
    const upstream = { api: [] };
    expect(replayed({ upstream })).toBe(
      `${command} generate --source push --base abc123 --services api`,
    );
    const none: Base = { ...base, sha: null };
    expect(replayed({ upstream, base: none })).toBe(`${command} generate --source push --all`);
  });

  test("in a merge request, whose child sees another source", () => {
    const env = {
      CI_PIPELINE_SOURCE: "merge_request_event",
      CI_MERGE_REQUEST_EVENT_TYPE: "merge_train",
    };
    expect(replayed({ env })).toBe(`${command} generate --source merge_train --base abc123`);
  });

  test("by the options that were given", () => {
    const options = {
      config: "../ci/fanout.config.ts",
      output: "out/child.yml",
      head: "feature x",
      services: ["api", "it's"],
      precision: "imports" as const,
    };
    expect(replayed({ options, cwd: "/repo/sub dir" })).toBe(
      `${command} generate --cwd 'sub dir' --config ../ci/fanout.config.ts --output out/child.yml --source push --base abc123 --head 'feature x' --services 'api,it'\\''s' --precision imports`,
    );
  });

  test("by the parameters that are not what the configuration says anyway", () => {
    const params = {
      regions: { type: "list", default: ["eu"] },
      level: { type: "number", default: 3 },
      note: { type: "string" },
      dry: { type: "boolean", default: false },
    };
    const values = { regions: ["eu", "us,ca"], level: 3, note: "a $b", dry: true };
    expect(replayed({ config: { params }, params: values })).toBe(
      `${command} generate --source push --base abc123 --param 'regions=["eu","us,ca"]' --param 'note=a $b' --param dry=true`,
    );
    const unset = { regions: ["eu"], level: 3, note: undefined, dry: false };
    expect(replayed({ config: { params }, params: unset })).toBe(
      `${command} generate --source push --base abc123`,
    );
  });

  test("by the command of the configuration", () =>
    expect(replayed({ config: { split: { command: "$FANOUT --verbose" } } })).toBe(
      "$FANOUT --verbose generate --source push --base abc123",
    ));
});

describe("files are found in the archive", () => {
  test("from the top of the repository, by the job that makes them", () => {
    const env = { CI_PIPELINE_SOURCE: "push", CI_JOB_NAME: "gen: [a, b]" };
    const { artifact, job } = split({ env, cwd: "/repo/ci", options: { output: "../g.yml" } });
    expect([artifact, job]).toEqual(["g.yml", "gen: [a, b]"]);
    expect(split({}).job).toBe("generate-config");
  });

  test("but not from outside: then there are neither parts nor shards", () => {
    const { parts, router, whole } = split({ options: { output: "/tmp/g.yml" } });
    expect([parts, router]).toEqual(["never", undefined]);
    expect(whole).toBe("the output is outside the repository, where no artifact can come from");
  });
});

describe("services apart", () => {
  const apart = (config: object) => [...(split({ config }).apart ?? [])];
  const define = { api: { root: "a", shape: "services" }, other: { root: "b" } };

  test("are none, all, or those that say so", () => {
    expect(apart({})).toEqual([]);
    expect(apart({ shape: "services" })).toEqual(["api", "web"]);
    expect(apart({ services: { define } })).toEqual(["api"]);
    const jobs = { services: { define: { api: { root: "a", shape: "jobs" } } }, shape: "services" };
    expect(apart(jobs)).toEqual(["web"]);
  });

  const impossible = [
    [{ split: { shards: false } }, {}, "`split.shards` is false"],
    [{ pipeline: { include: "more.yml" } }, {}, "`pipeline.include` may bring jobs"],
    [{}, { CI_PIPELINE_SOURCE: "parent_pipeline" }, "this is a child pipeline already"],
  ] as const;
  test.each(impossible)("are refused where %j %j stands in the way", (config, env, problem) => {
    const given = { config: { ...config, shape: "services" }, env };
    expect(() => split(given)).toThrow(
      `fanout.config.ts › shape: api and web cannot be pipelines of their own: ${problem}`,
    );
    // Without them it is only told when something does not fit.
    const { router, whole } = split({ config, env });
    expect(router).toBeUndefined();
    expect(whole).toContain(problem);
  });
});
