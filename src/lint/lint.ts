import { isHash } from "../model/index.ts";
import { applyRules, checkSettings, type Settings } from "./check.ts";
import type { LintFinding, LintOutcome } from "./finding.ts";
import { unknownParent } from "./parent.ts";
import { findingAt, type Reading, readForLint } from "./read.ts";
import { refusalRules } from "./refusals/index.ts";
import { rules } from "./rules/index.ts";
import { silence, silenceRules } from "./silence.ts";
import type { Fix, Linted } from "./types.ts";

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
 * start as well. Only what the world throws is thrown, and LINT_RULE_UNKNOWN for settings.
 */
export async function lint(paths: readonly string[], options: LintOptions): Promise<Linting> {
  checkSettings(rules, options.settings);
  const texts = new Map<string, string>();
  /** Those of the repository: what others wrote silences nothing here. */
  const ours = new Map<string, string>();
  const mends = new Map<LintFinding, readonly Fix[]>();
  const findings = new Map<string, LintFinding>();
  const tell = (finding: LintFinding) => findings.set(JSON.stringify(finding), finding);

  const visit = async (path: string, startedBy: Linted["startedBy"], depth: number) => {
    const { linted, loaded, findings: own, fixes } = await readForLint(path, startedBy, options);
    for (const { path: file, text, outside } of loaded.files) {
      texts.set(file, text);
      if (!outside) ours.set(file, text);
    }
    for (const finding of own) tell(finding);
    for (const [finding, mend] of fixes) mends.set(finding, mend);
    if (own.some(({ severity }) => severity === "error")) return;
    for (const found of await applyRules(linted, rules, options.settings)) {
      const { code, severity, message, hint, fixes: own = [] } = found;
      const told = { code, severity, message, fromGitLab: false, fixable: own.length > 0 };
      const finding = findingAt(loaded, path, found.path, {
        ...told,
        ...(hint !== undefined && { hint }),
      });
      tell(finding);
      mends.set(finding, own);
    }
    if (depth >= deepest) return;
    for (const { job, file } of localChildren(linted)) {
      if ((await options.world.read(file)) === undefined) continue;
      await visit(file, { job, linted }, depth + 1);
    }
  };

  const { paths: tracked, world, limits, version } = options;
  const repository = { paths: tracked, read: (file: string) => world.read(file) };
  const parent = options.child ? unknownParent({ repository, limits, version }) : undefined;
  for (const path of paths) await visit(path, parent, parent ? 1 : 0);

  let told: readonly LintFinding[] = [...findings.values()];
  const known = rules.map(({ code }) => code);
  for (const [file, text] of ours) told = await silence(file, text, told, known);
  return {
    outcome: { files: [...texts.keys()], findings: told },
    texts,
    fixes: fixesOf(told, mends),
  };
}

/** The fixes of what no comment silences, by file. */
function fixesOf(
  findings: readonly LintFinding[],
  mends: ReadonlyMap<LintFinding, readonly Fix[]>,
): ReadonlyMap<string, readonly Fix[]> {
  const fixes = new Map<string, Fix[]>();
  for (const finding of findings) {
    const own = finding.silenced === undefined ? mends.get(finding) : undefined;
    if (own) fixes.set(finding.file, [...(fixes.get(finding.file) ?? []), ...own]);
  }
  return fixes;
}

/** All codes with what is to be told of them, for reports. */
export const lintRules = [...rules, ...silenceRules, ...refusalRules];

/** Files of the repository that trigger jobs run as a child, one file each. */
function localChildren({
  jobs,
}: Linted): readonly { readonly job: string; readonly file: string }[] {
  return [...jobs].flatMap(([job, { trigger }]) => {
    const entries = isHash(trigger) ? [trigger.include ?? []].flat() : [];
    const [only, ...others] = entries;
    const local = isHash(only) ? only.local : only;
    if (others.length > 0 || typeof local !== "string" || /^https?:|[$*]/.test(local)) return [];
    return [{ job, file: local.replace(/^\/+/, "") }];
  });
}
