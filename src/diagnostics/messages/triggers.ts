import { row } from "../row.ts";

const few = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(", ")}, ...` : names.join(", ");

/** Codes of model/ about jobs that start other pipelines. */
export const triggerMessages = {
  DOWNSTREAM_BY_STAGE: row<{ count: number; limit: number; stage: string }>({
    severity: "info",
    text: (a) =>
      `would need ${a.count} jobs and GitLab allows ${a.limit}, so it waits for all stages before ${a.stage} instead`,
    next: () => "Where jobs of its services are in that stage too, give it a `stage` behind theirs",
  }),
  TRIGGER_INPUTS_TOO_MANY: row<{ count: number; limit: number }>({
    severity: "error",
    exit: 4,
    text: (a) => `has ${a.count} inputs; GitLab allows ${a.limit}`,
    next: () =>
      "Put several values into one input of type array, or into a file that both sides read",
  }),
  TRIGGER_DOLLARS: row({
    severity: "warning",
    text: () =>
      "holds `$$`, which is no escape in a variable that a trigger job hands over: the pipeline that it starts expands what is left",
    next: () => "Write { value: ..., expand: false } with a single `$`; literal(text) makes that",
  }),
  TRIGGER_VARIABLES: row<{ jobs: readonly string[]; variables: readonly string[] }>({
    severity: "warning",
    text: (a) =>
      `${few(a.jobs)} ${a.jobs.length > 1 ? "forward" : "forwards"} ${few(a.variables)} to another project, which refuses the pipeline where the user's role there may set none: Insufficient permissions to set pipeline variables`,
    next: () =>
      "Hand values over as `trigger:inputs`, or let that project allow pipeline variables for the role (its CI/CD settings)",
  }),
} as const;
