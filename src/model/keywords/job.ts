import * as z from "zod/mini";
import { artifacts, cache } from "./artifacts.ts";
import { startIn, timeout } from "./durations.ts";
import { environment } from "./environment.ts";
import { image, services } from "./image.ts";
import { needs } from "./needs.ts";
import { matrixParallel, parallel } from "./parallel.ts";
import { pages, release } from "./release.ts";
import { retry } from "./retry.ts";
import { allowFailure, coverage, jobRules, policy } from "./rules.ts";
import { jobInputs, run } from "./run.ts";
import { dastConfiguration, identity, idTokens, secrets } from "./secrets.ts";
import { commands, flag, keywords, stringOrStrings, strings, text } from "./shared.ts";
import { trigger } from "./trigger.ts";
import { jobVariables } from "./variables.ts";

const hooks = keywords({ pre_get_sources_script: commands });

/** Keywords that `default` can hold (GitLab: entry/default.rb; `identity` and `run` are not there). */
const defaults = {
  before_script: commands,
  after_script: commands,
  hooks,
  cache,
  image,
  services,
  interruptible: flag,
  timeout,
  retry,
  tags: strings,
  artifacts,
  id_tokens: idTokens,
  identity,
};

/** `default` of the pipeline. */
export const defaultKeywords = keywords(defaults);

/** The keywords that `default` can hold. */
export type DefaultKeyword = keyof typeof defaults;
export const defaultNames = Object.keys(defaults) as readonly DefaultKeyword[];

/** GitLab: entry/inherit/default.rb and variables.rb. */
const inherit = keywords({
  default: z.union([flag, z.array(z.enum(defaultNames as [DefaultKeyword]))]),
  variables: z.union([flag, strings]),
});

/** Keywords of every job (GitLab: entry/processable.rb). */
const processable = {
  extends: stringOrStrings,
  stage: text,
  only: policy,
  except: policy,
  rules: jobRules,
  variables: jobVariables,
  inherit,
  needs,
  resource_group: text,
  environment,
  interruptible: flag,
};

const jobWhen = z.enum(["on_success", "on_failure", "always", "manual", "delayed"]);
const triggerWhen = z.enum(["on_success", "on_failure", "always", "manual"]);

/** `script` must hold something (GitLab: entry/job.rb). */
const script = commands.check(
  z.refine(
    (value) => (typeof value === "string" ? value.trim() !== "" : value.length > 0),
    "must not be empty",
  ),
);

const own = {
  ...processable,
  ...defaults,
  script,
  run,
  when: jobWhen,
  start_in: startIn,
  allow_failure: allowFailure,
  manual_confirmation: text,
  dependencies: strings,
  coverage,
  parallel,
  inputs: jobInputs,
  release,
  secrets,
  dast_configuration: dastConfiguration,
  publish: text,
  pages,
};

/** A job that runs something (GitLab: entry/job.rb). */
export const jobKeywords = keywords(own);

/** A job that starts another pipeline (GitLab: entry/bridge.rb; docs ci/yaml, `trigger`). */
export const triggerKeywords = keywords({
  ...processable,
  trigger,
  when: triggerWhen,
  allow_failure: flag,
  parallel: matrixParallel,
});

/** Everything that stands in a job of either kind, or in a hidden one. */
export const anyJobKeywords = keywords({ ...own, trigger });
