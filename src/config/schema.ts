import * as z from "zod/mini";
import { axesFault } from "./matrix.ts";
import { declarationFault } from "./param.ts";
import { downstream, upstream } from "./schema-downstream.ts";
import { split } from "./schema-split.ts";
import { about, anything, optional, otherwise, text, texts } from "./schema-words.ts";

const condition = z.strictObject({
  has: optional(text, "a file that the service's directory must hold"),
  tag: optional(text, "a tag that the service must carry"),
});

const matrix = z.record(text, z.array(z.union([text, z.number()]))).check(({ value, issues }) => {
  const fault = axesFault(value);
  if (!fault) return;
  const { axis, problem: message } = fault;
  issues.push({ code: "custom", input: value, path: axis === undefined ? [] : [axis], message });
});

const chosen = {
  when: optional(condition, "which services it is for; all parts must hold"),
  with: optional(anything, "options handed to the generator as `ctx.options`"),
  matrix: optional(
    z.union([matrix, z.literal(false)]),
    "values by CI variable: each of its jobs runs once for every combination of these and the service's; false for one run (docs/matrix.md)",
  ),
};
const generator = z.union([
  text,
  z.strictObject({
    use: about(z.string(), "as the short form: a built-in name or a path"),
    ...chosen,
  }),
  z.strictObject({
    exec: about(
      z.array(text).check(z.minLength(1)),
      "program and arguments, run in the configuration's directory for each service; prints its jobs as YAML or JSON",
    ),
    timeout: otherwise(30, z.number().check(z.gt(0)), "seconds after which it is stopped"),
    onRemoved: optional(
      z.boolean(),
      "whether it is asked about services that are gone as well, with `removed: true`",
    ),
    ...chosen,
  }),
]);

const service = z.strictObject({
  root: about(z.string(), "its directory, from the repository"),
  kind: optional(z.enum(["service", "library"]), "default: as discovered, else service"),
  dependsOn: optional(texts, "names of services that it is built from"),
  tags: optional(texts, "free words for generators to choose by"),
  inputs: optional(texts, "paths outside its directory whose change affects it"),
  generators: optional(z.array(generator), "its own generators, in place of the common ones"),
  shape: optional(z.enum(["jobs", "services"]), "in place of the common `shape`"),
  variables: optional(z.record(text, text), "CI variables for its jobs"),
  matrix: optional(
    matrix,
    "values by CI variable: each of its jobs runs once for every combination (docs/matrix.md)",
  ),
});

const gitlab = z.strictObject({
  version: optional(
    text.check(z.regex(/^\d+\.\d+/, "should be a version such as 18.11")),
    "GitLab's version (default: $CI_SERVER_VERSION); picks limits, mirror or depend",
  ),
  plan: optional(
    z.enum(["free", "premium", "ultimate"]),
    "GitLab.com's plan; leave it out for a self-managed instance without limits",
  ),
  limits: optional(
    z.record(text, z.number().check(z.gte(0))),
    "limits of this instance by name, as the report spells them; 0 is off",
  ),
  includes: optional(
    z.record(text, z.union([text, z.literal(false)])),
    "what stands in for includes from elsewhere where configurations are read, by key as `--map` has it: a file, from the top directory of the repository, or `false` for nothing (docs/lint.md)",
  ),
});

const base = z.strictObject({
  branch: otherwise(
    "before",
    z.enum(["before", "last-success"]),
    "what a branch pipeline is compared with: the tip before the push, or the last commit of the branch whose pipeline succeeded, as GitLab's API tells it",
  ),
  schedule: optional(
    z.enum(["all", "last-success"]),
    "what a scheduled pipeline of a branch is compared with: nothing, so that everything counts, or the last commit of the branch whose scheduled pipeline succeeded (default: as other pipelines of branches)",
  ),
  unknown: otherwise(
    "all",
    z.enum(["all", "fail"]),
    "no base to compare with: everything is affected, or stop with exit code 3",
  ),
});

const graph = z.strictObject({
  command: about(
    z.array(text).check(z.minLength(1)),
    "program and arguments, run in the top directory of the repository; prints services and edges as JSON (docs/graph.md)",
  ),
  timeout: otherwise(60, z.number().check(z.gt(0)), "seconds after which it is stopped"),
});

const services = z.strictObject({
  discover: otherwise(
    [],
    texts,
    "ecosystems whose manifests are read: npm, pnpm, yarn, bun, nx, turbo, go, cargo, uv, poetry, docker, maven, gradle, terraform, terragrunt, helm, dotnet",
  ),
  define: otherwise({}, z.record(text, service), "services by name"),
  exclude: otherwise([], texts, "directories in which nothing is discovered"),
  graph: optional(graph, "another tool that knows services and edges"),
});

