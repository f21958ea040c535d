import { describe, expect, test } from "vitest";
import { gitlabErrors } from "../../../src/lint/words/index.ts";
import fc from "../../helpers/property.ts";
import { agrees, findings, hasKey, words } from "./differing.ts";
import { changes, mutants } from "./mutate.ts";
import { read, verdicts } from "./verdicts.ts";

/** Keywords that the verdicts have few of. */
const rare = read(`
default: {hooks: {pre_get_sources_script: [x]}, services: [a], tags: [t]}
workflow: {name: n, rules: [{if: $A, auto_cancel: {on_job_failure: all}}], auto_cancel: {on_new_commit: none}}
b:
  script: [x]
  environment: {name: e, url: u, deployment_tier: d, kubernetes: {agent: a, namespace: n, dashboard: {flux_resource_path: f}, managed_resources: {enabled: true}}}
  image: {name: i, pull_policy: [always], docker: {user: u, platform: p}, kubernetes: {user: 1}}
  services: [{name: s, alias: a, command: [x], variables: {A: b}, pull_policy: never}]
  cache: [{key: {files: [a], prefix: p}, paths: [x], policy: push, when: always, fallback_keys: [k], unprotect: true, untracked: false}]
  artifacts: {name: n, paths: [p], expose_as: e, expire_in: 1 day, access: all, reports: {sast: x, coverage_report: {coverage_format: jacoco, path: p}}}
  retry: {max: 1, when: always, exit_codes: [1]}
  inherit: {default: [image], variables: false}
  id_tokens: {T: {aud: [x]}}
  resource_group: g
  manual_confirmation: sure
  pages: {path_prefix: p, expire_in: never, publish: q}
  coverage: /x/
  parallel: {matrix: [{A: [x, y]}]}
c:
  script: x
  rules: [{changes: {paths: [x], compare_to: main}, exists: [x], allow_failure: true, interruptible: false, variables: {A: b}, needs: [{job: 'b: [x]', optional: true}]}]
t:
  trigger: {include: [{project: p, file: f, ref: r}, {remote: r, integrity: sha256-YQ==}], strategy: depend}
  needs: [{job: b, artifacts: false, parallel: {matrix: [{A: x}]}}]
  parallel: {matrix: [{B: x}]}
`);

const documents = [
  ...verdicts.filter(({ valid }) => valid).map(({ yaml }) => read(yaml)),
  ...Array.from({ length: 50 }, () => rare),
];

describe("configurations with something changed", () => {
  test("they are sound before", () => {
    expect(documents.filter((each) => words(each).length > 0)).toEqual([]);
  });

  test("the verdict is the model's, but for the reasons above", () => {
    fc.assert(fc.property(mutants(documents), agrees), { numRuns: 800, seed: 5 });
  });

  test("so it is with odd values in every place", () => {
    const changed = changes(rare);
    expect(changed.length).toBeGreaterThan(1500);
    const odd = changed.filter((document) => !agrees(document));
    expect(odd.map((document) => [words(document), JSON.stringify(findings(document)[0])])).toEqual(
      [],
    );
  });

  test("anything at all gets an answer, each error with a place that is there", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.object(), mutants(documents)), (document) => {
        for (const { message, path } of gitlabErrors(document)) {
          expect(message).not.toBe("");
          let at: unknown = document;
          for (const step of path.slice(0, -1)) at = (at as Record<string, unknown>)[step];
          const last = path.at(-1);
          if (last !== undefined) expect(hasKey(at as object, String(last))).toBe(true);
        }
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});
