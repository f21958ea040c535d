import type { Comparison } from "../detect/index.ts";
import type { Workspace } from "../workspace/index.ts";
import type { LockChanges, LockStep } from "./types.ts";

/** `services.lockfiles`, and what is needed to read them. */
export interface LockSettings {
  readonly lockfiles: "precise" | "everything";
  /** Reads YAML; throws a UserError for a text that is none. */
  readonly parseYaml: (text: string, path: string) => unknown | Promise<unknown>;
}

/**
 * Which services are built with other packages than at the base. A lock file that was added or
 * deleted, or that cannot be understood, counts for every service that is built with it.
 */
export async function lockChanges(
  { services }: Workspace,
  { changes }: Pick<Comparison, "changes" | "tree" | "baseTree">,
  { lockfiles }: LockSettings,
): Promise<LockChanges> {
  const changed = new Set(changes.map(({ path }) => path));
  const steps = new Map<string, LockStep[]>();
  const told = new Map<string, Set<string>>();
  for (const { name, locks } of services) {
    for (const path of locks) {
      if (!changed.has(path)) continue;
      const why = `lockfiles: ${JSON.stringify(lockfiles)}`;
      steps.set(name, [...(steps.get(name) ?? []), { by: "lock", path, why }]);
      told.set(path, (told.get(path) ?? new Set()).add(name));
    }
  }
  return { steps, told };
}
