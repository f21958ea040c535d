import { applyRules, checkSettings, type Settings } from "./check.ts";
import { type Child, childrenOf, renamed } from "./children.ts";
import type { LintFinding, LintOutcome } from "./finding.ts";
import { fixerOf } from "./fix.ts";
import { unknownParent } from "./parent.ts";
import { findingAt, type Reading, readForLint, repositoryOf } from "./read.ts";
import { refusalRules } from "./refusals/index.ts";
import { rules } from "./rules/index.ts";
import { silence, silenceRules } from "./silence.ts";
import type { Fix, Linted } from "./types.ts";
import { mostFixes } from "./types.ts";

export interface LintOptions extends Reading {
  /** What becomes of each rule, by code. */
  readonly settings?: Settings;
  /** The files are what a trigger job includes. */
  readonly child?: boolean;
}

/** What lint found, and what it takes to tell and to mend it. */
export interface Linting {
  readonly outcome: LintOutcome;
  /** Text of every file that was read, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** By path of a file. */
  readonly fixes: ReadonlyMap<string, readonly Fix[]>;
}

/** GitLab allows children of children, and no more. */
const deepest = 2;

/**
 * Says of each configuration (paths in the repository) what GitLab would say of it, in GitLab's
 * words, and what GitLab does not tell; and of the files of the repository that its trigger jobs
 * start as well, and of those that `made` makes. Only what the world throws is thrown, and
 * LINT_RULE_UNKNOWN for settings.
 */
export async function lint(paths: readonly string[], options: LintOptions): Promise<Linting> {
  checkSettings(rules, options.settings);
  const texts = new Map<string, string>();
  /** Those of the repository: what others wrote silences nothing here. */
  const ours = new Map<string, string>();
  const mends = new Map<LintFinding, readonly Fix[]>();
  const findings = new Map<string, LintFinding>();
  const tell = (finding: LintFinding) => findings.set(JSON.stringify(finding), finding);

  const visit = async (child: Child, startedBy: Linted["startedBy"], depth: number) => {
    const { entry, world, nameOf, isMade } = child;
    const reading = { ...options, world };
    const read = await readForLint(entry, startedBy, reading);
    const { linted, loaded, findings: own, fixes } = read;
    const whole = typeof entry === "string" ? undefined : entry.path;
    for (const { path: file, text, outside } of loaded.files) {
      if (file === whole) continue;
      texts.set(nameOf(file), text);
      if (!outside) ours.set(file, text);
    }
    const told = (finding: LintFinding, mend: readonly Fix[]) => {
      const shown = renamed(finding, child);
      tell(shown);
      if (!isMade) mends.set(shown, mend);
    };
    for (const finding of own) told(finding, fixes.get(finding) ?? []);
    const isRefused = own.some(({ severity }) => severity === "error");
    const asked = isRefused ? rules.filter(({ always }) => always) : rules;
    const path = typeof entry === "string" ? entry : (loaded.files[1]?.path ?? entry.path);
    for (const found of await applyRules(linted, asked, options.settings)) {
      const { code, severity, message, hint, place, fixes: own = [] } = found;
      const base = { code, severity, message, fromGitLab: false, fixable: own.length > 0 };
      const more = hint !== undefined && { hint };
      told(findingAt(loaded, path, found.path, { ...base, ...more }, place), own);
    }
    if (isRefused || depth >= deepest) return;
    for (const below of await childrenOf(linted, world, loaded.where)) {
      await visit(below, { job: below.job, linted }, depth + 1);
    }
  };

  const { world, limits, version } = options;
  const repository = repositoryOf(options);
  const parent = options.child ? unknownParent({ repository, limits, version }) : undefined;
  const named = { job: "", world, nameOf: (file: string) => file, isMade: false };
  for (const entry of paths) await visit({ ...named, entry }, parent, parent ? 1 : 0);

  let told: readonly LintFinding[] = [...findings.values()];
  const known = rules.map(({ code }) => code);
  for (const [file, text] of ours) told = await silence(file, text, told, known);
  const sure = await makeable(told, mends, texts);
  const own = told.map((finding) => {
    const isSure = !finding.fixable || (mends.get(finding) ?? []).some((fix) => sure.has(fix));
    return isSure ? finding : { ...finding, fixable: false };
  });
  return {
    outcome: { files: [...texts.keys()], findings: own },
    texts,
    fixes: fixesOf(own, mends),
  };
}

/** How many of the fixes that meet others are tried by themselves: each reads the file anew. */
const mostTries = 20;

/** The fixes that the text has a place for, and that take no comment with them. */
async function makeable(
  findings: readonly LintFinding[],
  mends: ReadonlyMap<LintFinding, readonly Fix[]>,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlySet<Fix>> {
  const sure = new Set<Fix>();
  for (const [file, fixes] of fixesOf(findings, mends)) {
    if (fixes.length === 0) continue;
    const fixed = await fixerOf(texts.get(file) ?? "");
    for (const fix of fixed(fixes).applied) sure.add(fix);
    // What meets another fix may be made when that is done.
    for (const fix of fixes.filter((each) => !sure.has(each)).slice(0, mostTries)) {
      if (fixed([fix]).applied.length > 0) sure.add(fix);
    }
  }
  return sure;
}

/** The fixes of what no comment silences, by file: the first, and the others when those are made. */
function fixesOf(
  findings: readonly LintFinding[],
  mends: ReadonlyMap<LintFinding, readonly Fix[]>,
): ReadonlyMap<string, readonly Fix[]> {
  const fixes = new Map<string, Fix[]>();
  for (const finding of findings) {
    const own = finding.silenced === undefined ? mends.get(finding) : undefined;
    if (!own) continue;
    const known = fixes.get(finding.file) ?? [];
    if (known.length < mostFixes) fixes.set(finding.file, known.concat(own));
  }
  return fixes;
}

/** All codes with what is to be told of them, for reports. */
export const lintRules = [...rules, ...silenceRules, ...refusalRules];
