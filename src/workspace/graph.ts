import type { Tree } from "../detect/index.ts";
import { fail, found, UserError } from "../diagnostics/index.ts";
import { faultOf, type Io } from "../io.ts";
import { rootIn } from "./define.ts";
import type { DiscoveredBy } from "./discover.ts";
import { type GraphDocument, graphSchema } from "./graph-schema.ts";
import { parseJson } from "./json.ts";
import type { Problems } from "./problems.ts";
import type { DiscoveredEdge, DiscoveredService } from "./types.ts";

/** As `services.graph` of the configuration. */
export interface GraphSettings {
  readonly command: readonly string[];
  /** Seconds. */
  readonly timeout: number;
}

/** What the command printed, and where the configuration names it. */
export interface Graph extends GraphDocument {
  readonly where: readonly string[];
}

/**
 * Asks another tool for services and edges. Whatever goes wrong is a UserError: a graph that is
 * not there is never taken for one without services. `directory` is the top of the repository.
 */
export async function askGraph(
  { command, timeout }: GraphSettings,
  directory: string,
  config: string,
  io: Io,
): Promise<Graph> {
  const where = [config, "services", "graph"];
  const shown = command.join(" ");
  const ended = await io.run(command, { cwd: directory, timeout: timeout * 1000 });
  const problem = faultOf(ended);
  if (problem) fail("GRAPH_FAILED", where, { command: shown, problem });
  return readGraph(ended.stdout, shown, where);
}

function readGraph(text: string, command: string, where: readonly string[]): Graph {
  const value = jsonOf(text, command, where);
  const result = graphSchema().safeParse(value, { jitless: true });
  if (!result.success) {
    throw new UserError(
      result.error.issues.map((issue) => {
        const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
        const problem =
          issue.code === "unrecognized_keys"
            ? `unknown key ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`
            : issue.code === "invalid_type"
              ? `should be ${issue.expected}`
              : "is not what it should be";
        return found("GRAPH_SHAPE", [...where, ...path], { problem });
      }),
    );
  }
  return { ...result.data, where };
}

/** The graph as if an ecosystem had found it. What it says of no directory becomes a problem. */
export function discoveredByGraph(graph: Graph, tree: Tree, problems: Problems): DiscoveredBy {
  const { services, edges = [], where } = graph;
  const roots = new Map<string, string>();
  const nodes: DiscoveredService[] = [];
  services.forEach(({ name, root: given, kind = "service", tags = [], inputs = [] }, index) => {
    const place = [...where, "services", index];
    const root = rootIn(tree, given, place, problems);
    if (roots.has(name)) problems.add(graphNameTwice(place, name));
    else if (root !== undefined) nodes.push({ root, kind, manifest, name, tags, inputs });
    roots.set(name, root ?? ".");
  });
  const known = [...roots.keys()];
  const ends: DiscoveredEdge[] = [];
  const link = (from: string, to: string, place: Place) => {
    const missing = [from, to].find((name) => !roots.has(name));
    if (missing === undefined) ends.push({ from: roots.get(from)!, to: roots.get(to)!, manifest });
    else problems.add(unknownName(place, missing, known));
  };
  services.forEach(({ name, dependsOn = [] }, index) => {
    for (const to of dependsOn) link(name, to, [...where, "services", index, "dependsOn"]);
  });
  edges.forEach(({ from, to }, index) => {
    link(from, to, [...where, "edges", index]);
  });
  return { ecosystem: "graph", services: nodes, edges: ends, diagnostics: [] };
}

/** What stands in place of a manifest for what the graph says. */
const manifest = "services.graph";

const graphNameTwice = (where: Place, name: string) => found("GRAPH_NAME_TWICE", where, { name });
const unknownName = (where: Place, name: string, known: readonly string[]) =>
  found("SERVICE_DEPENDENCY_UNKNOWN", where, { name, known });
type Place = readonly (string | number)[];

function jsonOf(text: string, command: string, where: readonly string[]): unknown {
  try {
    return parseJson(text, command);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    const first = text.trim().split("\n")[0]?.slice(0, 80) ?? "";
    const began =
      first === "" ? "it printed nothing" : `its output begins with ${JSON.stringify(first)}`;
    return fail(
      "GRAPH_FAILED",
      where,
      { command, problem: `it printed no JSON; ${began}` },
      { cause },
    );
  }
}
