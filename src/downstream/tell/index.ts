import { showText } from "../../diagnostics/index.ts";
import type { Clock } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import type { PipelineNode } from "../types.ts";
import { changes, stampOf } from "./lines.ts";
import { liveTree } from "./live.ts";

export { type Drawing, drawTree } from "./drawn.ts";
export { type Failure, failuresIn } from "./failures.ts";
export { statusReport, waitReport } from "./json.ts";
export { lastLines } from "./log.ts";
export { failureText, whyText } from "./summary.ts";

/** How progress is told. */
export type Show = "live" | "lines" | "nothing";

export interface Teller {
  look(roots: readonly PipelineNode[]): void;
  /** Something besides: a wait, a fault that may pass. */
  note(text: string): void;
  /** Leaves the terminal to what follows. */
  end(): void;
}

/** Tells progress: as a tree that is drawn anew, as a line a change, or not at all. */
export function teller(show: Show, verbose: boolean, io: Io, clock: Clock): Teller {
  if (show === "nothing") return { look() {}, note() {}, end() {} };
  const changed = changes(verbose);
  const line = (text: string) => io.err(`${stampOf(clock.now())}${showText(text)}\n`);
  if (show === "lines") {
    return {
      look: (roots) => changed(roots).forEach(line),
      note: (text) => line(text.trim()),
      end() {},
    };
  }
  const live = liveTree(io);
  let last: readonly PipelineNode[] = [];
  let note = "";
  return {
    look(roots) {
      last = roots;
      live.show(roots, note);
      note = "";
    },
    note(text) {
      note = showText(text.trim());
      live.show(last, note);
    },
    end: () => live.clear(),
  };
}
