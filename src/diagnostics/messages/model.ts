import { didYouMean } from "../closest.ts";
import { row } from "../row.ts";
import { triggerMessages } from "./triggers.ts";

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
const few = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(", ")}, ...` : names.join(", ");

/** Codes of model/: keywords, jobs, and what GitLab checks across jobs. */
export const modelMessages = {
  KEYWORD_UNKNOWN: row<{ key: string; known: readonly string[] }>({
    severity: "error",
    text: () => "unknown keyword",
    next: (a) => didYouMean(a.key, a.known) || `GitLab knows here: ${a.known.join(", ")}`,
  }),
  KEYWORD_TYPE: row<{ expected: string; got: string }>({
    severity: "error",
    text: (a) => `should be ${a.expected}, not ${a.got}`,
  }),
  KEYWORD_CHOICE: row<{ value: string; allowed: readonly string[] }>({
    severity: "error",
    text: (a) => `"${a.value}" is not allowed here`,
    next: (a) => didYouMean(a.value, a.allowed) || `Choose one of ${a.allowed.join(", ")}`,
  }),
  KEYWORD_MISSING: row<{ key: string }>({
    severity: "error",
    text: (a) => `\`${a.key}\` is missing`,
    next: () => "Add it; GitLab requires it here",
  }),
  KEYWORD_VALUE: row<{ problem: string }>({ severity: "error", text: (a) => a.problem }),
  KEYWORDS_TOGETHER: row<{ keys: readonly string[]; why: string }>({
    severity: "error",
    text: (a) => `${quoted(a.keys)} cannot be used together: ${a.why}`,
    next: () => "Leave one of them out",
  }),
  NOT_DATA: row<{ what: string }>({
    severity: "error",
    text: (a) => `holds ${a.what}, which YAML cannot`,
    next: () => "Use strings, numbers, booleans, lists and plain hashes",
  }),
  HIDDEN_KEYWORD_UNKNOWN: row<{ key: string; known: readonly string[] }>({
    severity: "warning",
    text: () => "unknown keyword in a hidden job, which GitLab lets pass",
    next: (a) => didYouMean(a.key, a.known) || "Leave it out unless a !reference reads it",
  }),
  HIDDEN_KEYWORD_VALUE: row<{ problem: string }>({
    severity: "warning",
    text: (a) => `${a.problem} (in a hidden job, which GitLab lets pass)`,
  }),
  DURATION_WORD: row<{ value: string; words: readonly string[] }>({
    severity: "warning",
    text: (a) => `GitLab does not read ${quoted(a.words)} in the duration "${a.value}"`,
    next: () => "Write units such as minutes, hours, days",
  }),
  TRIGGER_FAILS_LATER: row<{ problem: string }>({
    severity: "warning",
    text: (a) => `${a.problem}, which GitLab only finds out when the trigger job runs`,
    next: () => "Mend it",
  }),
  ...triggerMessages,
  TOP_LEVEL: row<{ got: string }>({
    severity: "error",
    text: (a) => `a configuration should be a hash of keywords and jobs, not ${a.got}`,
  }),
  DEFAULT_TWICE: row<{ key: string }>({
    severity: "error",
    text: (a) => `\`${a.key}\` is defined at the top level and in \`default\``,
    next: () => "Keep the one in `default`",
  }),
  JOB_NAME_RESERVED: row<{ name: string }>({
    severity: "error",
    text: (a) => `"${a.name}" cannot name a job: GitLab reads it as a keyword`,
    next: () => "Choose another name",
  }),
  JOB_NAME_EMPTY: row({
    severity: "error",
    text: () => "a job has an empty name",
    next: () => "Give it one",
  }),
  JOB_NAME_LENGTH: row<{ length: number; limit: number }>({
    severity: "error",
    text: (a) => `the job's name has ${a.length} characters; GitLab allows ${a.limit}`,
    next: () => "Shorten it",
  }),
  JOB_NAME_TWICE: row<{ name: string; origins: readonly string[] }>({
    severity: "error",
    text: (a) => `two jobs are called "${a.name}": one of ${a.origins.join(", one of ")}`,
    next: () => "Rename one of them",
  }),
  JOB_NOT_HASH: row<{ name: string; got: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `a job should be a hash of keywords, not ${a.got}`,
    next: (a) => didYouMean(a.name, a.known),
  }),
  JOB_WITHOUT_WORK: row({
    severity: "error",
    text: () => "a job needs `script`, `run` or `trigger`",
    next: () => "Add one, or begin its name with a dot when it is only material for others",
  }),
  JOB_BLANK: row({
    severity: "error",
    text: () => "a hidden job must not be empty",
    next: () => "Fill it or leave it out",
  }),
  TRIGGER_MISSING: row({
    severity: "error",
    text: () => "has `needs` but neither `script` nor `run` nor `trigger`",
    next: () => "Add what it should do",
  }),
  NO_VISIBLE_JOB: row({
    severity: "error",
    text: () => "the pipeline has no visible job",
    next: () => "Add a job whose name does not begin with a dot; GitLab refuses an empty pipeline",
  }),
  ONLY_EDGE_STAGES: row({
    severity: "error",
    text: () => "all jobs are in .pre or .post, so GitLab takes the pipeline for empty",
    next: () => "Put one job into another stage",
  }),
  STAGE_UNKNOWN: row<{ stage: string; stages: readonly string[] }>({
    severity: "error",
    text: (a) => `the stage "${a.stage}" does not exist`,
    next: (a) => didYouMean(a.stage, a.stages) || `The stages are ${a.stages.join(", ")}`,
  }),
  NEEDS_UNKNOWN_JOB: row<{ need: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `needs "${a.need}", which no job is called`,
    next: (a) =>
      didYouMean(a.need, a.known) ||
      "Name a job of this pipeline, or use ctx.need (in templates and YAML: !need)",
  }),
  NEEDS_LATER_STAGE: row<{ need: string; stage: string; own: string }>({
    severity: "error",
    text: (a) => `needs "${a.need}" of stage "${a.stage}", which comes after its own "${a.own}"`,
    next: () => "Need only jobs of the same or an earlier stage",
  }),
  NEEDS_TWICE: row<{ need: string }>({
    severity: "error",
    text: (a) => `needs "${a.need}" twice`,
    next: () => "Name it once",
  }),
  NEEDS_CYCLE: row<{ members: readonly string[] }>({
    severity: "error",
    text: (a) => `jobs need each other in a circle: ${a.members.join(" -> ")}`,
    next: () => "Take one of these needs away",
  }),
  LIMIT_UNKNOWN: row<{ name: string; known: readonly string[] }>({
    severity: "error",
    text: () => "no limit has this name",
    next: (a) => didYouMean(a.name, a.known) || `Known are ${a.known.join(", ")}`,
  }),
  NEEDS_TOO_MANY: row<{ count: number; limit: number }>({
    severity: "error",
    exit: 4,
    text: (a) => `needs ${a.count} jobs, counted after parallel; GitLab allows ${a.limit}`,
    next: () => "Put a job between that gathers some of them, or order by stages",
  }),
  NEEDS_CROSS_TOO_MANY: row<{ count: number; limit: number }>({
    severity: "error",
    exit: 4,
    text: (a) =>
      `needs ${a.count} jobs of other pipelines (needFromParent, needFromProject); GitLab allows ${a.limit}: must be less than or equal to ${a.limit}`,
    next: () =>
      "Need one job over there that gathers the artifacts of several, or spread these needs over several jobs here and need those",
  }),
  NEEDS_NAME_LENGTH: row<{ need: string; limit: number }>({
    severity: "error",
    text: (a) => `the needed job "${a.need.slice(0, 60)}..." has more than ${a.limit} characters`,
    next: () => "Shorten its name or the values of its matrix",
  }),
  NEEDS_FORM: row<{ problem: string }>({ severity: "error", text: (a) => a.problem }),
  NEEDS_CONDITIONAL_JOB: row<{ need: string; because: string }>({
    severity: "error",
    text: (a) =>
      `needs "${a.need}", whose ${a.because} may leave it out; GitLab then refuses the whole pipeline`,
    next: () => "Add `optional: true`, use ctx.need or !need, or give both jobs the same rules",
  }),
  DEPENDENCIES_UNKNOWN_JOB: row<{ job: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `depends on "${a.job}", which no job is called`,
    next: (a) => didYouMean(a.job, a.known) || "Name a job of this pipeline",
  }),
  DEPENDENCIES_LATER_STAGE: row<{ job: string; stage: string; own: string }>({
    severity: "error",
    text: (a) =>
      `depends on "${a.job}" of stage "${a.stage}", which comes after its own "${a.own}"`,
    next: () => "Depend only on jobs of the same or an earlier stage",
  }),
  DEPENDENCIES_NOT_NEEDED: row<{ jobs: readonly string[] }>({
    severity: "error",
    text: (a) => `depends on ${quoted(a.jobs)} without a need on the same job`,
    next: () => "Beside `needs`, `dependencies` may only name needed jobs",
  }),
  INCLUDE_UNKNOWN_JOB: row<{ job: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `takes an artifact of "${a.job}", which no job is called`,
    next: (a) => didYouMean(a.job, a.known) || "Name a job of this pipeline",
  }),
  INCLUDE_LATER_STAGE: row<{ job: string; stage: string; own: string }>({
    severity: "error",
    text: (a) =>
      `takes an artifact of "${a.job}" of the later stage "${a.stage}" (its own: "${a.own}")`,
    next: () => "Put it into an earlier stage and add it to `needs`",
  }),
  ON_STOP_UNKNOWN_JOB: row<{ job: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `names "${a.job}", which no job is called`,
    next: (a) => didYouMean(a.job, a.known) || "Name the job that stops the environment",
  }),
  ON_STOP_WRONG_JOB: row<{ job: string; problem: string }>({
    severity: "error",
    text: (a) => `names "${a.job}", which ${a.problem}`,
    next: () => "Give that job the same `environment:name` and `action: stop`",
  }),
  PARALLEL_TOO_MANY: row<{ count: number; limit: number }>({
    severity: "error",
    exit: 4,
    text: (a) => `makes ${a.count} jobs; GitLab allows ${a.limit}`,
    next: () => "Split the matrix over two jobs",
  }),
  TAGS_TOO_MANY: row<{ count: number; limit: number }>({
    severity: "error",
    exit: 4,
    text: (a) => `has ${a.count} tags; GitLab allows ${a.limit}`,
    next: () => "Use fewer",
  }),
  EXTENDS_UNKNOWN: row<{ base: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `extends "${a.base}", which no job is called`,
    next: (a) =>
      didYouMean(a.base, a.known) || (a.known.length ? `Jobs here: ${few(a.known)}` : ""),
  }),
  EXTENDS_NO_HASH: row<{ base: string }>({
    severity: "error",
    text: (a) => `extends "${a.base}", which is not a hash`,
  }),
  EXTENDS_DEPTH: row<{ limit: number }>({
    severity: "error",
    text: (a) => `extends through more than ${a.limit} levels`,
    next: () => "Merge some of the hidden jobs",
  }),
  EXTENDS_LOOP: row<{ members: readonly string[] }>({
    severity: "error",
    text: (a) => `extends itself: ${a.members.join(" -> ")}`,
    next: () => "Break the circle",
  }),
  REFERENCE_UNRESOLVED: row<{
    path: readonly string[];
    problem: "missing" | "deep" | "loop";
  }>({
    severity: "error",
    text: (a) => {
      const tag = `!reference [${a.path.join(", ")}]`;
      if (a.problem === "missing") return `${tag} leads to nothing`;
      return a.problem === "deep" ? `${tag} is nested deeper than 10` : `${tag} leads to itself`;
    },
    next: () => "Check its path: job, keyword, key",
  }),
} as const;
