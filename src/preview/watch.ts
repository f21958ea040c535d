import { watch as watchFiles } from "node:fs";
import { platform } from "node:os";
import type { Io } from "../io.ts";
import { stateOf } from "./state.ts";

/** Milliseconds: between two looks at least, how much longer than a look took, and until files rest. */
const pace = { least: 500, factor: 4, rest: 120, most: 30_000 };

/** As often files may go on changing until they are taken as they are. */
const patience = 20;

export interface Watching {
  /** Paths that `again` writes, from the working directory: changes of them do not count. */
  readonly own: readonly string[];
  /** Called at once, and whenever the work tree has changed and come to rest. */
  readonly again: () => Promise<void>;
}

/**
 * Follows the work tree until somebody asks the process to end. git tells what has changed; that it
 * may be asked again is told by the system where it watches directories with all below them by
 * itself (macOS, Windows), and else by the clock, more slowly where git is slow.
 */
export async function watch({ own, again }: Watching, io: Io): Promise<void> {
  const bell = bellOf(io);
  try {
    let seen = await stateOf(io, own);
    await again();
    while (!bell.ended()) {
      const begun = performance.now();
      let now = await stateOf(io, own);
      const took = performance.now() - begun;
      if (now === seen) {
        await bell.rings(Math.min(pace.most, Math.max(pace.least, took * pace.factor)));
        continue;
      }
      now = await rested(now, own, io, bell);
      if (bell.ended()) break;
      seen = now;
      await again();
    }
  } finally {
    bell.close();
  }
}

/** What the work tree is like when it has not changed for a moment. */
async function rested(first: string, own: readonly string[], io: Io, bell: Bell): Promise<string> {
  let now = first;
  for (let times = 0; times < patience && !bell.ended(); times++) {
    await bell.rings(pace.rest, "end");
    const next = await stateOf(io, own);
    if (next === now) break;
    now = next;
  }
  return now;
}

interface Bell {
  /** Waits so many milliseconds, or until something changes, or the end; `end`: only until that. */
  rings(milliseconds: number, until?: "change" | "end"): Promise<void>;
  ended(): boolean;
  close(): void;
}

function bellOf(io: Io): Bell {
  let isOver = false;
  let hasChanged = false;
  let wake = (_: "change" | "end") => {};
  const free = io.onInterrupt?.(() => {
    isOver = true;
    wake("end");
  });
  const files = systemWatch(io.cwd, () => {
    hasChanged = true;
    wake("change");
  });
  return {
    rings(milliseconds, until = "change") {
      const isDue = isOver || (until === "change" && hasChanged);
      if (until === "change") hasChanged = false;
      if (isDue) return Promise.resolve();
      return new Promise<void>((resolve) => {
        const ring = () => {
          clearTimeout(timer);
          wake = () => {};
          resolve();
        };
        // Where the system tells, the clock is only for what it may miss.
        const timer = setTimeout(ring, files && until === "change" ? pace.most : milliseconds);
        wake = (why) => {
          if (why === "end" || until === "change") ring();
        };
      });
    },
    ended: () => isOver,
    close() {
      free?.();
      files?.close();
    },
  };
}

/** On Linux Node would open a watch for every file there is. */
function systemWatch(directory: string, changed: () => void) {
  if (platform() !== "darwin" && platform() !== "win32") return undefined;
  try {
    return watchFiles(directory, { recursive: true }, changed).on("error", () => {});
  } catch {
    return undefined;
  }
}
