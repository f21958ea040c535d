import { type Graph, graphOf, type Level, levels, type Node } from "./graph.ts";
import { label } from "./mermaid-text.ts";
import type { Shown } from "./shown.ts";
import { count } from "./words.ts";

/**
 * What GitLab draws without being asked: 2,000 characters a page
 * (app/assets/javascripts/behaviors/markdown/render_sandboxed_mermaid.js, MAX_CHAR_LIMIT); what is
 * longer waits for a click. Mermaid itself refuses more than 500 edges (its option `maxEdges`).
 */
const most = { characters: 2_000, edges: 500 };

/** Characters of a label; of a stage's in the last graph that is tried, and how many it has. */
const labelled = 60;
const last = { labelled: 40, stages: 8 };

export interface Mermaid {
  readonly text: string;
  readonly level: Level;
  /** Why it is not drawn more closely; left out where each job is a node. */
  readonly folded?: string;
}

/**
 * What GitLab creates as a Mermaid flowchart: a subgraph a stage and a started pipeline, needs as
 * arrows, dotted ones from trigger jobs to what they start. The closest level that GitLab draws.
 */
export function mermaidPreview(shown: Shown): Mermaid {
  const jobs = count(
    shown.pipelines.reduce((sum, one) => sum + one.jobs.length, 0),
    "job",
  );
  for (const level of levels.slice(0, -1)) {
    const graph = graphOf(shown, level);
    if (graph.edges.length > most.edges || nodesIn(graph) > most.characters) continue;
    const folded = level === "jobs" ? undefined : foldedTo(jobs, level);
    const text = draw(graph, labelled, folded);
    if (text.length > most.characters) continue;
    return folded === undefined ? { text, level } : { text, level, folded };
  }
  const folded = foldedTo(jobs, "stages");
  const graph = shortened(graphOf(shown, "stages"));
  return { text: draw(graph, last.labelled, folded), level: "stages", folded };
}

const foldedTo = (jobs: string, level: Level) =>
  `drawn by ${level}: ${jobs} would be more than GitLab draws`;

const nodesIn = ({ boxes }: Graph) => boxes.reduce((sum, { nodes }) => sum + nodes.length, 0);

/** The first few stages, and how many more there are. */
function shortened(graph: Graph): Graph {
  const left = graph.boxes.length - last.stages;
  if (left <= 0) return graph;
  const text = `${left} more`;
  const nodes = [{ key: "more?", text, kind: "job" as const }];
  const rest = { key: "more", title: "…", started: false, nodes };
  const boxes = [...graph.boxes.slice(0, last.stages), rest];
  const kept = new Set(boxes.flatMap(({ nodes }) => nodes.map(({ key }) => key)));
  return { boxes, edges: graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
}

/** GitLab's look: a job by hand has round ends, a trigger job a double frame. */
const shapes: Readonly<Record<Node["kind"], readonly [string, string]>> = {
  job: ["[", "]"],
  manual: ["(", ")"],
  trigger: ["[[", "]]"],
  pipeline: ["{{", "}}"],
};

/** Identifiers are numbers: none is made from a name. */
function draw({ boxes, edges }: Graph, characters: number, folded: string | undefined): string {
  const lines = ["flowchart LR"];
  if (folded !== undefined) lines.push(`%% ${folded}`);
  const ids = new Map<string, string>();
  const name = (key: string, letter: string) => {
    const id = `${letter}${ids.size}`;
    ids.set(key, id);
    return id;
  };
  for (const { key, title, nodes } of boxes) {
    lines.push(`subgraph ${name(key, "s")}[${label(title, characters)}]`);
    for (const node of nodes) {
      const [open, close] = shapes[node.kind];
      lines.push(`${name(node.key, "n")}${open}${label(node.text, characters)}${close}`);
    }
    lines.push("end");
  }
  for (const { from, to, starts } of edges) {
    lines.push(`${ids.get(from)}${starts ? "-.->" : "-->"}${ids.get(to)}`);
  }
  for (const [before, after] of unlinked(boxes, edges)) {
    lines.push(`${ids.get(before)}~~~${ids.get(after)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Pairs of nodes that keep a stage behind the one before it where no need does. */
function unlinked(boxes: Graph["boxes"], edges: Graph["edges"]): [string, string][] {
  const linked = new Set(edges.map(({ to }) => to));
  return boxes.flatMap((box, at) => {
    const before = boxes[at - 1]?.nodes[0];
    if (!before || box.started) return [];
    const loose = box.nodes.filter(({ key }) => !linked.has(key));
    return loose.map(({ key }): [string, string] => [before.key, key]);
  });
}
