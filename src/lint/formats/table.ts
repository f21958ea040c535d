import type { Terminal } from "../../io.ts";
import { isPlainLine } from "../../terminal-width.ts";
import { byFile, type LintFinding, type LintOutcome } from "../finding.ts";
import { mostFixes, type Severity } from "../types.ts";
import { cellsOf } from "./cells.ts";
import { excerptOf } from "./excerpt.ts";
import { countsOf } from "./json.ts";
import { plain } from "./plain.ts";

/** Columns of an excerpt where nobody says how many there are. */
const usual = 100;
/** A message that is longer is cut: nobody reads on, and the other formats have all of it. */
const longest = 600;

/**
 * Findings for people, by file and place, each with its line of the source (`texts` by file); at the
 * end one line with how many there are. Silenced ones are only counted.
 */
export function tableReport(
  outcome: LintOutcome,
  texts: ReadonlyMap<string, string>,
  terminal: Terminal,
): string {
  const paint = painter(terminal.color);
  const blocks: string[] = [];
  const files = byFile(outcome);
  for (const [file, findings] of files) {
    const lines = texts.get(file)?.split(/\r?\n/) ?? [];
    for (const finding of findings) {
      if (finding.silenced !== undefined) continue;
      const block = blockOf(finding, lines[finding.line - 1], terminal.columns ?? usual, paint);
      blocks.push(block.map((line) => `${line}\n`).join(""));
    }
  }
  blocks.push(`${lastLine([...files.values()].flat(), files.size, paint)}\n`);
  return blocks.join("\n");
}

type Painter = ReturnType<typeof painter>;

function blockOf(
  finding: LintFinding,
  source: string | undefined,
  columns: number,
  paint: Painter,
): readonly string[] {
  const { file, line, column, severity, code, fromGitLab, message, hint, length } = finding;
  const place = paint.bold(`${plain(file)}:${line}:${column}`);
  const who = fromGitLab ? paint.dim("  GitLab's own words") : "";
  const lines = [`${place}  ${paint[severity](severity)}  ${plain(code)}${who}`];
  lines.push(...wrapped(message, columns - 2).map((each) => `  ${each}`));
  if (source !== undefined && source.trim() !== "") {
    const gutter = `  ${line} | `;
    const room = Math.max(20, columns - gutter.length);
    const excerpt = excerptOf(source, column, length ?? 1, room);
    const empty = `${" ".repeat(gutter.length - 2)}| `;
    lines.push(paint.dim(gutter) + excerpt.line);
    lines.push(paint.dim(empty) + paint[severity](excerpt.marks));
  }
  if (hint !== undefined) lines.push(...wrapped(hint, columns - 2).map((each) => `  ${each}`));
  return lines;
}

/** Text in lines of at most so many columns, parted at spaces where there are any. */
function wrapped(text: string, columns: number): readonly string[] {
  const start = text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text;
  const room = Math.max(20, columns);
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const word of plain(start).split(" ")) {
    const parts = partsOf(word, room);
    const [first] = parts;
    if (line !== "" && parts.length < 2 && width + 1 + (first?.width ?? 0) <= room) {
      line += ` ${word}`;
      width += 1 + (first?.width ?? 0);
      continue;
    }
    if (line !== "") lines.push(line);
    lines.push(...parts.slice(0, -1).map(({ shown }) => shown));
    ({ shown: line, width } = parts.at(-1) ?? { shown: "", width: 0 });
  }
  return line === "" ? lines : [...lines, line];
}

interface Part {
  readonly shown: string;
  readonly width: number;
}

/** A word in pieces of at most so many columns; it may be one. */
function partsOf(word: string, room: number): readonly Part[] {
  if (isPlainLine(word) && word.length <= room) return [{ shown: word, width: word.length }];
  const parts: Part[] = [];
  let shown = "";
  let width = 0;
  for (const cell of cellsOf(word)) {
    if (width + cell.width > room) {
      parts.push({ shown, width });
      shown = "";
      width = 0;
    }
    shown += cell.shown;
    width += cell.width;
  }
  return [...parts, { shown, width }];
}

function lastLine(findings: readonly LintFinding[], files: number, paint: Painter): string {
  const { error, warning, info, fixable, silenced } = countsOf(findings);
  const where = counted(files, "file");
  const aside = silenced > 0 ? ` (${silenced} silenced)` : "";
  if (error + warning + info === 0) return paint.bold(`Nothing found in ${where}`) + aside;
  const kinds = [
    error > 0 && paint.error(counted(error, "error")),
    warning > 0 && paint.warning(counted(warning, "warning")),
    info > 0 && paint.info(counted(info, "info")),
  ].filter((each) => each !== false);
  const more = fixable >= mostFixes ? " or more" : "";
  const fixes = fixable > 0 ? `; ${fixable}${more} can be mended with --fix` : "";
  return `${kinds.join(", ")} in ${where}${aside}${fixes}`;
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

function painter(color: boolean) {
  const paint = (from: number, to: number) => (text: string) =>
    color ? `\u001b[${from}m${text}\u001b[${to}m` : text;
  const severities: Readonly<Record<Severity, (text: string) => string>> = {
    error: paint(31, 39),
    warning: paint(33, 39),
    info: paint(36, 39),
  };
  return { ...severities, bold: paint(1, 22), dim: paint(2, 22) };
}
