/** The literal texts of the table, in its order. */
export const texts = [
  "Artifacts archive for job `j` is too large: X exceeds maximum of Y",
  "The file `p` in job `j` is too large: …",
  "The provided YAML is too big",
  "The parsed YAML is too big",
  "Total size of combined CI/CD configuration is too big",
  "Config is too large. Maximum size allowed is 1 MiB",
  "Maximum of 150 nested includes are allowed!",
  "Request timed out when fetching configuration files.",
  "… is too long (maximum is 3)",
  "reached_max_descendant_pipelines_depth",
  "reached_max_pipeline_hierarchy_size",
  "reached_downstream_pipeline_trigger_rate_limit",
  "Too many pipelines created in the last minute. Try again later.",
  "The number of jobs has exceeded the limit of N. Try splitting…",
  "Project exceeded the allowed number of jobs in active pipelines. Retry later.",
  "Pipeline has too many deployments! Requested N, but the limit is M.",
  "J: one job can only need 50 others, but you have listed N. See needs keyword documentation for more details",
  "must be less than or equal to 5",
  "need `X` name is too long (maximum is 255 characters)",
  "generates too many jobs (maximum is 200)",
  "has too many entries (maximum 50)",
  "Invalid expression syntax",
  "There cannot be more than 20 inputs",
  "config node too large",
  "too many interpolation blocks",
  "config too large",
  "Dotenv Artifact Too Big. Maximum Allowable Size: N",
  "Dotenv files cannot have more than N variables",
] as const;

const archive =
  "an archive is there only after its job has run; child-archive-size warns of what it will hold";

/** Why no file can show it. */
export const unseen: Readonly<Record<string, string>> = {
  "Artifacts archive for job `j` is too large: X exceeds maximum of Y": archive,
  "The file `p` in job `j` is too large: …": archive,
  "Request timed out when fetching configuration files.": "how long servers take to answer",
  reached_max_descendant_pipelines_depth:
    "the reason of a trigger job that has run; child-depth tells it before (section 6)",
  reached_max_pipeline_hierarchy_size:
    "what a tree of pipelines has started until then, in all projects (section 6)",
  reached_downstream_pipeline_trigger_rate_limit: "a rate, by project, user and commit",
  "Too many pipelines created in the last minute. Try again later.": "a rate, by project and user",
  "The number of jobs has exceeded the limit of N. Try splitting…":
    "the limit is the plan's, and rules decide how many jobs are created; emit counts what it writes",
  "Project exceeded the allowed number of jobs in active pipelines. Retry later.":
    "what other pipelines of the project are running",
  "Pipeline has too many deployments! Requested N, but the limit is M.":
    "rules decide how many jobs are created; emit counts what it writes",
  "Dotenv Artifact Too Big. Maximum Allowable Size: N": "what a job writes when it runs",
  "Dotenv files cannot have more than N variables": "what a job writes when it runs",
};
