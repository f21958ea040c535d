import type { Change, Comparison } from "../detect/index.ts";
import { type Diagnostic, found } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import {
  byCodeUnit,
  type Edge,
  groupBy,
  patternList,
  type Service,
  type Workspace,
} from "../workspace/index.ts";
import { isTsConfig, kindOf } from "./files.ts";
import { type Chain, type Follow, follower, type Walk } from "./follow.ts";
import { buildGraph, type ReadGraph } from "./graph.ts";
import { isAnalysed } from "./roles.ts";
import type { SymbolReader } from "./symbols/index.ts";
import { sortChanges } from "./told.ts";
import type { ImportReach, ImportSettings } from "./types.ts";

/** Reads the imports of the tree, and follows them to the changed paths. */
export async function readReach(
  workspace: Workspace,
  { changes, tree, baseTree }: Pick<Comparison, "changes" | "tree" | "baseTree">,
  settings: ImportSettings,
  io: Io,
): Promise<ImportReach> {
  const graph = await buildGraph({ tree, changes, workspace, settings, io });
  const ignored = patternList(settings.ignore ?? [], ["ignore"]);
  const counting = changes.filter(({ path }) => ignored.match(path) === undefined);
  const { told, untold } = await sortChanges(counting, graph, baseTree);
  const reach = new Reach(
    workspace,
    graph,
    settings.ignore ? manyChains : Number.POSITIVE_INFINITY,
  );
  const follow = follower(graph, (service) => reach.isFull(service));
  const symbols =
    settings.precision === "symbols" && told.some(hasSymbols)
      ? await (await import("./symbols/index.ts")).symbolReader(graph, { tree, baseTree, changes })
      : undefined;
  for (const change of told) {
    const read = symbols && hasSymbols(change);
    const walk = read
      ? walkOf(await symbols.reachedFrom(change), change, graph)
      : follow(change.path);
    reach.add(change.path, walk);
  }
  for (const { path } of untold) reach.add(path, follow(path));
  for (const [service, paths] of groupBy(untold, ({ path }) => graph.owners.of(path))) {
    if (service) reach.addAround(service, paths, follow);
  }
  return {
    ...reach.result(told),
    diagnostics: [...unread(graph), ...(symbols?.diagnostics() ?? [])],
  };
}

/** More reasons for one service than this are of no use to anybody. */
const manyChains = 1000;

/** Whether a file has declarations that references can be followed to. */
const hasSymbols = ({ path }: Change): boolean =>
  kindOf(path) === "code" || (path.endsWith(".json") && !isTsConfig(path));

type Spread = Awaited<ReturnType<SymbolReader["reachedFrom"]>>;

/** What its references tell of a changed file, as a walk over imports. */
function walkOf({ chains }: Spread, { path }: Change, { owners, roles }: ReadGraph): Walk {
  const first = new Map<Service, Chain>();
  const whole = new Set<Service>();
  const own = owners.of(path);
  for (const [file, chain] of chains) {
    const owner = owners.of(file);
    if (!owner) continue;
    const configured = isTsConfig(chain[0]?.to ?? "");
    if (roles.isTool(file) || !isAnalysed(owner) || configured) whole.add(owner);
    if (owner !== own && !first.has(owner)) first.set(owner, chain);
  }
  return { first, whole, arrives: first.size + whole.size > 0 };
}

/** Gathers what the changed paths reach. */
class Reach {
  readonly #graph: ReadGraph;
  /** So many chains a service has at most. */
  readonly #limit: number;
  readonly #dependents: ReadonlyMap<string, readonly Edge[]>;
  readonly #chains = new Map<Service, Map<string, Chain>>();
  readonly #whole = new Set<string>();
  readonly #arrived = new Set<string>();
  #files: ReadonlyMap<Service | undefined, readonly string[]> | undefined;

  constructor({ edges }: Workspace, graph: ReadGraph, limit: number) {
    this.#graph = graph;
    this.#limit = limit;
    this.#dependents = groupBy(edges, ({ to }) => to);
  }

  isFull(service: Service): boolean {
    return (this.#chains.get(service)?.size ?? 0) >= this.#limit;
  }

  add(path: string, { first, whole, arrives }: Walk): void {
    if (arrives) this.#arrived.add(path);
    for (const [service, chain] of first) this.#put(service, path, chain);
    for (const { name } of whole) this.#whole.add(name);
  }

  /**
   * Paths that concern their service as a whole: the edges of the workspace say who depends on
   * it, but whoever imports from it without an edge has to be told here.
   */
  addAround(service: Service, untold: readonly Change[], follow: Follow): void {
    const paths = untold.map(({ path }) => path);
    this.#files ??= groupBy(this.#graph.files, (file) => this.#graph.owners.of(file));
    const entered = (this.#files.get(service) ?? []).filter((file) => this.#isEntered(file));
    const start = paths[0];
    if (start === undefined || entered.length === 0) return;
    const known = this.#dependentsOf(service);
    const why = `it may concern all of ${service.name}`;
    const { first, whole } = follow(start, entered, why);
    for (const [other, chain] of first) {
      if (known.has(other.name)) continue;
      for (const path of paths) {
        if (this.#chains.get(other)?.has(path)) continue;
        const last = chain.at(-1);
        if (last) this.#put(other, path, [...chain.slice(0, -1), { ...last, to: path }]);
      }
    }
    for (const { name } of whole) this.#whole.add(name);
  }

  result(told: readonly Change[]): Omit<ImportReach, "diagnostics"> {
    const chains = [...this.#chains]
      .map(([{ name }, byPath]) => ({
        name,
        found: [...byPath].sort(([a], [b]) => byCodeUnit(a, b)).map(([, chain]) => chain),
      }))
      .sort((a, b) => byCodeUnit(a.name, b.name));
    // What nobody owns and nothing imports stays among the paths that concern no service.
    const counts = told.filter(
      ({ path }) => this.#graph.owners.of(path) || this.#arrived.has(path),
    );
    return {
      chains: new Map(chains.map(({ name, found }) => [name, found])),
      told: new Set(counts.map(({ path }) => path)),
      whole: new Set([...this.#whole].sort(byCodeUnit)),
    };
  }

  #put(service: Service, path: string, chain: Chain): void {
    if (this.isFull(service)) return;
    const known = this.#chains.get(service) ?? new Map<string, Chain>();
    this.#chains.set(service, known);
    known.set(path, chain);
  }

  /** Whether a file is imported from outside of its service. */
  #isEntered(file: string): boolean {
    const { edges } = this.#graph;
    const { owner } = edges.at(file);
    return edges.importersOf(file).some(({ from }) => from.owner !== owner);
  }

  /** All services that depend on this one, directly or not, by edges. */
  #dependentsOf({ name }: Service): ReadonlySet<string> {
    const found = new Set([name]);
    for (const each of found) {
      for (const { from } of this.#dependents.get(each) ?? []) found.add(from);
    }
    return found;
  }
}

/** Files whose imports are not known because of a syntax error. */
function unread({ parsed }: ReadGraph): readonly Diagnostic[] {
  const broken: string[] = [];
  for (const [path, read] of parsed) if (read.broken) broken.push(path);
  const [first] = broken.sort(byCodeUnit);
  return first === undefined
    ? []
    : [found("IMPORTS_UNREADABLE", [first], { count: broken.length })];
}
