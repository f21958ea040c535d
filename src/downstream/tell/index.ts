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
  /** Something besides: a wait, a fault that may pass. The like of it is told once a minute. */
  note(text: string): void;
  /** A line of what is done, such as a request. */
  log(text: string): void;
  /** Leaves the terminal to what follows. */
  end(): void;
}

/** Tells progress: as a tree that is drawn anew, as a line a change, or not at all. */
export function teller(show: Show, verbose: boolean, io: Io, clock: Clock): Teller {
  if (show === "nothing") return { look() {}, note() {}, log() {}, end() {} };
  const changed = changes(verbose);
  const line = (text: string) => io.err(`${stampOf(clock.now())}${showText(text)}\n`);
  const isNews = seldom(clock);
  if (show === "lines") {
    return {
      look: (roots) => changed(roots).forEach(line),
      note(text) {
        if (isNews(text)) line(text.trim());
      },
      log: (text) => line(text.trim()),
      end() {},
    };
  }
  const live = liveTree(io);
  let last: readonly PipelineNode[] = [];
  let note = "";
  const tellNote = (text: string) => {
    note = showText(text.trim());
    live.show(last, note);
  };
  return {
    look(roots) {
      last = roots;
      live.show(roots, note);
      note = "";
    },
    note: tellNote,
    log: tellNote,
    end: () => live.clear(),
  };
}

/** Whether nothing like a text, numbers aside, was told within a minute. */
function seldom(clock: Clock): (text: string) => boolean {
  const told = new Map<string, number>();
  return (text) => {
    const kind = text.replace(/\d+/g, "");
    const now = clock.now();
    if (now - (told.get(kind) ?? Number.NEGATIVE_INFINITY) < 60_000) return false;
    told.set(kind, now);
    return true;
  };
}
