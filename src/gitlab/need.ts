import { fail } from "../diagnostics/index.ts";
import type { Answer, Fault } from "./types.ts";

/**
 * The value of an answer, for a command that cannot do without: otherwise an error of exit code 5.
 * `what` begins the sentence: `the pipeline could not be started`.
 */
export function need<T>(answer: Answer<T>, what: string): T {
  return "value" in answer ? answer.value : refuse(answer, what);
}

function refuse({ kind, problem, lost }: Fault, what: string): never {
  return fail(codes[kind], [], { what, problem, lost });
}

const codes = {
  unreachable: "API_UNREACHABLE",
  refused: "API_REFUSED",
  unreadable: "API_UNREADABLE",
} as const;
