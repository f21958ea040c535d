import { defineGenerator, type GeneratedService, type JobMap } from "../src/generate/define.ts";
import {
  checkOptions,
  handedOver,
  jobKeywords,
  type Kinds,
  type TriggerOptions,
  triggerKinds,
} from "./trigger.ts";

interface Options extends TriggerOptions {
  readonly file?: string | readonly string[];
  readonly project?: string;
  readonly ref?: string;
  readonly template?: string;
  readonly component?: string;
  readonly remote?: string;
}

const kinds: Kinds = {
  ...triggerKinds,
  file: "text or a list",
  project: "text",
  ref: "text",
  template: "text",
  component: "text",
  remote: "text",
};

/**
 * One trigger job `pipeline` for a service: it runs the service's own `.gitlab-ci.yml` as a child
 * pipeline, or, by the options, `project` (with `file` and `ref`), `template`, `component` or
 * `remote`. What it receives is decided here: none of the pipeline's own variables, only
 * SERVICE_NAME, SERVICE_DIR and those of `variables`. Options besides: `file` (default
 * `.gitlab-ci.yml`, from the service's directory; with `project` from the top of that project),
 * `stage` (default `test`), `inputs`, `strategy`, `forward`, `variables`, `environment`,
 * `resource_group` and `rules`.
 */
export default defineGenerator({
  name: "include",
  jobs(service, ctx): JobMap {
    checkOptions(ctx.options, kinds);
    const options = ctx.options as Options;
    const entry = entryOf(options, service);
    if (!entry) return {};
    const { stage = "test", inputs } = options;
    return {
      pipeline: {
        stage,
        ...jobKeywords(options, service),
        needs: ctx.needFromDependencies("build", { artifacts: false }),
        trigger: {
          // Beside `trigger:include` GitLab takes no inputs: they belong to the entry.
          include: [{ ...entry, ...(inputs && { inputs }) }],
          ...handedOver(options, ctx, { yaml_variables: true, pipeline_variables: false }),
        },
      },
    };
  },
});

const sources = ["project", "template", "component", "remote"] as const;

/** The entry of `trigger:include`; `undefined` for a service without a file of its own. */
function entryOf(options: Options, service: GeneratedService) {
  const { file = ".gitlab-ci.yml", project, ref } = options;
  const named = sources.filter((key) => options[key] !== undefined);
  const [source] = named;
  if (named.length > 1) throw new Error(`with: choose one of ${named.join(", ")}`);
  if (ref !== undefined && source !== "project") throw new Error("with › ref: is only for project");
  if (source === "project") {
    if (options.file === undefined) throw new Error("with › file: is missing beside project");
    return { project: project as string, ...(ref !== undefined && { ref }), file };
  }
  if (source !== undefined) {
    if (options.file !== undefined) throw new Error(`with › file: is not for ${source}`);
    return { [source]: options[source] as string };
  }
  if (typeof file !== "string") throw new Error("with › file: a list is only for project");
  if (!service.has(file)) return undefined;
  const local = service.path(file);
  if (/[$*]/.test(local)) {
    throw new Error(`GitLab would read the $ or * in include:local "${local}" as a pattern`);
  }
  return { local };
}
