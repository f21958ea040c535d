import { isMap, isSeq, LineCounter, parseDocument } from "yaml";

/**
 * The line (1 is the first) on which a key or an item stands in a YAML text, or that of the
 * nearest thing around it; `undefined` when not even its first step is there.
 */
export function locateYaml(text: string, path: readonly (string | number)[]): number | undefined {
  const lineCounter = new LineCounter();
  let at: unknown = parseDocument(text, { lineCounter, logLevel: "silent" }).contents;
  let line: number | undefined;
  for (const step of path) {
    const pair = isMap(at) ? at.items.find((each) => String(each.key) === String(step)) : undefined;
    const item = isSeq(at) && typeof step === "number" ? at.items[step] : undefined;
    const start = ((pair?.key ?? item) as { range?: [number] } | undefined)?.range?.[0];
    if (start === undefined) break;
    line = lineCounter.linePos(start).line;
    at = pair ? pair.value : item;
  }
  return line;
}
