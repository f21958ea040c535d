import type { Line } from "../compare-lines.ts";
import { showText } from "../diagnostics/index.ts";
import { codeName, codeText, row } from "../preview/index.ts";
import { foldAlike } from "./fold.ts";
import { arrow, isShort, longLines } from "./keys-told.ts";
import type { JobDifference, KeyChange } from "./types.ts";
import { compared, pipelineTitle, summary, type Told } from "./words.ts";

/** So much is told in a note; a reader's patience ends before GitLab's limit of 1,000,000 characters. */
const most = { rows: 60, names: 3, keys: 6, lines: 40, blocks: 30, whole: 60_000 };

/** A row of the table, and what stands below it. */
interface Entry {
  readonly change: JobDifference["change"];
  readonly title: string;
  readonly keys: readonly KeyChange[];
  readonly notes: readonly string[];
}

/** What differs, as a note of a merge request: a summary, a table, and folded away the lines. */
export function markdownDifference(told: Told): string {
  const { difference } = told;
  const { folds, single } = foldAlike(difference.jobs);
  const entries: readonly Entry[] = [
    ...difference.pipelines.map(({ name, change, keys }) => ({
      change,
      title: name === "" ? "the child pipeline" : `the pipeline that ${codeName(name)} starts`,
      keys,
      notes: [],
    })),
    ...folds.map(({ task, services, ...one }) => ({
      ...one,
      title: `${codeName(task)} of ${services.length.toLocaleString("en")} services: ${some(services)}`,
      notes: notesOf(one),
    })),
    ...single.map((job) => ({ ...job, title: codeName(job.name), notes: notesOf(job) })),
  ];
  const head = `**${summary(difference)}**\n\n${codeText(compared(told))}`;
  const parts = [head, table(entries), blocks(entries)].filter((part) => part !== "");
  return `${parts.join("\n\n")}\n`;
}

const notesOf = ({ movedFrom }: Pick<JobDifference, "movedFrom">): string[] =>
  movedFrom === undefined ? [] : [`moved from ${codeText(pipelineTitle(movedFrom))}`];

function some(names: readonly string[]): string {
  const first = names.slice(0, most.names).map(codeName).join(", ");
  const left = names.length - most.names;
  return left > 0 ? `${first} and ${left.toLocaleString("en")} more` : first;
}

function table(entries: readonly Entry[]): string {
  if (entries.length === 0) return "";
  const rows = entries
    .slice(0, most.rows)
    .map(({ change, title, keys, notes }) =>
      row([change, title, [...notes, ...cells(keys)].join("; ")]),
    );
  const left = entries.length - rows.length;
  if (left > 0) rows.push(row([`and ${left.toLocaleString("en")} more`, "", ""]));
  return ["| | Job | What differs |", "| --- | --- | --- |", ...rows].join("\n");
}

function cells(keys: readonly KeyChange[]): string[] {
  const shown = keys.slice(0, most.keys).map((change) => {
    const key = codeText(change.key, 120);
    return isShort(change) ? `${key} ${codeText(arrow(change), 160)}` : key;
  });
  const left = keys.length - shown.length;
  return left > 0 ? [...shown, `and ${left} more keys`] : shown;
}

/** The lines that differ, for what is no short value, as many as fit. */
function blocks(entries: readonly Entry[]): string {
  const long = entries.flatMap(({ title, keys }) =>
    keys.filter((change) => !isShort(change)).map((change) => ({ title, change })),
  );
  const made: string[] = [];
  let room = most.whole;
  for (const { title, change } of long.slice(0, most.blocks)) {
    const block = `${title}, ${codeText(change.key, 120)}:\n\n${fenced(longLines(change))}`;
    room -= block.length;
    if (room < 0) break;
    made.push(block);
  }
  if (made.length === 0) return "";
  const left = long.length - made.length;
  if (left > 0) made.push(`and ${left.toLocaleString("en")} more`);
  return `<details>\n<summary>Lines that differ (${long.length.toLocaleString("en")})</summary>\n\n${made.join("\n\n")}\n\n</details>`;
}

/** Lines as a block of code that nothing in them ends. */
function fenced(lines: readonly Line[]): string {
  const shown = lines.slice(0, most.lines).map(({ mark, text }) => `${mark} ${showText(text)}`);
  const left = lines.length - shown.length;
  if (left > 0) shown.push(`  and ${left} more lines`);
  const runs = shown.join("\n").match(/`+/g) ?? [];
  const fence = "`".repeat(runs.reduce((longest, { length }) => Math.max(longest, length), 2) + 1);
  return `${fence}diff\n${shown.join("\n")}\n${fence}`;
}
