import { configMessages } from "./messages/config.ts";
import { contextMessages } from "./messages/context.ts";
import { diffMessages } from "./messages/diff.ts";
import { downstreamMessages } from "./messages/downstream.ts";
import { emitMessages } from "./messages/emit.ts";
import { generateMessages } from "./messages/generate.ts";
import { gitlabMessages } from "./messages/gitlab.ts";
import { loadingMessages } from "./messages/loading.ts";
import { modelMessages } from "./messages/model.ts";
import { previewMessages } from "./messages/preview.ts";
import { reportMessages } from "./messages/reports.ts";
import { workspaceMessages } from "./messages/workspace.ts";
import type { ExitCode, Message, Severity } from "./row.ts";
import { showText } from "./show.ts";

export { didYouMean, distance } from "./closest.ts";
export type { ExitCode, Message, Severity } from "./row.ts";
export { showText } from "./show.ts";

/** Every finding that fanout can make: one row a code, one file a stage. */
const messages = {
  ...configMessages,
  ...contextMessages,
  ...gitlabMessages,
  ...workspaceMessages,
  ...generateMessages,
  ...modelMessages,
  ...loadingMessages,
  ...emitMessages,
  ...previewMessages,
  ...diffMessages,
  ...downstreamMessages,
  ...reportMessages,
};

export type Code = keyof typeof messages;
type Arguments<C extends Code> = Parameters<(typeof messages)[C]["text"]>[0];

/** A finding as data. `where` leads from the outside in: file, job, key, index. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly where: readonly (string | number)[];
  /** What is wrong, and what to do next, in one or two sentences. */
  readonly message: string;
}

/** Makes a finding; its sentence comes from the table. */
export function found<C extends Code>(
  code: C,
  where: readonly (string | number)[],
  args: Arguments<C>,
): Diagnostic {
  const row = messages[code] as Message<Arguments<C>>;
  const next = row.next?.(args);
  const message = next ? `${row.text(args)}. ${next}` : row.text(args);
  return { code, severity: row.severity, where, message };
}

/**
 * Where, what, what next: `a.ts › web:test › needs[0]: …`. One line, unless what to write instead
 * follows on lines of its own; nothing in it turns a terminal upside down.
 */
export function sentence(diagnostic: Diagnostic): string {
  const place = diagnostic.where
    .map((step, index) =>
      typeof step === "number" ? `[${step}]` : `${index ? " › " : ""}${showText(step)}`,
    )
    .join("");
  const message = showText(diagnostic.message, "\n\t");
  return place ? `${place}: ${message}` : message;
}

/**
 * A mistake that the user can mend: told in its sentences, without a stack.
 * `exit` is that of the first finding.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], options?: { cause?: unknown }) {
    super(diagnostics.map(sentence).join("\n"), options);
    this.diagnostics = diagnostics;
  }

  get exit(): ExitCode {
    const first = this.diagnostics[0];
    return (first && (messages[first.code] as Message<never>).exit) ?? 2;
  }
}

/** Stops the run with one finding. */
export function fail<C extends Code>(
  code: C,
  where: readonly (string | number)[],
  args: Arguments<C>,
  options?: { cause?: unknown },
): never {
  throw new UserError([found(code, where, args)], options);
}

/** Every code with what its finding does to the run, sorted by code: for the documentation. */
export const explainCodes = () =>
  (Object.keys(messages) as Code[]).sort().map((code) => {
    const { severity, exit = 2 } = messages[code] as Message<never>;
    return { code, severity, exit };
  });
