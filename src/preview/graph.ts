import type { ViewJob, ViewPipeline } from "../view/index.ts";
import { groupBy } from "../workspace/index.ts";
import { unitsOf } from "./fold.ts";
import { judgementOf, type Shown, type ShownPipeline } from "./shown.ts";
import { count } from "./words.ts";

/** How closely a graph is drawn, from the closest on. */
export const levels = ["jobs", "services", "groups of services", "stages"] as const;
export type Level = (typeof levels)[number];

/** What GitLab creates in the situation; keys are those of nodes and boxes. */
export interface Graph {
  /** The stages of the child in order, then pipelines that are started. */
  readonly boxes: readonly Box[];
  /** Needs, and what trigger jobs start; each once. */
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly starts: boolean;
  }[];
}

export interface Box {
  readonly key: string;
  readonly title: string;
  /** Not a stage, but a pipeline that a job starts. */
  readonly started: boolean;
  readonly nodes: readonly Node[];
}

export interface Node {
  readonly key: string;
  readonly text: string;
  readonly kind: "job" | "manual" | "trigger" | "pipeline";
}

/** The graph of the child at a level, with the pipelines that its jobs start. */
export function graphOf(shown: Shown, level: Level): Graph {
  const [child, ...started] = shown.pipelines;
  if (!child) return { boxes: [], edges: [] };
  const keys = keysOf(shown, child, level);
  const boxes = stageBoxes(shown, child, level, keys);
  const edges = new Map<string, Graph["edges"][number]>();
  const link = (from: string, to: string, starts: boolean) => {
    if (from !== to) edges.set(`${from}>${to}`, { from, to, starts });
  };
  linkNeeds(child, keys, link);
  if (level === "jobs") {
    const all = new Map(keys);
    for (const one of started) {
      for (const [job, key] of keysOf(shown, one, level)) all.set(job, key);
      boxes.push(pipelineBox(shown, one, all));
      linkNeeds(one, all, link);
    }
    for (const one of started) linkStart(shown, one, all, (from) => link(from, boxKey(one), true));
    return { boxes, edges: [...edges.values()] };
  }
  const nodes = startedNodes(shown, started, keys, link);
  return {
    boxes:
      nodes.length === 0
        ? boxes
        : [...boxes, { key: "started", title: "started", started: true, nodes }],
    edges: [...edges.values()],
  };
}

type Keys = ReadonlyMap<ViewJob, string>;
type Link = (from: string, to: string, starts: boolean) => void;

const boxKey = ({ at }: ShownPipeline) => `p${at}`;
const stageKey = (stage: string) => `s:${stage}`;

/** The node that each created job is drawn in. */
function keysOf(shown: Shown, one: ShownPipeline, level: Level): Map<ViewJob, string> {
  const { at, pipeline, jobs } = one;
  const unitOf = new Map<number, number>();
  if (level === "groups of services") {
    for (const [index, { services }] of unitsOf(shown, one).entries()) {
      for (const service of services) unitOf.set(service, index);
    }
  }
  const within = (job: ViewJob, index: number) => {
    if (level === "jobs") return `${index}`;
    if (level === "stages") return "";
    if (job.service === undefined) return "none";
    return `${level === "services" ? job.service : unitOf.get(job.service)}`;
  };
  return new Map(
    jobs.flatMap((job, index) =>
      judgementOf(job, pipeline, shown.situation).created
        ? [[job, JSON.stringify([at, job.stage, within(job, index)])] as const]
        : [],
    ),
  );
}

function stageBoxes(shown: Shown, one: ShownPipeline, level: Level, keys: Keys): Box[] {
  const byStage = groupBy(keys.keys(), ({ stage }) => stage);
  return one.pipeline.stages
    .filter((stage) => byStage.has(stage))
    .map((stage) => ({
      key: stageKey(stage),
      title: stage,
      started: false,
      nodes: nodesOf(shown, one, byStage.get(stage)!, level, keys),
    }));
}

