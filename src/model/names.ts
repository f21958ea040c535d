/** Top-level keywords that the model keeps apart (GitLab: entry/root.rb). */
export const globals = ["default", "include", "stages", "variables", "workflow"] as const;

/** Old top-level keywords that mean the same in `default`. */
export const legacyGlobals = [
  "image",
  "services",
  "cache",
  "before_script",
  "after_script",
] as const;

/** Names that no job can have (GitLab docs: ci/jobs, "Job names"). */
export const reservedNames: ReadonlySet<string> = new Set([
  ...globals,
  ...legacyGlobals,
  "types",
  "spec",
  "true",
  "false",
  "nil",
  "null",
]);

/** Stages that GitLab puts first and last, listed or not. */
export const edgeStages = [".pre", ".post"] as const;

/** GitLab's stages when none are listed (entry/stages.rb). */
export const defaultStages = ["build", "test", "deploy"] as const;

/** The stage of a job that names none (entry/stage.rb). */
export const defaultStage = "test";

/** Whether a name is that of a hidden job. */
export const isHidden = (name: string): boolean => name.startsWith(".");
