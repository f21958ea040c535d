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
} as const;
