import type { Pipeline, PlannedJob } from "../../model/index.ts";
import { componentsOf } from "./components.ts";
import { type LinkMap, type Links, linksOf } from "./links.ts";

/** Jobs by name that share a pipeline of their own; groups come after those that they need. */
export interface Group {
  readonly name: string;
  /** Visible jobs, in the order of the pipeline. */
  readonly jobs: readonly string[];
}

/** What is not torn apart: a service, or several that need each other; or jobs that stay. */
export interface Unit {
  /** Names of the services, sorted; none for jobs that stay in the child. */
  readonly services: readonly string[];
  /** In the order of the pipeline. */
  readonly jobs: readonly PlannedJob[];
  /** The units that it needs directly, as places in the list, all of them before its own. */
  readonly needs: readonly number[];
}

/** A service that may move, or one job that stays. */
interface Node {
  readonly service: string | undefined;
  readonly links: Links[];
}

/**
 * The units of a pipeline, each after those that it needs; otherwise by name. A service moves as a
 * whole. What stays in the child: jobs of services that `mayMove` refuses and of no service; jobs
 * that start a child pipeline themselves, since GitLab refuses a third level, and those that make
 * its files; services with jobs in `.pre` and `.post` only, which make no pipeline; and every
 * service that both needs such a job and is needed by it, directly or not.
 */
export function unitsOf(
  pipeline: Pipeline,
  mayMove: (service: string) => boolean,
): readonly Unit[] {
  const links = linksOf(pipeline);
  const nodes = nodesOf(links, mayMove);
  const nodeOf = new Map<string, number>();
  nodes.forEach((node, index) => {
    for (const { job } of node.links) nodeOf.set(job.name, index);
  });
  const targets = targetsOf(nodes, nodeOf);
  const components = componentsOf(targets);
  const place = new Int32Array(nodes.length);
  components.forEach((members, index) => {
    for (const member of members) place[member] = index;
  });
  const rank = new Map(pipeline.jobs.map((job, index) => [job, index]));
  return components.map((members, index): Unit => {
    const services = members.map((member) => nodes[member]!.service);
    const moves = services.every((service) => service !== undefined);
    const jobs = members.flatMap((member) => nodes[member]!.links.map(({ job }) => job));
    const needs = new Set(members.flatMap((member) => targets[member]!.map((to) => place[to]!)));
    needs.delete(index);
    return {
      services: moves ? services : [],
      jobs: jobs.sort((a, b) => rank.get(a)! - rank.get(b)!),
      needs: [...needs],
    };
  });
}

/** Services by name first, then the jobs that stay in the order of the pipeline. */
function nodesOf(links: LinkMap, mayMove: (service: string) => boolean): readonly Node[] {
  const all = [...links.values()];
  const makesFiles = new Set(all.flatMap((each) => each.includes));
  const services = new Map<string, Links[]>();
  const staying: Node[] = [];
  const stay = (each: Links) => staying.push({ service: undefined, links: [each] });
  for (const each of all) {
    const { service, name } = each.job;
    const stays = each.startsChild || makesFiles.has(name);
    if (service === undefined || stays || !mayMove(service)) stay(each);
    else if (services.get(service)?.push(each) === undefined) services.set(service, [each]);
  }
  const moving: Node[] = [];
  for (const service of [...services.keys()].sort()) {
    const own = services.get(service)!;
    if (own.every(({ job }) => job.stage === ".pre" || job.stage === ".post")) own.forEach(stay);
    else moving.push({ service, links: own });
  }
  return [...moving, ...staying];
}

/** The nodes that each node needs. Jobs that must be together need each other. */
function targetsOf(
  nodes: readonly Node[],
  nodeOf: ReadonlyMap<string, number>,
): readonly (readonly number[])[] {
  const targets = nodes.map(() => new Set<number>());
  nodes.forEach(({ links }, index) => {
    for (const each of links) {
      for (const name of [...each.after, ...each.beside, ...each.includes]) {
        const to = nodeOf.get(name)!;
        if (to !== index) targets[index]!.add(to);
      }
      for (const name of each.beside) targets[nodeOf.get(name)!]!.add(index);
    }
  });
  return targets.map((set) => [...set].sort((a, b) => a - b));
}

/** Longer names of groups are cut to the first service and a number. */
const maxName = 100;

/**
 * Each of these services on its own; services that need each other in a circle share a group. One
 * that is in no group has to stay in the child (see `unitsOf`).
 */
export function byService(pipeline: Pipeline, services: ReadonlySet<string>): readonly Group[] {
  const taken = new Set<string>();
  return unitsOf(pipeline, (service) => services.has(service))
    .filter((unit) => unit.services.length > 0)
    .map((unit) => {
      const name = groupName(unit.services, taken);
      taken.add(name);
      return { name, jobs: unit.jobs.map((job) => job.name) };
    });
}

/** `api`, `api+web`, `api+11 more`; a number behind it where another group has that name. */
function groupName(services: readonly string[], taken: ReadonlySet<string>): string {
  const [first = "", ...others] = services;
  const joined = services.join("+");
  const isLong = others.length > 2 || joined.length > maxName;
  const name = others.length > 0 && isLong ? `${first}+${others.length} more` : joined;
  let unique = name;
  for (let number = 2; taken.has(unique); number++) unique = `${name} (${number})`;
  return unique;
}
