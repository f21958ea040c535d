import { isConditional, type JobDraft } from "../model/index.ts";

/**
 * GitLab refuses a child pipeline without jobs, also when it is the rules that leave none, or
 * only jobs of `.pre` and `.post` (GITLAB.md section 6); and it fails the trigger job of one that
 * is skipped, since all its jobs wait for somebody (section 7). So a pipeline in which no job is
 * sure to run gets one that does nothing but say so.
 */
export function guardJob(drafts: readonly JobDraft[], stage: string): JobDraft | undefined {
  if (drafts.some(isSureToRun)) return undefined;
  const visible = drafts.some((draft) => !draft.name.startsWith("."));
  const [name, says] = visible
    ? [
        "fanout:always",
        "Every other job of this pipeline may be left out by its rules, or waits for somebody.",
      ]
    : ["fanout:nothing-affected", "Nothing is affected by this change, so there is nothing to do."];
  return {
    name,
    origin: "fanout",
    config: {
      stage,
      inherit: { default: ["image", "tags"], variables: false },
      variables: { GIT_STRATEGY: "none" },
      needs: [],
      rules: [{ when: "on_success" }],
      script: [`echo "${says}"`],
      interruptible: true,
    },
  };
}

function isSureToRun({ name, config }: JobDraft): boolean {
  const { stage, extends: base, rules, when } = (config ?? {}) as Record<string, unknown>;
  if (name.startsWith(".") || stage === ".pre" || stage === ".post") return false;
  // What it extends may bring a stage, and rules where it has none of its own.
  if (base !== undefined && (stage === undefined || rules === undefined)) return false;
  const whens = [
    when,
    ...[rules ?? []].flat().map((rule) => (rule as { when?: unknown } | null)?.when),
  ];
  return !whens.some((each) => idle.includes(each)) && !isConditional(config);
}

/** What keeps a job from running by itself. */
const idle: readonly unknown[] = ["manual", "on_failure"];
