import { didYouMean } from "../diagnostics/index.ts";
import { type TopLevelRange, type YamlComment, yamlReader } from "../yaml/index.ts";
import type { LintFinding } from "./finding.ts";
import { isRefusal } from "./refusals/index.ts";
import type { Rule, Severity } from "./types.ts";

type SilenceCode = (typeof silenceRules)[number]["code"];

/** What a comment that silences may itself be told; no comment silences these. */
export const silenceRules = [
  {
    code: "silence-without-reason",
    severity: "warning",
    docs: `A comment that silences a rule says why, behind a colon. Without a reason it silences nothing, because nobody could
tell later whether it may go.`,
  },
  {
    code: "silence-unknown-rule",
    severity: "warning",
    docs: `A comment names a rule that there is not, so it silences nothing. What GitLab refuses cannot be silenced either.`,
  },
  {
    code: "silence-unreadable",
    severity: "warning",
    docs: "A comment begins as one that silences and goes on otherwise, so it silences nothing.",
  },
  {
    code: "silence-unused",
    severity: "info",
    docs: "A comment silences a rule that finds nothing there. It would hide what is found later.",
  },
] as const satisfies readonly Pick<Rule, "code" | "severity" | "docs">[];

/** What one comment asks for. */
interface Silence {
  readonly comment: YamlComment;
  readonly codes: readonly string[];
  readonly reason: string;
  /** `undefined`: the whole file. */
  readonly range: TopLevelRange | undefined;
  /** It stands in no job and directly above none. */
  readonly astray: boolean;
}

const how = "Write `# fanout-lint: off <rule>: <reason>`";

/**
 * Findings of one file with those silenced that its comments silence, and behind them what is to be
 * said of the comments: `# fanout-lint: off <code>[, <code>]: <reason>`. Before the first key
 * of the file it counts for the file; in a job, or directly above one, for that job. `known` are the
 * codes that can be silenced. Findings of other files stay as they are.
 */
export async function silence(
  file: string,
  text: string,
  findings: readonly LintFinding[],
  known: readonly string[],
): Promise<readonly LintFinding[]> {
  if (!text.includes("fanout-lint")) return findings;
  const { topLevelRanges, yamlComments } = await yamlReader();
  const comments = yamlComments(text);
  const marked = comments.filter((comment) => body(comment) !== undefined);
  if (marked.length === 0) return findings;
  const ranges = topLevelRanges(text);
  const own: LintFinding[] = [];
  const valid: Silence[] = [];
  for (const comment of marked) {
    const read = readSilence(comment, comments, ranges);
    const wrong = faultsOf(file, comment, read, known);
    own.push(...wrong);
    if (read && read.reason !== "") {
      valid.push({ ...read, codes: read.codes.filter((code) => known.includes(code)) });
    }
  }
  const used = new Set<string>();
  const told = findings.map((finding) => silenced(file, finding, valid, used));
  // Where GitLab refuses the configuration, most rules have not been asked.
  const wasAsked = !findings.some((each) => each.fromGitLab && each.severity === "error");
  return [...told, ...own, ...(wasAsked ? unused(file, valid, used) : [])];
}

/** What stands behind `fanout-lint:`; `undefined` for any other comment. */
function body({ text }: YamlComment): string | undefined {
  return /^#+\s*fanout-lint\b\s*:?\s*(.*)$/is.exec(text)?.[1];
}

function readSilence(
  comment: YamlComment,
  comments: readonly YamlComment[],
  ranges: readonly TopLevelRange[],
): Silence | undefined {
  const found = /^off\s+([\w-]+(?:\s*,\s*[\w-]+)*)\s*,?\s*(?::(.*))?$/s.exec(body(comment) ?? "");
  if (!found) return undefined;
  const codes = [...new Set(found[1]!.split(/\s*,\s*/))];
  const words = (found[2] ?? "").trim();
  const reason = /[\p{L}\p{N}]/u.test(words) ? words : "";
  if (comment.line < (ranges[0]?.first ?? Number.POSITIVE_INFINITY)) {
    return { comment, codes, reason, range: undefined, astray: false };
  }
  const range = rangeOf(comment, comments, ranges);
  return { comment, codes, reason, range, astray: range === undefined };
}

