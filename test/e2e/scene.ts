import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Report } from "../../src/report/index.ts";
import { bin, type LocalRun, runLocally } from "../helpers/fanout.ts";
import { type FileTree, repo } from "../helpers/repo.ts";

/** The command as a line of a shell. */
export const command = `${process.execPath} ${bin}`;

/** A parent pipeline as the README describes it; the trigger job includes `files`. */
const parent = (files: readonly string[], generate: string) => `
stages: [generate, trigger]

generate-config:
  stage: generate
  variables: { GIT_DEPTH: 0 }
  script:
    - ${generate}
  artifacts:
    paths: [${files[0]?.replace(/(\.yml)$/, "*$1")}, fanout-report.json]
    expire_in: 30 days

child-pipeline:
  stage: trigger
  needs: [generate-config]
  inherit: { variables: false }
  variables: { PARENT_PIPELINE_ID: $CI_PIPELINE_ID }
  trigger:
    include:
${files.map((file) => `      - { artifact: ${file}, job: generate-config }\n`).join("")}
    strategy: mirror
    forward: { yaml_variables: true, pipeline_variables: false }
`;

/** Jobs that fail where those that they need have not run before: all share one directory. */
const jobs = `
build:
  stage: build
  needs: [!need-from-dependencies build]
  script: [sh ci/build.sh]
test:
  stage: test
  needs: [!need build]
  script: [test -f "built/$SERVICE_NAME"]
`;

/** What others wait for takes a moment, so that a job which does not wait comes too early. */
const build = `set -eu
for dependency in $(cat "$SERVICE_DIR/uses"); do test -f "built/$dependency"; done
grep -q . "$SERVICE_DIR/uses" || sleep 0.5
mkdir -p built
touch "built/$SERVICE_NAME"
`;

export const define = {
  api: { root: "services/api", dependsOn: ["lib"] },
  lib: { root: "libs/lib", kind: "library" },
  shop: { root: "services/shop", dependsOn: ["lib"] },
  web: { root: "services/web", dependsOn: ["lib"] },
};

export interface Ran extends LocalRun {
  readonly report: Report;
  /** The text of a file in the repository after the run. */
  readonly text: (path: string) => string;
}

/**
 * A repository of three services that use a library, a change of the library, and the parent
 * pipeline run on it. `config` goes over what makes one plain child of it.
 */
export function run(config: Readonly<Record<string, unknown>>, options: Options = {}): Ran {
  const { files = {}, includes = ["generated-config.yml"], variables } = options;
  const { generate = "$FANOUT generate --report fanout-report.json" } = options;
  const work = repo({
    ".gitignore": "built/\ngenerated-config*.yml\nfanout-report.json\n",
    ".gitlab-ci.yml": parent(includes, generate),
    "ci/jobs.yml": jobs,
    "ci/build.sh": build,
    "libs/lib/uses": "",
    ...Object.fromEntries(["api", "shop", "web"].map((name) => [`services/${name}/uses`, "lib\n"])),
    "fanout.config.json": JSON.stringify({
      services: { define },
      pipeline: { stages: ["build", "test"] },
      generators: ["./ci/jobs.yml"],
      ...config,
      split: { command, ...(config.split as object | undefined) },
    }),
    ...files,
  });
  work.remote();
  work.git("remote", "add", "gcl-origin", "https://gitlab.example/example/repo.git");
  work.branch("change");
  work.commit({ "libs/lib/changed": "" });
  const ran = runLocally(work.root, ".gitlab-ci.yml", {
    FANOUT: command,
    ...variables?.(work.sha("main")),
  });
  const text = (path: string) => readFileSync(join(work.root, path), "utf8");
  expect(ran.jobs["generate-config"], ran.output).toBe("PASS");
  return { ...ran, text, report: JSON.parse(text("fanout-report.json")) as Report };
}

interface Options {
  readonly files?: FileTree;
  /** What the trigger job of the parent includes. */
  readonly includes?: readonly string[];
  /** The line that generates; the report goes to the top. */
  readonly generate?: string;
  /** Variables of the parent, as GitLab or whoever starts it gives them; `main` is a commit id. */
  readonly variables?: (main: string) => Readonly<Record<string, string>>;
}

/** `child-pipeline › api:pipeline › api:build` */
const path = (pipeline: readonly string[], job: string) => [...pipeline, job].join(" › ");

/** Jobs of the child, and `trigger job › job` of its grandchildren, as paths from the top. */
export const under = (...names: string[]): string[] =>
  names.map((name) => path(["child-pipeline"], name));

/** The jobs of the child and its grandchildren, as the report plans them. */
export const planned = ({ report }: Ran): string[] =>
  report.jobs.map(({ pipeline, name }) =>
    path(["child-pipeline", ...(pipeline === "" ? [] : [pipeline])], name),
  );

/** The same as they ran, in the order of their ends. */
export const happened = ({ rows }: Ran): string[] =>
  rows.filter(({ pipeline }) => pipeline.length > 0).map((row) => path(row.pipeline, row.job));

/** Every job passed, and these are the planned ones and `others` of the child, each once. */
export function expectAsPlanned(ran: Ran, ...others: string[]): void {
  expect(new Set(ran.rows.map(({ status }) => status)), ran.output).toEqual(new Set(["success"]));
  expect(happened(ran).sort(), ran.output).toEqual([...planned(ran), ...under(...others)].sort());
  expect(ran.status).toBe(0);
}

/** One job of the child or of a grandchild has ended before another. */
export function expectBefore(ran: Ran, first: string, second: string): void {
  const order = happened(ran);
  const [earlier = "", later = ""] = under(first, second);
  expect(order, ran.output).toEqual(expect.arrayContaining([earlier, later]));
  expect(order.indexOf(earlier), `${first} before ${second}`).toBeLessThan(order.indexOf(later));
}
