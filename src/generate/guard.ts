import { isConditional, type JobDraft } from "../model/index.ts";

/**
 * GitLab refuses a child pipeline without jobs, also when it is the rules that leave none, or
 * only jobs of `.pre` and `.post` (GITLAB.md section 6). So a pipeline in which no job is sure
 * to exist gets one that does nothing but say so.
 */
export function guardJob(drafts: readonly JobDraft[], stage: string): JobDraft | undefined {
  if (drafts.some(isCertain)) return undefined;
  const visible = drafts.some((draft) => !draft.name.startsWith("."));
  const [name, says] = visible
    ? ["fanout:always", "Every other job of this pipeline has rules, which may leave it out."]
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

function isCertain({ name, config }: JobDraft): boolean {
  const { stage, extends: base, rules } = (config ?? {}) as Record<string, unknown>;
  if (name.startsWith(".") || stage === ".pre" || stage === ".post") return false;
  // What it extends may bring a stage, and rules where it has none of its own.
  if (base !== undefined && (stage === undefined || rules === undefined)) return false;
  return !isConditional(config);
}