/** The key that a comment belongs to: that around it, before it by its indent, or directly below. */
function rangeOf(
  { line, column }: YamlComment,
  comments: readonly YamlComment[],
  ranges: readonly TopLevelRange[],
): TopLevelRange | undefined {
  const around = ranges.findLast(({ first }) => first <= line);
  if (around && (line <= around.last || column > 1)) return around;
  const below = ranges.find(({ first }) => first > line);
  if (!below) return undefined;
  const own = new Set(comments.filter((each) => each.column === 1).map((each) => each.line));
  for (let at = line; at < below.first; at++) if (!own.has(at)) return undefined;
  return below;
}

function silenced(
  file: string,
  finding: LintFinding,
  silences: readonly Silence[],
  used: Set<string>,
): LintFinding {
  if (finding.file !== file || finding.fromGitLab) return finding;
  const { code } = finding;
  const fitting = silences.filter((each) => each.codes.includes(code) && covers(each, finding));
  for (const { comment } of fitting) used.add(keyOf(comment, code));
  // What stands nearer says better why.
  const nearest = fitting.find(({ range }) => range) ?? fitting[0];
  return nearest ? { ...finding, silenced: nearest.reason } : finding;
}

/** A finding belongs to a job by its place, or by its path: what an alias brings stands elsewhere. */
function covers({ range, astray }: Silence, { line, path }: LintFinding): boolean {
  if (astray) return false;
  if (!range) return true;
  return path[0] === range.name || (line >= range.first && line <= range.last);
}

const keyOf = ({ line, column }: YamlComment, code: string) => `${line}:${column}:${code}`;

function faultsOf(
  file: string,
  comment: YamlComment,
  read: Silence | undefined,
  known: readonly string[],
): readonly LintFinding[] {
  if (!read) {
    const message = "the comment begins as one that silences a rule, but cannot be read";
    return [fault(file, comment, "silence-unreadable", message, how)];
  }
  const unknown = read.codes.filter((code) => !known.includes(code));
  const faults = unknown.map((code) => {
    if (isRefusal(code)) {
      const message = `"${code}" is what GitLab itself refuses, so no comment can silence it`;
      return fault(
        file,
        comment,
        "silence-unknown-rule",
        message,
        "Mend what it says, and take the comment out",
      );
    }
    const near = didYouMean(code, known);
    const hint = near || "docs/lint.md lists the rules";
    const message = `"${code}" is no rule that a comment can silence`;
    return fault(file, comment, "silence-unknown-rule", message, hint);
  });
  if (read.reason !== "") return faults;
  const message = `the comment gives no reason, so it does not silence ${listed(read.codes)}`;
  return [...faults, fault(file, comment, "silence-without-reason", message, how)];
}

function unused(
  file: string,
  silences: readonly Silence[],
  used: ReadonlySet<string>,
): readonly LintFinding[] {
  return silences.flatMap(({ comment, codes, range, astray }) =>
    codes
      .filter((code) => !used.has(keyOf(comment, code)))
      .map((code) => {
        const where = range ? `in ${range.name}` : "in this file";
        const message = astray
          ? `the comment stands in no job and directly above none, so it does not silence ${code}`
          : `${code} finds nothing ${where}, so the comment silences nothing`;
        const hint = astray ? "Move it to the line above the job" : "Remove it";
        return fault(file, comment, "silence-unused", message, hint);
      }),
  );
}

const listed = (codes: readonly string[]) => codes.join(" and ");

function fault(
  file: string,
  { line, column, text }: YamlComment,
  code: SilenceCode,
  message: string,
  hint: string,
): LintFinding {
  const severity: Severity = silenceRules.find((rule) => rule.code === code)?.severity ?? "warning";
  const place = { file, line, column, length: text.length, path: [] };
  return { code, severity, message, hint, fromGitLab: false, ...place, fixable: false };
}
