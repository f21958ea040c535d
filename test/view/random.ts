import { UserError } from "../../src/diagnostics/index.ts";
import fc from "../helpers/property.ts";
import { type Seen, viewed } from "./viewed.ts";

/** A service is called like its directory. */
const names = ["api", "<img src=x onerror=alert(1)>", "__proto__", "web", "a $A; b", "core"];
const roots = names.map((name, index) => `${index % 2 === 0 ? "apps" : "li\u001b[1mbs"}/${name}`);

const rules = fc.constantFrom(
  "",
  "  rules: [{ if: $CI_COMMIT_TAG, when: manual }, { if: $CI_COMMIT_BRANCH }]",
  '  rules: [{ changes: ["apps/**/*"] }, { if: $CI_MERGE_REQUEST_IID, allow_failure: true }]',
  '  rules: [{ if: $SERVICE_NAME == "web", when: never }, { exists: ["libs/**/*"] }]',
  '  rules: [{ changes: ["$SERVICE_DIR/**/*"] }, { if: $CI_JOB_NAME =~ /api/ }]',
  "  only: [tags, web]",
  "  except: [schedules]",
);
const more = fc.constantFrom(
  "",
  "  parallel: 3",
  "  parallel: { matrix: [{ REGION: [eu, us] }] }",
  '  variables: { A: "$B/x", B: "$CI_JOB_NAME" }',
  '  environment: { name: "live/$SERVICE_NAME" }',
);

/** Configurations that a job starts; the first two are decided by what it hands down. */
export const children = [
  'a: { script: [x], rules: [{ if: $SERVICE_NAME == "api" }, { if: $CI_COMMIT_TAG }] }\nb: { script: [x] }',
  "a: { script: [x], only: { refs: [parent_pipelines, tags], variables: [$CI_COMMIT_TAG] } }",
  "a: { script: [x], rules: [{ if: $CI_COMMIT_TAG }] }\nb: { script: [x], needs: [a] }",
  "workflow: { rules: [{ if: $CI_COMMIT_BRANCH }] }\na: { script: [x] }",
];

/** A workspace of a few services in npm's manner, its generator, and a change. */
export const world = fc.record({
  services: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 2 }),
  edges: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 6 }),
  inputs: fc.subarray(["shared/**", "*.json", "!shared/x/**"], { minLength: 1 }),
  changed: fc.subarray(
    [...roots.map((root) => `${root}/new`), "shared/a", "shared/b", "shared/x/c", "README.md", "n"],
    { minLength: 1, maxLength: 5 },
  ),
  gone: fc.option(fc.nat(5), { nil: undefined, freq: 4 }),
  rules: fc.tuple(rules, rules),
  more,
  child: fc.option(fc.nat(children.length - 1), { nil: undefined }),
  shape: fc.constantFrom("jobs", "jobs", "services"),
  kind: fc.constantFrom({}, {}, { source: "schedule" }, { all: true }, { services: ["docs"] }),
});
export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const manifest = (index: number, { services, edges }: World) =>
  JSON.stringify({
    name: names[index],
    dependencies: Object.fromEntries(
      edges
        .filter(([from, to]) => from === index && to !== index && services.includes(to))
        .map(([, to]) => [names[to], "*"]),
    ),
  });

const generator = ({ rules: [first, second], more: extra, child }: World) =>
  [
    `build:\n  stage: build\n  script: [make]\n  needs: [!need-from-dependencies build]\n${first}`,
    `test:\n  stage: test\n  script: [make test]\n  needs: [!need build, !need lint]\n${extra}\n${second}`,
    child === undefined
      ? ""
      : "start:\n  stage: test\n  rules: [{ if: $CI_COMMIT_BRANCH }]\n  trigger: { include: ci/child.yml }",
  ].join("\n");

/** The view of such a change; `undefined` where no pipeline can be made of it. */
export async function viewedWorld(given: World): Promise<Seen | undefined> {
  const { services, edges, inputs, changed, gone, child, shape, kind } = given;
  const own = services.filter((index) => index !== gone || services.length < 3);
  const lost = gone !== undefined && !own.includes(gone) && services.includes(gone);
  const [[, near] = [0, 0]] = edges;
  const uses = own.includes(near) ? { dependsOn: [names[near]] } : {};
  try {
    return await viewed({
      config: {
        services: { discover: ["npm"], define: { docs: { root: "docs", inputs, ...uses } } },
        ignore: ["**/*.md"],
        pipeline: { stages: ["build", "test"], variables: { TOP: "$CI_COMMIT_BRANCH" } },
        generators: ["./ci/jobs.yml"],
        shape,
      },
      jobs: generator(given),
      files: {
        "package.json": '{ "private": true, "workspaces": ["apps/*", "li*/*"] }',
        "docs/x": "",
        "ci/child.yml": children[child ?? 0]!,
        ...Object.fromEntries(
          [...own, ...(lost ? [gone] : [])].map((index) => [
            `${roots[index]}/package.json`,
            manifest(index, given),
          ]),
        ),
      },
      changes: {
        ...Object.fromEntries(changed.map((path) => [path, "1"])),
        ...(lost && { [`${roots[gone]}/package.json`]: null }),
      },
      options: kind,
    });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
