import { emit, refuseSecrets } from "../emit/index.ts";
import type { Io } from "../io.ts";
import { notes } from "../notes.ts";
import type { Options } from "../options.ts";
import { build, type Detected, type Plan } from "../run.ts";
import { splitting } from "../splitting.ts";

/** The rest of the line once verdicts are settled: as `plan` does it. */
export async function finish(detected: Detected, options: Options, io: Io): Promise<Plan> {
  const built = await build(detected, io);
  const how = splitting(detected, options, io, built.strategy);
  const emitted = emit(built.pipeline, notes(detected, options.output), built.limits, how);
  refuseSecrets(emitted.files, io.env);
  const diagnostics = [...detected.diagnostics, ...built.diagnostics, ...emitted.diagnostics];
  return { ...detected, ...built, emitted, diagnostics };
}
