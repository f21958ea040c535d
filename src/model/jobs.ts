import { type Diagnostic, found } from "../diagnostics/index.ts";
import type { CheckedJob } from "./checks/index.ts";
import type { Compiler } from "./compiler.ts";
import { type Hash, isHash, member } from "./copy.ts";
import { anyJobKeywords, jobKeywords, triggerKeywords } from "./keywords/index.ts";
import type { Limits } from "./limits.ts";
import { defaultStage, globals, isHidden, legacyGlobals, reservedNames } from "./names.ts";
import { normal } from "./normal.ts";
import { shapeFindings } from "./shape.ts";
import type { JobDraft } from "./types.ts";

/** GitLab: entry/processable.rb, and the names that entry/root.rb keeps for itself. */
export function checkName({ name, origin }: JobDraft, limits: Limits): readonly Diagnostic[] {
  const limit = limits.nameLength.value;
  if (name === "") return [found("JOB_NAME_EMPTY", [origin], {})];
  if (reservedNames.has(name)) return [found("JOB_NAME_RESERVED", [origin, name], { name })];
  if (isHidden(name) || name.length <= limit) return [];
  return [found("JOB_NAME_LENGTH", [origin, name], { length: name.length, limit })];
}

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "boolean" ? String(value) : `a ${typeof value}`;
};

/** What a hash is: it runs, it triggers (or only needs), or neither (GitLab: entry/jobs.rb). */
export function kindOfJob(config: Hash): CheckedJob["kind"] | undefined {
  if ("script" in config || "run" in config) return "job";
  return "trigger" in config || "needs" in config ? "trigger" : undefined;
}

/**
 * Compiles a visible job and checks its keywords. A fault that `extends` brought in is told where
 * it was written. `included`: GitLab merges the job with one of its name in an included file, which
 * may say what it runs. `job` is `undefined` when there is nothing that other checks could read.
 */
export function checkJob(
  compiled: Compiler,
  { name, origin }: Pick<JobDraft, "name" | "origin">,
  included: boolean,
): { readonly findings: readonly Diagnostic[]; readonly job?: CheckedJob } {
  const { config: raw, open, findings: before } = compiled.compile(name);
  const findings = [...before];
  if (!isHash(raw)) {
    const known = [...globals, ...legacyGlobals];
    if (!open)
      findings.push(found("JOB_NOT_HASH", [origin, name], { name, got: kindOf(raw), known }));
    return { findings };
  }
  const config = normal(raw);
  const kind = kindOfJob(raw);
  if (kind === undefined && !open && !included) {
    findings.push(found("JOB_WITHOUT_WORK", [origin, name], {}));
  }
  const both = "trigger" in raw && ("script" in raw || "run" in raw);
  if (both) {
    const keys = ["script", "run", "trigger"].filter((key) => key in raw);
    const why = "a job either runs something or triggers a pipeline";
    findings.push(found("KEYWORDS_TOGETHER", [origin, name], { keys, why }));
  }
  const where = (path: readonly (string | number)[]) => {
    const writer = compiled.writer(name, path);
    return [writer?.origin ?? origin, writer?.name ?? name, ...path];
  };
  const schema = kind === "trigger" && !open ? triggerKeywords : jobKeywords;
  const any = both || kind === undefined || open;
  const unread = new Set<unknown>();
  const noted = (path: readonly (string | number)[]) => {
    unread.add(path[0]);
    return where(path);
  };
  findings.push(...shapeFindings(any ? anyJobKeywords : schema, config, noted));
  if (kind === "job" && !open && !("script" in config) && !("run" in config)) {
    findings.push(found("KEYWORD_MISSING", [origin, name], { key: "script" }));
  }
  const sound = unread.size ? without(config, unread) : config;
  const stage = member(sound, "stage");
  const unknownStage = open || unread.has("stage");
  return {
    findings,
    job: {
      name,
      origin,
      kind: kind ?? "job",
      stage: typeof stage === "string" ? stage : unknownStage ? undefined : defaultStage,
      config: sound,
      sound: unread.size === 0,
    },
  };
}

/** A job without the keywords that are wrong, so that one fault is told once. */
const without = (config: Hash, keys: ReadonlySet<unknown>): Hash =>
  Object.fromEntries(Object.entries(config).filter(([key]) => !keys.has(key)));

/** GitLab: entry/hidden.rb asks only that there is something. The rest is told as a warning. */
export function checkHidden(
  compiled: Compiler,
  { name, origin }: Pick<JobDraft, "name" | "origin">,
): { readonly findings: readonly Diagnostic[]; readonly warnings: readonly Diagnostic[] } {
  const { config } = compiled.resolve(name);
  if (isBlank(config)) return { findings: [found("JOB_BLANK", [origin, name], {})], warnings: [] };
  if (!isHash(config)) return { findings: [], warnings: [] };
  const warnings: Diagnostic[] = [];
  const normalized = normal(config);
  if (isRule(normalized)) return { findings: [], warnings };
  const seen = Object.fromEntries(
    Object.entries(normalized).filter(([key]) => !compiled.isRead(name, key)),
  );
  for (const finding of shapeFindings(anyJobKeywords, seen, (path) => [origin, name, ...path])) {
    warnings.push(hiddenFinding(finding));
  }
  return { findings: [], warnings };
}

/** Keywords of an entry of `rules` (GitLab: entry/rules/rule.rb); no job has the first three. */
const conditions = ["if", "changes", "exists"];
const ofRules = new Set([
  ...conditions,
  ...["when", "start_in", "allow_failure", "variables", "needs", "interruptible", "auto_cancel"],
]);

/** Whether a hidden key holds an entry of `rules`, which its anchor brings to those of jobs. */
const isRule = (config: Hash): boolean =>
  conditions.some((key) => Object.hasOwn(config, key)) &&
  Object.keys(config).every((key) => ofRules.has(key));

const known = Object.keys(anyJobKeywords.shape);

/** The same fault, told as what it is in a hidden job. */
function hiddenFinding({ code, where, message }: Diagnostic): Diagnostic {
  const unknown = code === "KEYWORD_UNKNOWN" && where.length === 3;
  return unknown
    ? found("HIDDEN_KEYWORD_UNKNOWN", where, { key: String(where[2]), known })
    : found("HIDDEN_KEYWORD_VALUE", where, { problem: message });
}

const isBlank = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  (typeof value === "string" && value.trim() === "") ||
  (typeof value === "object" && Object.keys(value).length === 0);
