import { didYouMean } from "../closest.ts";
import { row } from "../row.ts";

const listed = (names: readonly string[], what = "services") =>
  names.length > 6
    ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more ${what}`
    : names.join(", ");

/** Codes of generate/: generators, templates, needs. */
export const generateMessages = {
  GENERATOR_UNKNOWN: row<{ use: string; hint: string }>({
    severity: "error",
    text: (a) => `no generator is called "${a.use}"`,
    next: (a) => `${a.hint} A file of your own is named by its path, such as "./${a.use}.ts".`,
  }),
  GENERATOR_NOT_FOUND: row<{ use: string; path: string }>({
    severity: "error",
    text: (a) => `generator "${a.use}": there is no file ${a.path}`,
    next: () => "The path starts at the configuration",
  }),
  GENERATOR_KIND: row<{ use: string }>({
    severity: "error",
    text: (a) => `generator "${a.use}" is neither TypeScript, JavaScript, a template nor YAML`,
    next: () => "Use a file that ends in .ts, .js, .mjs, .yml.hbs or .yml",
  }),
  GENERATOR_SHAPE: row({
    severity: "error",
    text: () => "does not export a generator by default",
    next: () =>
      'End it with `export default defineGenerator({ name: "...", jobs: (service, ctx) => ({ ... }) })`',
  }),
  GENERATOR_THROWS: row<{ problem: string }>({
    severity: "error",
    text: (a) => `the generator failed: ${a.problem}`,
  }),
  GENERATOR_RESULT: row({
    severity: "error",
    text: () => "should give jobs by key, such as { build: { script: [...] } }",
    next: () => "Give {} when there is nothing to do",
  }),
  EXEC_FAILED: row<{ problem: string }>({
    severity: "error",
    text: (a) => `the command failed: ${a.problem}`,
    next: () =>
      "It runs in the configuration's directory, with the service as JSON on its standard input",
  }),
  EXEC_YAML: row<{ problem: string }>({
    severity: "error",
    text: (a) => `the command prints YAML that cannot be read: ${a.problem}`,
  }),
  REMOVED_GENERATOR_GONE: row<{ service: string; use: string }>({
    severity: "warning",
    text: (a) =>
      `${a.service} is gone, and so is its generator ${JSON.stringify(a.use)}, which might have made jobs to tear it down`,
    next: () => "Keep the generator one change longer than the service",
  }),
  SERVICE_WITHOUT_JOBS: row<{ services: readonly string[] }>({
    severity: "warning",
    text: ({ services: [first = "", ...others] }) =>
      others.length === 0
        ? `${first} is affected, but no generator makes a job for it`
        : `${listed([first, ...others])} are affected, but no generator makes a job for them`,
    next: () => "Name a generator that does, in `generators` or in the service's definition",
  }),
  MATRIX_AXES: row<{ problem: string }>({
    severity: "error",
    text: (a) => a.problem,
  }),
  MATRIX_TOO_MANY: row<{ count: number; most: number }>({
    severity: "error",
    text: (a) => `makes ${a.count} of each job, but ${a.most} is the most`,
    next: () => "Leave out values, or give axes to some generators only",
  }),
  MATRIX_PARALLEL: row<{ axes: readonly string[] }>({
    severity: "error",
    text: (a) => `a job with the matrix ${a.axes.join(" × ")} cannot have \`parallel\` of its own`,
    next: () => "Leave one of the two out; `matrix: false` on the generator's entry takes its away",
  }),
  MATRIX_NEED: row<{ need: string }>({
    severity: "error",
    text: (a) =>
      `names cells of "${a.need}", whose matrix may become separate jobs in this pipeline`,
    next: () => "Use ctx.need() or !need, which is on the cells that agree with the own one",
  }),
  MATRIX_EXTENDS: row<{ job: string }>({
    severity: "error",
    text: (a) => `extends "${a.job}", which has a matrix and may become several jobs`,
    next: () => "Let both extend a hidden job (.name)",
  }),
  CHILD_TOO_DEEP: row<{ level: number; limit: number }>({
    severity: "error",
    exit: 4,
    text: (a) =>
      `starts a child pipeline at level ${a.level} below the root, and GitLab allows ${a.limit}: reached maximum depth of child pipelines`,
    next: () =>
      "Run `fanout generate` in the root pipeline, take the jobs of that file into this pipeline, or start a pipeline of another project, which counts anew",
  }),
  CHILD_FILE_TOO_DEEP: row<{
    file: string;
    jobs: readonly string[];
    level: number;
    limit: number;
  }>({
    severity: "warning",
    text: (a) =>
      `${a.file} starts child pipelines of its own (${listed(a.jobs, "jobs")}), which would be at level ${a.level} below the root, and GitLab allows ${a.limit}: reached maximum depth of child pipelines`,
    next: () =>
      "Take those jobs into that file, or start a pipeline of another project, which counts anew",
  }),
  TRIGGER_OWN_PROJECT: row<{ project: string }>({
    severity: "error",
    text: (a) =>
      `starts a pipeline of this very project (${a.project}): downstream pipeline trigger definition is invalid`,
    next: () => "Start a child pipeline with `trigger:include`",
  }),
  SHELL_TEXT: row<{ text: string }>({
    severity: "error",
    text: (a) => `the script holds ${JSON.stringify(a.text)} as shell text`,
    next: () => 'Use "$SERVICE_DIR" or "$SERVICE_NAME", or quote it with shellQuote()',
  }),
  TEMPLATE_NOT_PLAIN: row<{ expression: string; text: string }>({
    severity: "error",
    text: (a) => `{{${a.expression}}} is ${JSON.stringify(a.text)}, which is not a plain word`,
    next: (a) =>
      `Write {{yaml ${a.expression}}} where YAML wants a value, {{shell ${a.expression}}} in a script, or use "$SERVICE_DIR"`,
  }),
  TEMPLATE_NOT_TEXT: row<{ expression: string; kind: string }>({
    severity: "error",
    text: (a) => `{{${a.expression}}} is ${a.kind}, where a word is wanted`,
    next: (a) =>
      `Write {{yaml ${a.expression}}} for a YAML value, or ask {{#if}} or {{#each}} first`,
  }),
  TEMPLATE_UNKNOWN: row<{ expression: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `{{${a.expression}}}: there is no such name`,
    next: (a) => {
      const last = a.expression.split(".").at(-1) ?? "";
      return didYouMean(last, a.known) || `Known here: ${a.known.join(", ") || "nothing"}`;
    },
  }),
  TEMPLATE_FAULT: row<{ problem: string }>({
    severity: "error",
    text: (a) => a.problem,
  }),
  TEMPLATE_YAML: row<{ problem: string }>({
    severity: "error",
    text: (a) => `the template prints YAML that cannot be read: ${a.problem}`,
  }),
} as const;
