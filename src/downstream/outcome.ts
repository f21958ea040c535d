import type { ExitCode } from "../diagnostics/index.ts";
import type { Interrupt } from "../io.ts";
import { nameOf, pipelinesIn } from "./tree.ts";
import { isOver, type PipelineNode, type Status } from "./types.ts";

/** How following ended, and how the end is to count. */
export interface Ending {
  readonly ended: "over" | "held" | "time" | "interrupted";
  /**
   * As a trigger job's: `depend` counts a root that was skipped as failed, `mirror` takes it as it
   * is (GITLAB.md, section 7; app/models/ci/bridge.rb).
   */
  readonly strategy: "depend" | "mirror";
  /** What waits for somebody counts as this, where it is not waited for. */
  readonly onManual: "wait" | "succeed" | "fail";
  /** How it was interrupted. */
  readonly by?: Interrupt | undefined;
}

/** What a shell expects of a program that was interrupted: 128 and the number of the signal. */
export const exitAfter: Readonly<Record<Interrupt, ExitCode>> = { SIGINT: 130, SIGTERM: 143 };

/** The exit code, and why it is not 0: sentences without their full stop. */
export interface Outcome {
  readonly exit: ExitCode;
  readonly why: readonly string[];
}

/**
 * Judges trees. All pipelines in them count, those too whose trigger job did not wait for them; but
 * none below a trigger job that may fail. What could not be read is no success: exit code 5. Whatever
 * came of them, a run that was interrupted ends as shells expect.
 */
export function outcomeOf(roots: readonly PipelineNode[], ending: Ending): Outcome {
  const counted = roots.flatMap((root) => counting(root));
  const open = pipelinesIn(roots).filter((node) => !isOver(node.status));
  const failed = [
    ...counted.flatMap((node) => told(node, roots.includes(node), ending)),
    ...stillOpen(open, ending),
  ];
  if (ending.by !== undefined) return { exit: exitAfter[ending.by], why: failed };
  if (failed.length > 0) return { exit: 1, why: failed };
  const unknown = counted.filter(isUnknown);
  const why = unknown.map((node) => {
    const { problem, next } = node;
    return `${nameOf(node)} cannot be read: ${problem}${next ? `. ${next}` : ""}`;
  });
  return { exit: why.length > 0 ? 5 : 0, why };
}

/** A pipeline and all below it, but nothing that may fail. */
const counting = (node: PipelineNode): PipelineNode[] => [
  node,
  ...node.jobs.flatMap(({ downstream, allowFailure }) =>
    downstream && downstream !== "not created" && !allowFailure ? counting(downstream) : [],
  ),
];

/** Its end is not known: it was never seen, or was last seen before its end. */
const isUnknown = ({ problem, status }: PipelineNode) => problem !== undefined && !isOver(status);

function told(node: PipelineNode, root: boolean, { strategy }: Ending): string[] {
  const { status, faults } = node;
  if (status === "failed" && faults !== undefined) {
    return [
      `${nameOf(node)} failed before its first job, its configuration is at fault: ${faults}`,
    ];
  }
  if (status === "failed" || status === "canceled") return [`${nameOf(node)} ${words[status]}`];
  if (status !== "skipped" || !root || strategy === "mirror") return [];
  return [`${nameOf(node)} was skipped, which strategy depend counts as failed`];
}

function stillOpen(open: readonly PipelineNode[], { ended, onManual }: Ending): string[] {
  const tell = (end: string) =>
    open.map((node) =>
      node.problem === undefined || end === ""
        ? `${nameOf(node)} ${words[node.status]}${end}`
        : `${nameOf(node)} was not over when it was last seen: ${node.problem}`,
    );
  if (ended === "time") return tell(", and the time is up");
  if (ended === "interrupted") return tell(", and was not waited for");
  return ended === "held" && onManual === "fail" ? tell("") : [];
}

/** What a pipeline or a job does in a status: the end of a sentence. */
export const words: Readonly<Record<Status, string>> = {
  created: "is created",
  waiting_for_resource: "waits for a resource",
  preparing: "is being prepared",
  waiting_for_callback: "waits for a callback",
  pending: "waits for a runner",
  running: "runs",
  success: "succeeded",
  failed: "failed",
  canceling: "is being cancelled",
  canceled: "was cancelled",
  skipped: "was skipped",
  manual: "waits for somebody to start a manual job",
  scheduled: "waits for the time of a delayed job",
};
