import { createHash } from "node:crypto";
import type { JobDraft } from "../model/index.ts";
import type { PartFile, Target } from "./parts.ts";

/** How the jobs that write the files of grandchildren run. */
export interface Router {
  /** The command and its options but for `--shard` and `--plan`, as a line of a shell. */
  readonly command: string;
  /** GitLab's keywords of these jobs: `image`, `tags`, `variables`, ... */
  readonly job: Readonly<Record<string, unknown>>;
  readonly strategy: "mirror" | "depend";
}

/**
 * The job of the child that writes the files of shard `number` (from 1). Letters and dashes only:
 * gitlab-ci-local finds no artifact of a job with a colon in its name.
 */
export const shardJob = (number: number): string => `fanout-generate-${number}`;

/** The trigger job that starts shard `number`. */
export const shardTrigger = (number: string): string => `fanout-shard-${number}`;

/** A name of a trigger job that is free. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
  return name;
}

/** What the job that writes a shard has to know. */
export interface ShardJob {
  readonly number: number;
  readonly count: number;
  readonly plan: string;
  readonly stage: string;
  /** Paths in the archive. */
  readonly files: readonly string[];
}

/** Writes the files of one shard, and holds them against the plan of the run that split. */
export function shardJobDraft(router: Router, shard: ShardJob): JobDraft {
  const { variables, ...keywords } = router.job as { variables?: object };
  return {
    name: shardJob(shard.number),
    origin: "fanout",
    config: {
      inherit: { default: ["image", "tags", "retry", "interruptible"], variables: false },
      ...keywords,
      stage: shard.stage,
      needs: [],
      // The base of the comparison is a commit of the past.
      variables: { GIT_DEPTH: "0", ...variables },
      script: [`${router.command} --shard ${shard.number}/${shard.count} --plan ${shard.plan}`],
      // A retried trigger job reads the files again.
      artifacts: { paths: shard.files, expire_in: "30 days" },
    },
  };
}

/** A pipeline that the child starts, with the files that its trigger job names. */
export interface Started {
  readonly name: string;
  readonly stage: string;
  readonly needs: readonly { readonly job: string; readonly optional?: boolean }[];
  readonly target: Target;
  /** Entries of `trigger:include`. */
  readonly artifacts: readonly string[];
  /** Whether its jobs download artifacts of the child. */
  readonly readsChild: boolean;
}

/**
 * Starts a grandchild. It gets what the child got (pipeline variables), for its jobs are the
 * child's; nothing of the child's own YAML, which it has itself.
 */
export function triggerDraft(router: Router, started: Started): JobDraft {
  const { job } = started.target;
  const needs = started.needs.map((need) => (need.optional ? need : need.job));
  return {
    name: started.name,
    origin: "fanout",
    config: {
      stage: started.stage,
      needs: [job, ...needs],
      inherit: { variables: false },
      ...(started.readsChild && { variables: { FANOUT_CHILD_ID: "$CI_PIPELINE_ID" } }),
      trigger: {
        include: started.artifacts.map((artifact) => ({ artifact, job })),
        strategy: router.strategy,
        forward: { yaml_variables: true, pipeline_variables: true },
      },
    },
  };
}

/** The same for the same jobs, whatever the comments say. */
export function planHash(files: readonly PartFile[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of files) hash.update(`${path}\n${text.replace(/^#.*\n/gm, "")}\0`);
  return hash.digest("hex").slice(0, 16);
}
