import type { Comparison } from "../detect/index.ts";
import type { Io } from "../io.ts";
import type { Workspace } from "../workspace/index.ts";
import { isImportable } from "./files.ts";
import type { ImportReach, ImportSettings } from "./types.ts";

const nothing: ImportReach = {
  chains: new Map(),
  told: new Set(),
  whole: new Set(),
  diagnostics: [],
};

/**
 * Follows the imports of JavaScript and TypeScript files to the changed paths. Nothing is read,
 * and none of the code for it is loaded, where no change can arrive by an import.
 */
export async function importReach(
  workspace: Workspace,
  comparison: Pick<Comparison, "changes" | "tree" | "baseTree">,
  settings: ImportSettings,
  io: Io,
): Promise<ImportReach> {
  if (settings.precision === "paths") return nothing;
  if (!comparison.changes.some(({ path }) => isImportable(path))) return nothing;
  const { readReach } = await import("./through.ts");
  return readReach(workspace, comparison, settings, io);
}
