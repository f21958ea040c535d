import { Graph, type graphlib, layout } from "@dagrejs/dagre";
import type { ViewPipeline } from "../view/index.ts";
import { barycentreRows } from "./rows.ts";

/** Where the jobs of a pipeline stand: lanes from top to bottom, and rows within each. */
export interface PipelineLayout {
  /** Whether a lane is a service; else it is what hangs together by needs. */
  readonly grouped: boolean;
  readonly lanes: readonly Lane[];
}

export interface Lane {
  /** Left out for jobs of no service, and where lanes are no services. */
  readonly service?: number;
  /** Indexes into the pipeline's jobs, by row, then by stage. */
  readonly jobs: readonly number[];
  /** The row of each, from 0: no two of one stage share theirs. */
  readonly rows: readonly number[];
}

/** A part of a pipeline as the layout sees it: columns, and lines that lead to the right. */
export interface Part {
  /** The column of each job. */
  readonly columns: readonly number[];
  /** From the job that needs to the needed one, as indexes into `columns`. */
  readonly needs: readonly (readonly [number, number])[];
}

/** From so many jobs on they stand by service. */
const many = 80;
/** Larger parts take dagre longer than the page is worth. */
const largest = 80;
/** Jobs that dagre may place for one page; parts of one shape count once. */
const most = 800;

/** Works out the place of every job. The same view gives the same places. */
export function layoutOf(pipelines: readonly ViewPipeline[]): PipelineLayout[] {
  const known = new Map<string, readonly number[]>();
  let left = most;
  const rowsOf = (part: Part): readonly number[] => {
    const shape = JSON.stringify(part);
    const before = known.get(shape);
    if (before) return before;
    const jobs = part.columns.length;
    const dagre = part.needs.length > 0 && jobs <= largest && jobs <= left;
    if (dagre) left -= jobs;
    const rows = dagre ? dagreRows(part) : barycentreRows(part);
    known.set(shape, rows);
    return rows;
  };
  return pipelines.map((pipeline) => {
    const grouped = pipeline.jobs.length > many;
    const groups = grouped ? byService(pipeline) : byNeeds(pipeline);
    const lanes = groups.map(({ service, jobs }): Lane => {
      const rows = rowsOf(partOf(pipeline, jobs));
      const order = jobs
        .map((job, index) => ({ job, row: rows[index] ?? 0, index }))
        .sort((a, b) => a.row - b.row || a.index - b.index);
      return {
        ...(service === undefined ? {} : { service }),
        jobs: order.map(({ job }) => job),
        rows: order.map(({ row }) => row),
      };
    });
    return { grouped, lanes };
  });
}

interface Group {
  readonly service?: number;
  /** By stage, as the pipeline has them. */
  readonly jobs: number[];
}

/** Jobs of the pipeline itself first, then services in their order. */
function byService({ jobs }: ViewPipeline): Group[] {
  const groups = new Map<number, Group>();
  for (const [index, { service }] of jobs.entries()) {
    const group = groups.get(service ?? -1);
    if (group) group.jobs.push(index);
    else
      groups.set(service ?? -1, {
        ...(service === undefined ? {} : { service }),
        jobs: [index],
      });
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** What hangs together by needs, by its first job; jobs that stand alone come last, together. */
function byNeeds({ jobs }: ViewPipeline): Group[] {
  const parent = jobs.map((_, index) => index);
  const top = (job: number): number => {
    let at = job;
    while (parent[at] !== at) at = parent[at] ?? at;
    parent[job] = at;
    return at;
  };
  for (const [index, { needs }] of jobs.entries()) {
    for (const { job } of needs) {
      if (job === undefined) continue;
      const [a, b] = [top(index), top(job)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const groups = new Map<number, Group>();
  for (const index of jobs.keys()) {
    const group = groups.get(top(index));
    if (group) group.jobs.push(index);
    else groups.set(top(index), { jobs: [index] });
  }
  const all = [...groups.values()];
  const alone = all.flatMap((group) => (group.jobs.length === 1 ? group.jobs : []));
  const together = all.filter((group) => group.jobs.length > 1);
  return alone.length > 0 ? [...together, { jobs: alone }] : together;
}

function partOf(pipeline: ViewPipeline, jobs: readonly number[]): Part {
  const column = new Map(pipeline.stages.map((stage, index) => [stage, index]));
  const place = new Map(jobs.map((job, index) => [job, index]));
  const columns = jobs.map((job) => column.get(pipeline.jobs[job]?.stage ?? "") ?? 0);
  const needs = jobs.flatMap((job, index) =>
    (pipeline.jobs[job]?.needs ?? []).flatMap((need): [number, number][] => {
      const to = need.job === undefined ? undefined : place.get(need.job);
      // A line within a stage has no order of columns to keep.
      return to === undefined || columns[to] === columns[index] ? [] : [[index, to]];
    }),
  );
  return { columns, needs };
}

/** Heights and distances are those of dagre's picture; only the order and the rows are kept. */
const height = 10;

function dagreRows({ columns, needs }: Part): number[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 0, edgesep: height / 2, ranksep: height });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const index of columns.keys()) graph.setNode(String(index), { width: height, height });
  for (const [from, to] of needs) {
    // Needs of a later stage are GitLab's to refuse: here they are only a line.
    const [left, right] = (columns[to] ?? 0) < (columns[from] ?? 0) ? [to, from] : [from, to];
    graph.setEdge(String(left), String(right));
  }
  layout(graph, { ranker: stageRanker(columns) as never });
  const heights = columns.map((_, index) => graph.node(String(index)).y as number);
  const upsideDown = turned(columns, heights) > 0;
  return rowsFrom(columns, upsideDown ? heights.map((each) => -each) : heights);
}

/** How many more pairs of a stage stand against the pipeline's order than with it. */
function turned(columns: readonly number[], heights: readonly number[]): number {
  let against = 0;
  for (const [job, column] of columns.entries()) {
    for (let other = 0; other < job; other++) {
      if (columns[other] !== column) continue;
      against += Math.sign((heights[other] ?? 0) - (heights[job] ?? 0));
    }
  }
  return against;
}

/** Stages are the ranks; dagre keeps a rank free between two for what is written on lines. */
const stageRanker = (columns: readonly number[]) => (graph: graphlib.Graph) => {
  for (const name of graph.nodes()) {
    const column = columns[Number(name)];
    const node = graph.node(name) as { rank?: number };
    node.rank = column === undefined ? -1 : 2 * column;
  }
};

/** Rows nearest to the heights, in their order, and none left empty. */
function rowsFrom(columns: readonly number[], heights: readonly number[]): number[] {
  const top = Math.min(...heights);
  const next = new Map<number, number>();
  const rows: number[] = columns.map(() => 0);
  const order = [...columns.keys()].sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0) || a - b);
  for (const job of order) {
    const wanted = Math.floor(((heights[job] ?? 0) - top) / height);
    const row = Math.max(wanted, next.get(columns[job] ?? 0) ?? 0);
    rows[job] = row;
    next.set(columns[job] ?? 0, row + 1);
  }
  const used = [...new Set(rows)].sort((a, b) => a - b);
  const packed = new Map(used.map((row, index) => [row, index]));
  return rows.map((row) => packed.get(row) ?? 0);
}
