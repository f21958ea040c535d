import { type Context, readContext } from "./context/index.ts";
import { type Compared, compare } from "./detect/index.ts";
import type { Io } from "./io.ts";
import type { Options } from "./options.ts";

/** A run that has begun: git is at work. */
export interface Begun {
  readonly context: Context;
  readonly comparing: Promise<Compared>;
  /** Resolves once git is running. */
  readonly started: Promise<void>;
}

/**
 * Reads what pipeline this is and sets git to work. Apart from the other stages, so that git
 * works while their code is still being loaded.
 */
export function begin(options: Options, io: Io): Begun {
  const context = readContext(io.env, options);
  const comparing = compare(io, context, options);
  // Whoever awaits it is told; until then it is nobody's unhandled rejection.
  comparing.catch(() => {});
  const started = new Promise<void>((resolve) => setImmediate(resolve));
  return { context, comparing, started };
}
