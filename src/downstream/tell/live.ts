import type { Io } from "../../io.ts";
import { clip } from "../../terminal.ts";
import type { PipelineNode } from "../types.ts";
import { type Drawing, drawTree } from "./drawn.ts";

/** So many lines are drawn anew at most: no more than fit on a small terminal. */
const tallest = 20;

/** Draws trees over and over in the same place of a terminal. */
export function liveTree({ out, terminal }: Pick<Io, "out" | "terminal">) {
  let drawn: readonly string[] = [];
  const drawing: Drawing = { color: terminal.color, all: false, urls: false };
  const draw = (lines: readonly string[]) => {
    if (lines.join("\n") === drawn.join("\n")) return;
    const back = drawn.length > 0 ? `\u001b[${drawn.length}A\r\u001b[J` : "";
    out(`${back}${lines.map((line) => `${line}\n`).join("")}`);
    drawn = lines;
  };
  return {
    /** Puts these trees, and a last line, in the place of those before. */
    show(roots: readonly PipelineNode[], note = "") {
      const lines = drawTree(roots, drawing);
      const left = lines.length - tallest;
      const cut = left > 0 ? [...lines.slice(0, tallest - 1), `... and ${left + 1} more`] : lines;
      draw([...cut, ...(note === "" ? [] : [note])].map((line) => clip(line, terminal.columns)));
    },
    /** Takes the drawing away, so that something else can stand there. */
    clear: () => draw([]),
  };
}
