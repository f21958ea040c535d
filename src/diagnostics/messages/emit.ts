import { row } from "../row.ts";

/** Codes of emit/: reading and writing YAML, GitLab's limits, files. */
export const emitMessages = {
  YAML_SYNTAX: row<{ line: number; column: number; problem: string; excerpt: string }>({
    severity: "error",
    text: (a) => `line ${a.line}, column ${a.column}: ${a.problem}\n${a.excerpt}\n`,
    next: () => "Mend the YAML",
  }),
  YAML_DOCUMENTS: row<{ line: number; column: number; count: number; excerpt: string }>({
    severity: "error",
    text: (a) =>
      `line ${a.line}, column ${a.column}: a second document begins (${a.count} in all), where one is expected\n${a.excerpt}\n`,
    next: () => 'Take out the "---", or move what follows it to a file of its own',
  }),
  YAML_TAG: row<{
    line: number;
    column: number;
    tag: string;
    known: readonly string[];
    excerpt: string;
  }>({
    severity: "error",
    text: (a) =>
      `line ${a.line}, column ${a.column}: the tag ${a.tag} has no meaning here\n${a.excerpt}\n`,
    next: (a) => `Known here: ${a.known.join(", ")}. Text that begins with "!" needs quotes`,
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
} as const;
