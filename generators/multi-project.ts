import { defineGenerator } from "../src/generate/define.ts";
import { type Branch, projectTrigger } from "./other-project.ts";
import {
  checkOptions,
  jobKeywords,
  type Kinds,
  type TriggerOptions,
  triggerKinds,
} from "./trigger.ts";

interface Options extends TriggerOptions {
  readonly project?: string;
  readonly branch?: Branch;
  readonly job?: string;
  readonly needs?: readonly string[];
}

const kinds: Kinds = {
  ...triggerKinds,
  project: "text",
  branch: "text or a mapping",
  job: "text",
  needs: "a list",
};

/**
 * One trigger job `trigger` that starts a pipeline of another project, after all earlier stages: a
 * rollout must not overtake the tests. It hands over nothing that is not in the options. Options:
 * `project` (its full path), `branch` (default: that project's default branch; `{ same: true }` or
 * `same-or-default`: the one called like this pipeline's, where there is one), `inputs`, `variables`,
 * `job` (its key, where a service starts several), `needs` (keys of the service's jobs: start after
 * these, whatever the stages), `stage` (default `deploy`), `strategy`, `forward`, `environment`,
 * `resource_group` and `rules`.
 */
export default defineGenerator({
  name: "multi-project",
  async jobs(service, ctx) {
    checkOptions(ctx.options, kinds);
    const options = ctx.options as Options;
    const { project, branch, job = "trigger", stage = "deploy" } = options;
    if (project === undefined) throw new Error("with › project: is missing");
    checkBranch(branch);
    const needs = options.needs?.map((key) => ctx.need(String(key), { artifacts: false }));
    return {
      [job]: {
        stage,
        ...jobKeywords(options, service),
        ...(needs && { needs }),
        trigger: await projectTrigger({ ...options, project }, ctx),
      },
    };
  },
});

function checkBranch(branch: Branch | undefined): void {
  if (typeof branch !== "object") return;
  if (branch.same !== true || Object.keys(branch).length > 1) {
    throw new Error('with › branch: should be a name, { same: true } or "same-or-default"');
  }
}
