import type { Line } from "../compare-lines.ts";
import { showText } from "../diagnostics/index.ts";
import type { Terminal } from "../io.ts";
import { clip, painter, showName } from "../terminal.ts";
import { groupBy } from "../workspace/index.ts";
import { foldAlike } from "./fold.ts";
import { arrow, isShort, longLines } from "./keys-told.ts";
import type { JobDifference, KeyChange, ServiceDifference } from "./types.ts";
import { compared, pipelineTitle, some, summary, type Told } from "./words.ts";

/** So many lines of a script are shown; the rest is counted. */
const shownLines = 20;

const marks = { added: "+", removed: "-", changed: "~" } as const;

/**
 * What differs, for a terminal: a summary, what many services have in common, then service by
 * service. `all`: every service by itself, and every line.
 */
export function printDifference(told: Told, terminal: Terminal, all = false): string {
  const { difference } = told;
  const paint = { ...painter(terminal.color), ...colours(terminal.color) };
  const lines = [compared(told), paint.bold(summary(difference))];
  const block = (title: string, aside: string, body: readonly string[]) => {
    if (body.length === 0) return;
    lines.push("", `${paint.bold(title)}${aside === "" ? "" : `  ${paint.dim(aside)}`}`);
    for (const line of body) lines.push(`  ${paint.mark(line)}`);
  };
  for (const { name, change, keys } of difference.pipelines) {
    const body = change === "changed" ? keysOf(keys, all) : [];
    lines.push("", paint.mark(`${marks[change]} ${showName(pipelineTitle(name))}`));
    for (const line of body) lines.push(`  ${paint.mark(line)}`);
  }
  const { folds, single } = foldAlike(difference.jobs, all ? Number.POSITIVE_INFINITY : undefined);
  for (const { task, services, change, keys, movedFrom } of folds) {
    const what = `${marks[change]} ${showName(task)} of ${services.length} services`;
    const head = `${paint.mark(what)}${headOf(keys, movedFrom)}`;
    lines.push("", `${head}  ${paint.dim(some(services.map(showName)))}`);
    if (!isOneLine(keys)) for (const line of keysOf(keys, all)) lines.push(`  ${paint.mark(line)}`);
  }
  const services = new Map(difference.services.map((each) => [each.name, each]));
  for (const [service, jobs] of groupBy(single, (job) => job.service)) {
    const title = service === undefined ? "jobs of no service" : showName(service);
    block(
      title,
      asideOf(services.get(service ?? "")),
      jobs.flatMap((job) => jobLines(job, all)),
    );
  }
  return `${lines.map((line) => clip(line, terminal.columns)).join("\n")}\n`;
}

/** Green and red where colour is welcome, by the mark that a line begins with. */
const colours = (color: boolean) => ({
  mark(line: string): string {
    const mark = /^ *([+-]) /.exec(line)?.[1];
    if (!color || mark === undefined) return line;
    return `\u001b[${mark === "+" ? 32 : 31}m${line}\u001b[39m`;
  },
});

function asideOf(service: ServiceDifference | undefined): string {
  if (!service) return "";
  const side = { added: "new: ", removed: "", kept: "" }[service.change];
  return `${side}${service.reason}`;
}

function jobLines(job: JobDifference, all: boolean): string[] {
  const { name, change, stage, keys, movedFrom } = job;
  const head = `${marks[change]} ${showName(name)}`;
  if (change !== "changed") return [`${head}  (${showName(stage)})`];
  if (isOneLine(keys)) return [`${head}${headOf(keys, movedFrom)}`];
  return [`${head}${headOf(keys, movedFrom)}`, ...keysOf(keys, all).map((line) => `  ${line}`)];
}

/** Whether the one key that differs is told beside the name. */
const isOneLine = (keys: readonly KeyChange[]) => keys.length === 1 && isShort(keys[0]!);

/** What stands beside a name: the key with its values where there is but one, else the keys. */
function headOf(keys: readonly KeyChange[], movedFrom: string | undefined): string {
  const moved = movedFrom === undefined ? [] : [`moved from ${showName(pipelineTitle(movedFrom))}`];
  const own = isOneLine(keys)
    ? [`${keyOf(keys[0]!)} ${showText(arrow(keys[0]!))}`]
    : keys.map(keyOf);
  const told = [...moved, ...own];
  return told.length === 0 ? "" : `  ${some(told, 8)}`;
}

const keyOf = ({ key }: KeyChange) => showText(key);

/** Each key with what it was and what it is. */
function keysOf(keys: readonly KeyChange[], all: boolean): string[] {
  return keys.flatMap((change) => {
    if (isShort(change)) return [`  ${keyOf(change)} ${showText(arrow(change))}`];
    return [`  ${keyOf(change)}`, ...cut(longLines(change), all).map((line) => `    ${line}`)];
  });
}

function cut(lines: readonly Line[], all: boolean): string[] {
  const most = all ? lines.length : shownLines;
  const shown = lines.slice(0, most).map(({ mark, text }) => `${mark} ${showText(text)}`);
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `  and ${more} more lines (--verbose)`] : shown;
}
