import { group } from "./row.ts";

const page = "ci/yaml/#trigger";
const child = "ci/pipelines/downstream_pipelines/";

/** Jobs that start other pipelines. */
export const trigger = group({
  "trigger-form": {
    says: "jobs:…:trigger has to be either a string or a hash",
    docs: "`trigger` is the path of a project, or a hash with `project` or `include`.",
    hint: "Write the path of a project, or `include` below it",
    page,
  },
  "trigger-missing": {
    says: "jobs:… config should contain either a trigger or a needs:pipeline",
    docs: "A job without `script` starts another pipeline. GitLab also says this where the job has another fault, because it does not read on to `trigger` then.",
    hint: "Give the job a script or a trigger; mend first what else is told of it",
    page,
  },
  "trigger-strategy": {
    says: "jobs:…:trigger strategy should be depend or mirror",
    docs: "The strategy says that the trigger job waits: `depend` for success or failure, `mirror` (GitLab 18.2) for every state.",
    hint: "Write `mirror`, or `depend` below GitLab 18.2",
    page: "ci/yaml/#triggerstrategy",
  },
  "inputs-beside-include": {
    says: "jobs:…:trigger config contains unknown keys: inputs",
    docs: "`trigger:inputs` are for a pipeline of another project. Inputs of a child pipeline stand in the entry of `include` that takes them.",
    hint: "Move `inputs` into the entry of `include`",
    page: "ci/inputs/",
  },
  "trigger-inputs-too-many": {
    says: "There cannot be more than 20 inputs",
    docs: "A pipeline is given 20 inputs at most. Those of an included file are not counted.",
    hint: "Give fewer inputs, or a list in one",
    page: "ci/inputs/",
  },
  "trigger-include-too-long": {
    says: "jobs:…:trigger:include config is too long (maximum is 3)",
    docs: "A child pipeline is made of three entries at most.",
    hint: "Let one of the files include the others: they are not counted here",
    page: "ci/yaml/#triggerinclude",
  },
  "artifact-without-job": {
    says: "… must specify the job where to fetch the artifact from",
    docs: "A generated file lies in the artifacts of a job, and GitLab has to know of which.",
    hint: "Add `job` with the name of the job that writes the file",
    page: `${child}#dynamic-child-pipelines`,
  },
  "artifact-job-missing": {
    says: "… job: undefined dependency: … (in `trigger:include:job`)",
    docs: "The job whose artifact is included is not in this configuration. GitLab compares the name as it is written: it puts no variable into it, and copies that `parallel` makes have names of their own.",
    hint: "Name a job of this pipeline, in full",
    page: `${child}#dynamic-child-pipelines`,
  },
  "artifact-job-later": {
    says: "… job: dependency … is not defined in current or prior stages (in `trigger:include:job`)",
    docs: "The job that writes the file runs in a later stage than the trigger job.",
    hint: "Move the trigger job to a later stage, and name the other in its `needs`",
    page: `${child}#dynamic-child-pipelines`,
  },
});