function nodesOf(
  shown: Shown,
  { pipeline }: ShownPipeline,
  jobs: readonly ViewJob[],
  level: Level,
  keys: Keys,
): Node[] {
  return [...groupBy(jobs, (job) => keys.get(job)!)].map(([key, group]) => {
    const [first] = group;
    const manual = group.every(
      (job) => judgementOf(job, pipeline, shown.situation).when === "manual",
    );
    const trigger = group.every(({ kind }) => kind === "trigger");
    return {
      key,
      text:
        level === "jobs" || group.length === 1 ? jobText(first!) : groupText(shown, group, level),
      kind: trigger ? "trigger" : manual ? "manual" : "job",
    };
  });
}

const jobText = ({ name, copies }: ViewJob) => (copies > 1 ? `${name} ×${copies}` : name);

function groupText({ view }: Shown, jobs: readonly ViewJob[], level: Level): string {
  const services = new Set(jobs.flatMap(({ service }) => (service === undefined ? [] : [service])));
  const number = count(jobs.length, "job");
  const [first = 0] = services;
  const name = view.services[first]?.name ?? "";
  if (services.size === 0) return number;
  if (level !== "stages" && services.size === 1) return `${name}: ${number}`;
  const many = count(services.size, "service");
  return level === "stages" ? `${number} of ${many}` : `${name} … (${many}): ${number}`;
}

function linkNeeds({ pipeline, jobs }: ShownPipeline, keys: Keys, link: Link): void {
  for (const job of jobs) {
    const to = keys.get(job);
    if (to === undefined) continue;
    for (const need of job.needs) {
      const needed = need.job === undefined ? undefined : pipeline.jobs[need.job];
      const from = needed && keys.get(needed);
      if (from !== undefined) link(from, to, false);
    }
  }
}

/** A started pipeline with its jobs; where they are not known, with what is known of it. */
function pipelineBox(shown: Shown, one: ShownPipeline, keys: Keys): Box {
  const jobs = one.jobs.filter((job) => keys.has(job));
  const nodes = nodesOf(shown, one, jobs, "jobs", keys);
  const unknown: Node = { key: `${boxKey(one)}?`, text: one.pipeline.source, kind: "pipeline" };
  const title = one.pipeline.title;
  return { key: boxKey(one), title, started: true, nodes: nodes.length > 0 ? nodes : [unknown] };
}

function linkStart(
  shown: Shown,
  { pipeline }: ShownPipeline,
  keys: Keys,
  link: (from: string) => void,
) {
  const trigger = triggerOf(shown, pipeline);
  const from = trigger && keys.get(trigger);
  if (from !== undefined) link(from);
}

function triggerOf({ view }: Shown, { startedBy }: ViewPipeline): ViewJob | undefined {
  return startedBy && view.pipelines[startedBy.pipeline]?.jobs[startedBy.job];
}

/** The pipelines that one node starts as one node; those that they start in turn count as well. */
function startedNodes(
  shown: Shown,
  started: readonly ShownPipeline[],
  keys: Keys,
  link: Link,
): Node[] {
  const owner = new Map<number, string>();
  for (const { at, pipeline } of started) {
    const trigger = triggerOf(shown, pipeline);
    const key = (trigger && keys.get(trigger)) ?? owner.get(pipeline.startedBy?.pipeline ?? -1);
    if (key !== undefined) owner.set(at, key);
  }
  const groups = groupBy(
    started.filter(({ at }) => owner.has(at)),
    ({ at }) => owner.get(at)!,
  );
  return [...groups].map(([from, group]) => {
    const jobs = group.reduce((sum, one) => sum + one.jobs.length, 0);
    const [first] = group;
    const key = `${from}>`;
    link(from, key, true);
    const many = `${count(group.length, "pipeline")}, ${count(jobs, "job")}`;
    return { key, text: jobs === 0 ? first!.pipeline.title : many, kind: "pipeline" };
  });
}
