import { type PipelineNode, toldStatus } from "../types.ts";
import { httpOf } from "./address.ts";
import { type Listed, listed } from "./listed.ts";

/** How many variables GitLab takes by default (plan_limits, dotenv_variables). */
export const dotenvVariables = 20;

/** GitLab takes files that are smaller than this, in bytes (plan_limits, dotenv_size). */
export const dotenvBytes = 5_120;

export interface DotenvFile {
  readonly text: string;
  /** How many pipelines there are, and how many of them found no room. */
  readonly count: number;
  readonly left: number;
}

/**
 * Id, address and status of every pipeline, as variables that later jobs can read. GitLab cuts a
 * line at its first `=`, keeps quotes as they are, knows no escapes, refuses empty lines and lines
 * without `=`, and expands `$` in what it read (app/services/ci/parse_dotenv_artifact_service.rb);
 * so a value has none of these. The last pipelines are left out where GitLab's limits end: those
 * furthest from the roots.
 */
export function dotenvOf(trees: readonly PipelineNode[], most = dotenvVariables): DotenvFile {
  const all = listed(trees);
  const names = uniqueNames(all.map(nameOf));
  const lines = [`FANOUT_PIPELINES=${all.length}`];
  let bytes = lines.join("\n").length + 1;
  let count = 0;
  for (const [at, { node }] of all.entries()) {
    const own = variablesOf(`FANOUT_${names[at]}`, node);
    const size = own.reduce((sum, line) => sum + line.length + 1, 0);
    if (lines.length + own.length > most || bytes + size >= dotenvBytes) break;
    lines.push(...own);
    bytes += size;
    count++;
  }
  return { text: `${lines.join("\n")}\n`, count: all.length, left: all.length - count };
}

function variablesOf(name: string, node: PipelineNode): string[] {
  const { id, url } = node;
  const address = httpOf(url);
  return [
    `${name}_ID=${id}`,
    `${name}_STATUS=${toldStatus(node)}`,
    // What nothing can be made of is left out rather than handed on.
    ...(address === undefined ? [] : [`${name}_URL=${address.replaceAll("$", "%24")}`]),
  ];
}

/** The trigger job for what one started in the same project, else the path of the project. */
function nameOf({ node, by }: Listed): string {
  const own = by && by.listed.node.project === node.project ? by.job.name : node.project;
  const plain = own
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .slice(0, 100)
    .replace(/^_+|_+$/g, "");
  return plain === "" ? "PIPELINE" : plain;
}

/** The same names, with `_2`, `_3` behind those that are taken. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return names.map((name) => {
    let own = name;
    for (let at = next.get(name) ?? 2; taken.has(own); at++) {
      own = `${name}_${at}`;
      next.set(name, at + 1);
    }
    taken.add(own);
    return own;
  });
}