const param = z
  .strictObject({
    type: about(z.enum(["string", "number", "boolean", "list"]), "what it is handed over as"),
    env: optional(
      text.check(z.regex(/^[A-Za-z_]\w*$/, "should be the name of a variable, without $")),
      "the CI variable that sets it; `--param` goes before it",
    ),
    default: optional(
      z.union([text, z.number(), z.boolean(), texts]),
      "its value where nobody sets it; must itself be allowed",
    ),
    options: optional(
      z.union([texts.check(z.minLength(1)), z.array(z.number()).check(z.minLength(1))]),
      "the only values; of a list the only items",
    ),
    pattern: optional(
      text,
      "a regular expression that the whole value matches; of a list each item",
    ),
    min: optional(z.number(), "the least number"),
    max: optional(z.number(), "the greatest number"),
    required: optional(z.boolean(), "no value, an empty text or an empty list is an error"),
    description: optional(text, "what it is for; for people"),
  })
  .check(({ value, issues }) => {
    const fault = declarationFault(value);
    if (!fault) return;
    const { key, problem: message } = fault;
    issues.push({ code: "custom", input: value, path: [key], message });
  });

const stages = ["build", "test", "deploy"];
const pipeline = z.strictObject({
  stages: otherwise(stages, texts, "stages of the child pipeline, in order"),
  default: optional(anything, "GitLab's `default` of the child"),
  variables: optional(anything, "GitLab's top-level `variables` of the child"),
  include: optional(z.unknown(), "GitLab's `include` of the child"),
});

/**
 * The one source of the configuration's type, its checks, its JSON Schema and its documentation.
 * In zod's small build, for it is made at every start.
 */
export const configSchema = z.strictObject({
  $schema: optional(text, "for editors: the JSON Schema of this file"),
  gitlab: otherwise({}, gitlab, "the GitLab that runs the pipeline"),
  base: otherwise({ branch: "before", unknown: "all" }, base, "the commit to compare with"),
  services: otherwise(
    { discover: [], define: {}, exclude: [] },
    services,
    "what there is to build",
  ),
  lockfiles: otherwise(
    "precise",
    z.enum(["precise", "everything"]),
    "a changed lock file affects the services whose resolved dependencies differ, or every service that is installed from it",
  ),
  precision: otherwise(
    "paths",
    z.enum(["paths", "imports", "symbols"]),
    "how JavaScript and TypeScript are read: by directory and manifest, by the imports of files, or by what is used of them",
  ),
  everything: otherwise([], texts, "paths whose change affects every service"),
  ignore: otherwise([], texts, "paths whose change affects nothing"),
  params: otherwise(
    {},
    z.record(text, param),
    "parameters by name, handed to generators as `ctx.params` and to templates as `params`",
  ),
  pipeline: otherwise({ stages }, pipeline, "what the child pipeline has besides jobs"),
  downstream: otherwise(
    {},
    downstream,
    "pipelines of other projects that an affected service starts, by a name of your own (docs/downstream.md)",
  ),
  upstream: otherwise(
    {},
    upstream,
    "other projects whose changes affect services here, by their full paths: for pipelines that they start (docs/downstream.md)",
  ),
  shape: otherwise(
    "jobs",
    z.enum(["jobs", "services"]),
    "all jobs in one child pipeline, or one pipeline a service, which the child starts",
  ),
  split: otherwise(
    { parts: "include", shards: true, job: { image: "node:22" } },
    split,
    "what becomes of a pipeline that one file or one pipeline cannot hold",
  ),
  lint: otherwise(
    { rules: {} },
    z.strictObject({
      rules: otherwise(
        {},
        z.record(text, z.enum(["off", "error", "warning", "info"])),
        "what becomes of a rule, by its code (docs/lint.md)",
      ),
    }),
    "what `fanout lint` looks for",
  ),
  generators: otherwise(
    [],
    z.array(generator),
    "what makes jobs for an affected service, all whose condition holds: a built-in name (node, go, python, cargo, maven, gradle, dotnet, terraform, helm, docker, make, include, multi-project), or the path of a .ts, .js, .yml.hbs or .yml file from the configuration, or a command (exec)",
  ),
});

/** A configuration as the stages read it: defaults filled in. */
export type Config = z.output<typeof configSchema>;
/** A configuration as a person writes it. */
export type ConfigInput = z.input<typeof configSchema>;

/** JSON Schema (draft 2020-12) of the configuration file, for editors and docs. */
export const configJsonSchema = (): object => z.toJSONSchema(configSchema, { io: "input" });
