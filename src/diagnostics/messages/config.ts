import { didYouMean } from "../closest.ts";
import { row } from "../row.ts";

const minimal = `import { defineConfig } from "gitlab-fanout";

export default defineConfig({
  services: { discover: ["npm", "go", "docker"] },
  generators: ["node", "go", "docker"],
});
`;

/** Codes of config/ and of the command line. */
export const configMessages = {
  BUG: row({
    severity: "error",
    exit: 70,
    text: () => "this is a bug in fanout, not in your repository",
    next: () => "Please report it with the lines below",
  }),
  CWD_MISSING: row<{ path: string }>({
    severity: "error",
    text: (a) => `there is no directory ${a.path}`,
  }),
  CONFIG_MISSING: row<{ from: string }>({
    severity: "error",
    text: (a) => `no fanout.config.ts (.js, .mjs, .json, .yml) in ${a.from} or above it`,
    next: () =>
      `Put this into fanout.config.ts at the top of the repository to begin with:\n\n${minimal}`,
  }),
  CONFIG_NOT_FOUND: row<{ path: string }>({
    severity: "error",
    text: (a) => `there is no configuration file ${a.path}`,
    next: () => "Check what --config names",
  }),
  CONFIG_KIND: row<{ ending: string }>({
    severity: "error",
    text: (a) => `a configuration cannot end in "${a.ending}"`,
    next: () => "Use .ts, .js, .mjs, .json or .yml",
  }),
  CONFIG_BEFORE_UNREADABLE: row<{ problem: string }>({
    severity: "warning",
    text: (a) =>
      `the configuration of the base cannot be loaded (${a.problem}), so services that only it defined and that are gone get no jobs from onRemoved`,
    next: () => "Tear them down by hand if need be",
  }),
  CONFIG_NO_DEFAULT: row({
    severity: "error",
    text: () => "has no default export",
    next: () => "End it with `export default defineConfig({ ... })`",
  }),
  CONFIG_UNKNOWN_KEY: row<{ key: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `unknown key "${a.key}"`,
    next: (a) => didYouMean(a.key, a.known) || `Known here: ${a.known.join(", ")}`,
  }),
  CONFIG_NAME_LOST: row({
    severity: "error",
    text: () => "is a name that JavaScript keeps for itself, so that it would be passed over",
    next: () => "Choose another name",
  }),
  SITUATION_UNKNOWN: row<{ given: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `"${a.given}" is no situation`,
    next: (a) => didYouMean(a.given, a.known) || `There are ${a.known.join(", ")}`,
  }),
  CALL_UNREADABLE: row<{ problem: string }>({
    severity: "error",
    text: (a) => `calls \`fanout generate\` with options that cannot be told: ${a.problem}`,
    next: () => "Say with --var what its variables hold",
  }),
  VARIABLE_FORM: row<{ pair: string }>({
    severity: "error",
    text: (a) => `"${a.pair}" should be NAME=VALUE`,
  }),
  LINT_FOUND: row<{ rule: string; message: string; hint: string; more: number }>({
    severity: "warning",
    text: (a) =>
      `${a.message} (${a.rule}${a.more > 0 ? `, and in ${a.more} more ${a.more === 1 ? "place" : "places"}` : ""})`,
    next: (a) => a.hint || "docs/lint.md tells more",
  }),
  LINT_FILE_MISSING: row({
    severity: "error",
    text: () => "there is no such file",
    next: () => "Name a configuration, such as .gitlab-ci.yml, from the working directory",
  }),
  LINT_DIRECTORY: row({
    severity: "error",
    text: () => "is a directory",
    next: () => "Name a file in it",
  }),
  LINT_MAP_MISSING: row<{ path: string; key: string }>({
    severity: "error",
    text: (a) => `there is no file "${a.path}" to stand in for ${a.key}`,
    next: () =>
      "Paths of --map lead from the working directory, those of the configuration from the top of the repository",
  }),
  LINT_MAP_FORM: row<{ pair: string }>({
    severity: "error",
    text: (a) => `"${a.pair}" should be KEY=PATH`,
    next: () =>
      "Such as --map group/ci@main:templates/a.yml=../ci/templates/a.yml; without a path, as if nothing included it",
  }),
  LINT_RULE_UNKNOWN: row<{ code: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `no rule of lint is called "${a.code}"`,
    next: (a) => didYouMean(a.code, a.known) || "See docs/lint.md for all rules",
  }),
  LINT_RULE_FIXED: row<{ code: string }>({
    severity: "error",
    text: (a) =>
      `"${a.code}" is what GitLab itself refuses: no setting turns it off or gives it another severity`,
    next: () => "Take the setting out, and mend what lint finds",
  }),
  CONFIG_VALUE: row<{ problem: string }>({
    severity: "error",
    text: (a) => a.problem,
    next: () => "See docs/configuration.md",
  }),
  PARAM_FORM: row<{ name: string }>({
    severity: "error",
    text: (a) => `"${a.name}" is given no value`,
    next: (a) => `Write --param ${a.name}=VALUE`,
  }),
  PARAM_UNKNOWN: row<{ name: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `the configuration has no parameter "${a.name}"`,
    next: (a) =>
      didYouMean(a.name, a.known) ||
      (a.known.length > 0
        ? `It has ${a.known.join(", ")}`
        : "Declare it in `params` of the configuration"),
  }),
  PARAM_MISSING: row<{ name: string; env: string | undefined; allowed: string }>({
    severity: "error",
    text: (a) => `has no value, but one is required: ${a.allowed}`,
    next: (a) =>
      `${a.env === undefined ? "Give" : `Set the CI variable ${a.env}, or give`} --param ${a.name}=VALUE`,
  }),
  PARAM_VALUE: row<{ from: string; value: string; items: readonly string[]; allowed: string }>({
    severity: "error",
    text: ({ from, value, items }) =>
      items.length === 0
        ? `${from} is ${value}, which is not allowed`
        : `${from} is ${value}, of which ${items.join(", ")} ${items.length > 1 ? "are" : "is"} not allowed`,
    next: (a) => `Allowed is ${a.allowed}`,
  }),
  MODULE_SYNTAX: row<{ line: number; column: number; problem: string; excerpt: string }>({
    severity: "error",
    text: (a) => `line ${a.line}, column ${a.column}: ${a.problem}\n${a.excerpt}\n`,
    next: () => "Mend the syntax",
  }),
  MODULE_THROWS: row<{ problem: string }>({
    severity: "error",
    text: (a) => `could not be loaded: ${a.problem}`,
    next: () => "Mend it, or what it calls",
  }),
  MODULE_CYCLE: row<{ members: readonly string[] }>({
    severity: "error",
    text: (a) => `imports itself: ${a.members.join(" -> ")}`,
    next: () => "Break the circle",
  }),
  MODULE_MISSING: row<{ specifier: string }>({
    severity: "error",
    text: (a) => `imports "${a.specifier}", which does not exist`,
    next: () => "Check the path; it is relative to the file that imports it",
  }),
  JSON_SYNTAX: row<{ problem: string }>({
    severity: "error",
    text: (a) => `is not valid JSON: ${a.problem}`,
  }),
} as const;
