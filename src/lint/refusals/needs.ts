import { group } from "./row.ts";

/** Jobs that wait for others. */
export const needs = group({
  "needs-missing-job": {
    says: "… job: undefined need: …",
    docs: "The job needs one that this configuration does not have. A job with `parallel` has other names: GitLab knows them in `needs` of a job, but not in those of a rule.",
    hint: "Name a job of this pipeline, or add `optional: true` where it may be missing",
    page: "ci/yaml/#needs",
  },
  "needs-later-stage": {
    says: "… job: need … is not defined in current or prior stages",
    docs: "A job can only need jobs of its own stage or of stages before it.",
    hint: "Move one of the two jobs to another stage",
    page: "ci/yaml/#needs",
  },
  "needs-name-too-long": {
    says: "… job: need `…` name is too long (maximum is 255 characters)",
    docs: "After `parallel` has given the needed job its name with a number or its variables, the name is longer than GitLab keeps.",
    hint: "Shorten the name of the needed job or the values of its matrix",
    page: "ci/yaml/#needs",
  },
  "needs-duplicated": {
    says: "… has the following needs duplicated: ….",
    docs: "One job is needed twice, straight or because `parallel` gives two entries the same name.",
    hint: "Name it once",
    page: "ci/yaml/#needs",
  },
  "needs-circle": {
    says: "The pipeline has circular dependencies: …",
    docs: "Jobs need each other in a circle, or one needs itself, so none of them could ever begin.",
    hint: "Take one `needs` of the circle out",
    page: "ci/yaml/#needs",
  },
  "needs-form": {
    says: "jobs:…:needs:need has an unsupported type",
    docs: "An entry of `needs` is the name of a job, or a hash with `job`.",
    hint: "Write names, in quotes where they look like numbers",
    page: "ci/yaml/#needs",
  },
  "needs-empty": {
    says: "jobs:…:needs config can not be an empty hash",
    docs: "An empty hash needs nothing that could be named. An empty list says that the job waits for none.",
    hint: "Write `[]` where the job should wait for none",
    page: "ci/yaml/#needs",
  },
  "needs-type": {
    says: "…:needs config uses invalid types: …",
    docs: "A trigger job and a rule cannot wait for jobs of another pipeline or project, nor a job for the state of a pipeline.",
    hint: "Let a job without `trigger` fetch the artifacts, and need that one",
    page: "ci/yaml/#needspipelinejob",
  },
  "needs-cross-too-many": {
    says: "jobs:…:needs config must be less than or equal to 5",
    docs: "A job fetches artifacts from five jobs of other pipelines at most.",
    hint: "Collect the artifacts in one job of the other pipeline",
    page: "ci/yaml/#needsproject",
  },
  "needs-too-many": {
    says: "…: one job can only need 50 others, but you have listed …. See needs keyword documentation for more details",
    docs: "A job needs 50 others at most, counted after `parallel` has made copies of them. GitLab takes the configuration and refuses the pipeline.",
    hint: "Need one job that itself needs the others",
    page: "administration/cicd/limits/",
  },
  "needs-pipelines-too-many": {
    says: "jobs:… config should contain at most one bridge need",
    docs: "A job takes over the state of one other pipeline.",
    hint: "Make a job for each",
    page: "ci/yaml/#needspipeline",
  },
  "dependency-missing-job": {
    says: "… job: undefined dependency: …",
    docs: "`dependencies` name a job that this configuration does not have.",
    hint: "Name a job of this pipeline",
    page: "ci/yaml/#dependencies",
  },
  "dependency-later-stage": {
    says: "… job: dependency … is not defined in current or prior stages",
    docs: "A job can only fetch artifacts of jobs that run before it.",
    hint: "Move one of the two jobs to another stage",
    page: "ci/yaml/#dependencies",
  },
  "dependencies-without-needs": {
    says: "jobs:… dependencies the … should be part of needs",
    docs: "With `needs` a job fetches artifacts only of jobs that it needs, so `dependencies` are among them and of the same pipeline.",
    hint: "Add the job to `needs`, or say `artifacts: true` there and take `dependencies` out",
    page: "ci/yaml/#dependencies",
  },
});
