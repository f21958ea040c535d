import { defaultOptions, type Options } from "../../src/options.ts";
import { type Plan, plan } from "../../src/run.ts";
import { type View, type ViewJob, type ViewOptions, viewOf } from "../../src/view/index.ts";
import { testIo } from "../helpers/io.ts";
import { type FileTree, repo } from "../helpers/repo.ts";

/** What a view is made in. */
export interface Scene {
  readonly config?: Readonly<Record<string, unknown>>;
  /** The common generator's jobs; its file is `ci/jobs.yml`. */
  readonly jobs?: string;
  /** Files of the base. */
  readonly files?: FileTree;
  /** What the change writes. */
  readonly changes?: FileTree;
  readonly isCommitted?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: Partial<Options>;
  readonly view?: ViewOptions;
}

export interface Seen {
  readonly plan: Plan;
  readonly view: View;
  readonly io: ReturnType<typeof testIo>;
}

/** Two services, of which `web` uses `ui`. */
export const define = {
  ui: { root: "libs/ui", kind: "library" },
  web: { root: "apps/web", dependsOn: ["ui"] },
};

export const jobs = `
build:
  stage: build
  script: [make]
test:
  stage: test
  script: [make test]
  needs: [!need build]
`;

/** The view of a change, in a repository of its own on the branch `change`. */
export async function viewed(scene: Scene = {}): Promise<Seen> {
  const { config, files = {}, changes = { "libs/ui/a": "1" }, env = {}, options } = scene;
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: { define },
      pipeline: { stages: ["build", "test", "deploy"] },
      generators: ["./ci/jobs.yml"],
      ...config,
    }),
    "ci/jobs.yml": scene.jobs ?? jobs,
    "libs/ui/x": "",
    "apps/web/x": "",
    ...files,
  });
  work.remote();
  work.branch("change");
  if (scene.isCommitted) work.commit(changes);
  else work.write(changes);
  const io = testIo(work.root, env);
  const made = await plan({ ...defaultOptions, quiet: true, ...options }, io);
  return { plan: made, view: await viewOf(made, io, scene.view), io };
}

/** A job of the child, or of another pipeline by index. */
export function jobOf({ pipelines }: View, name: string, pipeline = 0): ViewJob {
  const found = pipelines[pipeline]?.jobs.find((job) => job.name === name);
  if (!found) throw new Error(`no job is called ${name}`);
  return found;
}

/** What is told of a job in a situation, and whether it is created. */
export function verdictOf(view: View, name: string, situation = "now", pipeline = 0): string {
  const at = view.situations.findIndex(({ id }) => id === situation);
  const { created, told } =
    view.pipelines[pipeline]!.judgements[jobOf(view, name, pipeline).verdicts[at]!]!;
  return `${created ? "+" : "-"} ${told}`.trimEnd();
}
