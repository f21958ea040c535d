import { type Diagnostic, sentence } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";

/** Says on stderr what the stages noticed: warnings, and with --verbose also what is only good to know. */
export function tell(diagnostics: readonly Diagnostic[], options: Options, io: Io): void {
  if (options.quiet) return;
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === "info" && !options.verbose) continue;
    io.err(`${diagnostic.severity}: ${sentence(diagnostic)}\n`);
  }
}
