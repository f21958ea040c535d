import type { Affected } from "../affected/index.ts";
import type { Config, Params } from "../config/index.ts";
import type { Context } from "../context/index.ts";
import type { Comparison } from "../detect/index.ts";
import type { GeneratorEntry, Service, Workspace } from "../workspace/index.ts";
import type { Branches } from "./branches.ts";
import type { LoadedGenerator } from "./load.ts";

/** What generation looks at. */
export interface GenerateInput {
  readonly config: Pick<Config, "generators" | "pipeline"> &
    Partial<Pick<Config, "gitlab" | "downstream">>;
  /** Values of the configuration's `params`. */
  readonly params: Params;
  /** The configuration's file name, for messages. */
  readonly origin: string;
  readonly generators: ReadonlyMap<GeneratorEntry, LoadedGenerator>;
  readonly context: Context;
  /** GitLab's version, where it is known. */
  readonly version: string | undefined;
  readonly workspace: Workspace;
  readonly affected: Affected;
  readonly comparison: Pick<Comparison, "base" | "tree" | "baseTree">;
  /** For `branchIn` of generators. */
  readonly branches?: Branches;
  /** Services that the base had and the head has no more. */
  readonly removed: readonly Service[];
}
