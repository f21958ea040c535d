import { downstreamTargets } from "../affected/index.ts";
import { fail, UserError } from "../diagnostics/index.ts";
import type { Target } from "../downstream/index.ts";
import { targetsOf } from "../downstream/start/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { detect } from "../run.ts";
import { tell } from "./_tell.ts";

/** What is to be started, and whether `--wait` waits for it. */
export interface Aim {
  readonly target: Target;
  /** As the configuration says; `none` is not waited for. */
  readonly strategy?: "depend" | "mirror" | "none" | undefined;
}

/** Whether the command line names what to start: then no change is looked at. */
export const isNamed = ({ project, target }: Options): boolean => Boolean(project ?? target);

/**
 * The targets that the command line names, else those of `downstream` in the configuration that the
 * change concerns; over these, the options say what is different. Errors: TRIGGER_NOTHING where
 * there is no such entry, TRIGGER_OPTION, and those of `detect`.
 */
export async function aimsOf(options: Options, io: Io): Promise<readonly Aim[]> {
  if (isNamed(options)) return targetsOf(options).map((target) => ({ target }));
  // The options are read first: a mistake in them is told before anything is looked at.
  const [given] = targetsOf({ ...options, project: ["1"] });
  const detected = await detect(options, io).catch(withoutConfiguration);
  tell(detected.diagnostics, options, io);
  const { downstream = {} } = detected.config;
  if (!Object.values(downstream).some(({ how }) => how === "api")) fail("TRIGGER_NOTHING", [], {});
  return downstreamTargets(detected).map(({ strategy, name: _, ...entry }) => ({
    strategy,
    target: {
      ...entry,
      ...(given?.ref !== undefined && { ref: given.ref }),
      ...(given?.url !== undefined && { url: given.url }),
      ...(given?.token !== undefined && { token: given.token }),
      fallback: entry.fallback || options.fallbackRef,
      variables: { ...entry.variables, ...given?.variables },
      inputs: { ...entry.inputs, ...given?.inputs },
    },
  }));
}

function withoutConfiguration(error: unknown): never {
  const missing = error instanceof UserError && error.diagnostics[0]?.code === "CONFIG_MISSING";
  if (missing) fail("TRIGGER_NOTHING", [], {});
  throw error;
}
