import { group } from "./row.ts";

const page = "ci/yaml/";

/** Keywords that GitLab does not know in their place, misses, or does not take together. */
export const keywords = group({
  "unknown-keyword": {
    says: "config contains unknown keys: …",
    docs: "GitLab knows each keyword only where it belongs, and refuses the whole configuration for one that it does not know there: a misspelt one, one that stands too deep or not deep enough, or one of a newer version.",
    hint: "Take the keyword out, or move it to where GitLab knows it",
    page,
  },
  "unknown-trigger-keyword": {
    says: "config contains unknown keys: … (in a trigger job)",
    docs: "No runner takes a trigger job, so all that tells a runner what to do is unknown there: `script`, `image`, `services`, `tags`, `cache`, `artifacts`, `retry`, `timeout` and others.",
    hint: "Take it out, or put it into the jobs of the pipeline that is started",
    page: "ci/pipelines/downstream_pipelines/",
  },
  "disallowed-keyword": {
    says: "config contains disallowed keys: …",
    docs: "GitLab knows the keyword, but does not take it here: `ports` of an image outside web terminals, or `start_in` of a rule that is not delayed.",
    hint: "Take the keyword out",
    page,
  },
  "missing-keyword": {
    says: "config missing required keys: …",
    docs: "The keyword cannot stand without the one that is named: `changes` and `exists` as a hash need `paths`, `parallel` as a hash needs `matrix`, a token needs `aud`.",
    hint: "Add the keyword that is named",
    page,
  },
  "script-with-trigger": {
    says: "config these keys cannot be used together: script, trigger",
    docs: "A job either runs commands on a runner or starts another pipeline. Both in one job is refused.",
    hint: "Make two jobs, the trigger job with `needs` on the other where it should wait",
    page: "ci/yaml/#trigger",
  },
  "run-with-script": {
    says: "config these keys cannot be used together: script, run",
    docs: "`run` gives the steps of a job in place of `script`, `before_script` and `after_script`, and a trigger job has none of them.",
    hint: "Keep either `run` or the other",
    page: "ci/yaml/#run",
  },
  "access-with-public": {
    says: "config these keys cannot be used together: access, public",
    docs: "`artifacts:access` and the older `artifacts:public` both say who may download the artifacts.",
    hint: "Keep `access` alone: `public: false` is `access: developer`",
    page: "ci/yaml/#artifactsaccess",
  },
  "keyword-twice": {
    says: "… is defined in top-level and `default:` entry",
    docs: "`image`, `services`, `cache`, `before_script` and `after_script` at the top are an older way to write them in `default`. GitLab does not choose between two of them.",
    hint: "Keep the one in `default`",
    page: "ci/yaml/#default",
  },
});
