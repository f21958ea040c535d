import { row } from "../row.ts";

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly excerpt: string;
}

const at = (place: Place): string => `line ${place.line}, column ${place.column}`;

export interface LimitArguments {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** What GitLab says when the limit is passed. */
  readonly failure: string;
  readonly largest: readonly { readonly name: string; readonly value: number }[];
  /** Other files or pipelines of which the same is true. */
  readonly also: readonly string[];
  readonly help: string;
}

const largest = (a: LimitArguments): string => {
  const parts = a.largest.map((part) => `${part.name} (${part.value})`);
  return parts.length ? `; the most: ${parts.join(", ")}` : "";
};

const also = (a: LimitArguments): string => {
  if (a.also.length === 0) return "";
  const rest = a.also.length - 3;
  return `; the same for ${a.also.slice(0, 3).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
};

/** Codes of emit/: reading and writing YAML, GitLab's limits, files. */
export const emitMessages = {
  YAML_SYNTAX: row<Place & { problem: string }>({
    severity: "error",
    text: (a) => `${at(a)}: ${a.problem}\n${a.excerpt}`,
  }),
  YAML_DOCUMENTS: row<Place & { count: number }>({
    severity: "error",
    text: (a) =>
      `${at(a)}: holds ${a.count} YAML documents where one is expected: take out the "---", or move what follows it to a file of its own\n${a.excerpt}`,
  }),
  YAML_TAG: row<Place & { tag: string; known: readonly string[] }>({
    severity: "error",
    text: (a) =>
      `${at(a)}: the tag ${a.tag} has no meaning here (known: ${a.known.join(", ")}); text that begins with "!" needs quotes\n${a.excerpt}`,
  }),
  YAML_ALIASES: row<{ limit: number }>({
    severity: "error",
    text: (a) => `its aliases unfold to more than ${a.limit} values`,
    next: () => "GitLab counts an alias again at every use: use extends or default instead",
  }),
  EMIT_NOT_UTF8: row({
    severity: "error",
    text: () => "holds half of a surrogate pair, which no UTF-8 file can hold",
    next: () => "Take it out, or write the whole character",
  }),
  SECRET_IN_YAML: row<{ name: string }>({
    severity: "error",
    text: (a) =>
      `holds the value of the variable ${a.name}, a secret that nobody masks in a file that many may read`,
    next: (a) => `Write "$${a.name}" there: GitLab gives it to the job when it runs`,
  }),
  EMIT_WRITE: row<{ problem: string }>({
    severity: "error",
    text: (a) => `could not be written: ${a.problem}`,
    next: () => "What stood there before is untouched",
  }),
  LIMIT_OVER: row<LimitArguments>({
    severity: "error",
    exit: 4,
    text: (a) =>
      `GitLab's limit "${a.name}" is ${a.limit} ${a.unit}, and this has ${a.value}${largest(a)}${also(a)}; GitLab would say: ${a.failure}`,
    next: (a) => a.help,
  }),
  LIMIT_SOFT: row<LimitArguments>({
    severity: "warning",
    text: (a) =>
      `has ${a.value} ${a.unit}, and GitLab's limit "${a.name}" is ${a.limit}${largest(a)}${also(a)}; GitLab does not refuse it, but ${a.failure}`,
    next: (a) => a.help,
  }),
  LIMIT_NEAR: row<LimitArguments>({
    severity: "warning",
    text: (a) =>
      `uses ${Math.floor((100 * a.value) / a.limit)} % of GitLab's limit "${a.name}" (${a.value} of ${a.limit} ${a.unit})${largest(a)}${also(a)}`,
    next: (a) => a.help,
  }),
  ARCHIVE_LARGE: row<{ bytes: number; limit: number }>({
    severity: "warning",
    text: (a) =>
      `together with the generated files it takes ${a.bytes} bytes of an archive, and GitLab reads no file from an archive of more than ${a.limit}`,
    next: () =>
      "Leave the report out of the job's artifacts, or write it in a job of its own (fanout preview --json)",
  }),
  NEED_ARTIFACTS_LOST: row<{ jobs: readonly string[] }>({
    severity: "warning",
    text: (a) =>
      `${firstOf(a.jobs, "jobs")} would download artifacts of jobs that are now in another pipeline, where they cannot be had: only the order is kept`,
    next: () =>
      'Write such needs with `artifacts: false` where the files are not used; else keep the services in one pipeline (shape "jobs"), or pass the files by a registry or a cache',
  }),
  SPLIT_IMPOSSIBLE: row<{ problem: string }>({
    severity: "info",
    text: (a) => `fanout did not start further pipelines for what does not fit: ${a.problem}`,
  }),
  SHAPE_IMPOSSIBLE: row<{ problem: string; services: readonly string[] }>({
    severity: "error",
    text: (a) =>
      `${firstOf(a.services)} cannot be ${a.services.length === 1 ? "a pipeline of its own" : "pipelines of their own"}: ${a.problem}`,
    next: () => 'Use the shape "jobs", or change what stands in the way',
  }),
  SHARD_FORM: row<{ given: string }>({
    severity: "error",
    text: (a) => `"${a.given}" is no shard: write its number and how many there are, such as 1/2`,
  }),
  SHARD_COUNT: row<{ given: string; count: number }>({
    severity: "error",
    text: (a) =>
      a.count === 0
        ? `shard ${a.given} was asked for, but this pipeline is not split into shards`
        : `shard ${a.given} was asked for, but there are ${a.count}`,
    next: () => "The jobs of a child that fanout split call it so: let them, with the same options",
  }),
  PLAN_DIFFERS: row<{ wanted: string; plan: string }>({
    severity: "error",
    exit: 1,
    text: (a) =>
      `the shards come to the plan ${a.plan}, and ${a.wanted} was planned: this job sees something else than the one that wrote its pipeline`,
    next: () =>
      "Generators must depend on nothing but the repository and their arguments: no clock, no network, no variable that only one of the jobs has; and both jobs must run the same version of fanout",
  }),
} as const;

const firstOf = (names: readonly string[], what = "services"): string => {
  const [first = "", ...others] = names;
  if (others.length === 0) return first;
  return others.length === 1
    ? `${first} and ${others[0]}`
    : `${first} and ${others.length} more ${what}`;
};
