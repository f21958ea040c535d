import { builtIn } from "../../src/generate/built-in.ts";
import { generatedService } from "../../src/generate/service.ts";
import type { GenerateContext } from "../../src/generate/types.ts";
import { definePipeline } from "../../src/model/index.ts";
import type { Service } from "../../src/workspace/index.ts";
import { treeOf } from "../workspace/tree.ts";

/** What a test says of the service; its directory is `web` unless told. */
export type Given = Partial<Pick<Service, "name" | "root" | "kind">>;

export type Made = Record<string, Record<string, unknown> & { readonly script: string[] }>;

const context = (name: string, options: object): GenerateContext => ({
  need: (job) => `${name}:${job}` as never,
  needFromDependencies: (key) => [`every ${key}` as never],
  needFromParent: () => ({}) as never,
  needFromProject: () => ({}) as never,
  branchIn: async (project) => (project === "group/app" ? "topic" : undefined),
  options: options as Record<string, unknown>,
  base: { sha: null },
  pipeline: {
    source: "push",
    event: "push",
    ref: "main",
    refType: "branch",
    defaultBranch: "main",
  },
  params: {},
  matrix: {},
  gitlab: { version: "18.11", strategy: "mirror" },
});

/**
 * The jobs of a built-in generator, `undefined` when it is not for the service. A need on the same
 * service reads `web:build`, one on those that it depends on `every build`.
 */
export async function make(
  use: string,
  files: Record<string, string>,
  options: object = {},
  { name = "web", root = "web", kind = "service" }: Given = {},
): Promise<Made | undefined> {
  const rest = { tags: [], inputs: [], locks: [], foundBy: [], variables: {} };
  const view = generatedService({ name, root, kind, ...rest }, [], treeOf(files));
  const generator = builtIn[use]!;
  if (!("jobs" in generator)) throw new Error("a template");
  if (generator.when && !generator.when(view)) return undefined;
  const jobs = (await generator.jobs(view, context(name, options))) as unknown as Made;
  accepted(name, jobs);
  return jobs;
}

/** Throws when the model refuses these jobs; needs on jobs that are not there are left out. */
function accepted(service: string, jobs: Made): void {
  const names = new Set(Object.keys(jobs).map((key) => `${service}:${key}`));
  const drafts = Object.entries(jobs).map(([key, config]) => ({
    name: `${service}:${key}`,
    service,
    origin: "test",
    config: {
      ...config,
      needs: (config.needs as string[] | undefined)?.filter((need) => names.has(need)),
    },
  }));
  if (drafts.length > 0) definePipeline({ stages: ["build", "test", "deploy"], jobs: drafts });
}
