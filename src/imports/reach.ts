import type { Comparison } from "../detect/index.ts";
import type { Io } from "../io.ts";
import type { Workspace } from "../workspace/index.ts";
import type { ImportReach, ImportSettings } from "./types.ts";

/** Follows the imports of JavaScript and TypeScript files to the changed paths. */
export async function importReach(
  _workspace: Workspace,
  _comparison: Pick<Comparison, "changes" | "tree" | "baseTree">,
  _settings: ImportSettings,
  _io: Io,
): Promise<ImportReach> {
  return { chains: new Map(), told: new Set(), whole: new Set(), diagnostics: [] };
}
