import { directoryOf, groupBy, type Service, type Workspace } from "../workspace/index.ts";
import { Edges, type Place } from "./edges.ts";
import { isForeign } from "./files.ts";
import { type Owners, ownersOf } from "./owners.ts";
import type { Parsed } from "./parse/index.ts";
import { joinPath, startOf } from "./paths.ts";
import {
  type Ground,
  type Resolved,
  resolver,
  type TsConfig,
  type Unknown,
} from "./resolve/index.ts";

/** Puts together what leads from file to file. */
export class Links {
  readonly edges: Edges;
  readonly owners: Owners;
  readonly #workspace: Workspace;
  readonly #ground: Ground;
  readonly #resolve: ReturnType<typeof resolver>;
  /** The services that something leads to, by the service that it leads from. */
  readonly #linked = new Map<Service, Set<Service>>();
  /** Services with a file that may import from whatever they depend on. */
  readonly #doubtful = new Set<Service>();
  /** Roots of the services that each may import from, by its name. */
  readonly #importable: ReadonlyMap<string, readonly string[]>;

  constructor(workspace: Workspace, ground: Ground, files: readonly string[]) {
    this.#workspace = workspace;
    this.#ground = ground;
    this.#resolve = resolver(ground);
    this.owners = ownersOf(workspace.services);
    this.edges = new Edges(this.owners, usersOf(files, ground));
    for (const file of files) this.edges.at(file);
    const roots = new Map(workspace.services.map(({ name, root }) => [name, root]));
    const edges = workspace.edges.filter(({ importable }) => importable);
    this.#importable = new Map(
      [...groupBy(edges, ({ from }) => from)].map(([from, found]) => [
        from,
        found.map(({ to }) => roots.get(to)).filter((root) => root !== undefined),
      ]),
    );
  }

  /** A source file; without `parsed` it is of a kind that is not read, or cannot be read. */
  addFile(file: string, parsed: Parsed | undefined): void {
    const from = this.edges.at(file);
    if (!parsed || parsed.broken) {
      const why = parsed ? `${file} has a syntax error` : `the imports of ${file} cannot be read`;
      this.#addUnknown(from, 0, "", { why, beyond: true });
    }
    const directory = directoryOf(file);
    for (const each of parsed?.imports ?? []) {
      this.#addResolved(from, each.line, each.specifier, this.#resolve(directory, each));
    }
  }

  /** Names of packages and paths that stand in a file which tools read. */
  addMentions(file: string, names: readonly string[]): void {
    const from = this.edges.at(file);
    for (const name of names) {
      const whole = `${file} names it`;
      if (!name.startsWith(".")) {
        for (const { directory } of this.#ground.packages.named(name)) {
          if (!file.startsWith(startOf(directory))) this.#add(from, directory, whole);
        }
        continue;
      }
      const path = joinPath(directoryOf(file), name);
      if (path === undefined || file.startsWith(startOf(path)) || isForeign(`${path}/`)) continue;
      if (this.#isOwn(file, path)) continue;
      const files = this.#ground.probe.files(path);
      for (const to of files) this.#add(from, to, whole);
      if (files.length === 0 && this.#ground.probe.hasDirectory(path)) this.#add(from, path, whole);
    }
  }

  /** A configuration of TypeScript: what it extends, and what it draws in. */
  addConfig({ path, bases, packages, outside }: TsConfig): void {
    const from = this.edges.at(path);
    for (const base of bases) this.#add(from, base, `${path} extends it`);
    for (const specifier of packages) {
      const given = { specifier, kind: "types" } as const;
      this.#addResolved(from, 0, specifier, this.#resolve(directoryOf(path), given));
    }
    for (const to of outside) {
      const there = this.#ground.probe.had(to) || this.#ground.probe.hasDirectory(to);
      if (there && !path.startsWith(startOf(to))) this.#add(from, to, `${path} takes it in`);
    }
  }

  /** Dependencies from which nothing is imported: tools may well use all of them. */
  addUnused(paths: readonly string[]): void {
    const byName = new Map(this.#workspace.services.map((service) => [service.name, service]));
    for (const { from, to, manifest, line = 0, importable } of this.#workspace.edges) {
      const own = byName.get(from);
      const other = byName.get(to);
      if (!importable || !own || !other) continue;
      if (this.#linked.get(own)?.has(other)) continue;
      const isOwn = this.owners.of(manifest) === own;
      const file = isOwn ? manifest : paths.find((path) => this.owners.of(path) === own);
      if (file === undefined) continue;
      const whole = "no import tells what it is used for";
      const link = { line: isOwn ? line : 0, specifier: "", to: other.root, whole };
      this.edges.addWhole(this.edges.at(file), link, true);
    }
  }

  #isOwn(file: string, path: string): boolean {
    const own = this.owners.of(file);
    return own !== undefined && this.owners.of(path) === own;
  }

  #add(from: Place, to: string, whole?: string, line = 0, specifier = ""): void {
    if (to === from.path) return;
    const { owner } =
      whole === undefined
        ? this.edges.add(from, to, line, specifier)
        : this.edges.addWhole(from, { line, specifier, to, whole }, !this.#ground.probe.had(to));
    if (!from.owner || !owner || from.owner === owner) return;
    const others = this.#linked.get(from.owner);
    if (others) others.add(owner);
    else this.#linked.set(from.owner, new Set([owner]));
  }

  #addResolved(from: Place, line: number, specifier: string, resolved: Resolved): void {
    for (const { to, whole } of resolved.targets) this.#add(from, to, whole, line, specifier);
    if (resolved.unknown) this.#addUnknown(from, line, specifier, resolved.unknown);
  }

  /** An import that may lead to more than is known. */
  #addUnknown(from: Place, line: number, specifier: string, unknown: Unknown): void {
    const { why: whole, near, beyond } = unknown;
    const { owner, path } = from;
    const service = (near === undefined ? undefined : this.owners.of(near)) ?? owner;
    const around = this.#ground.packages.around(directoryOf(path))?.directory;
    const to = service?.root ?? around ?? directoryOf(path);
    this.edges.addWhole(from, { line, specifier, to, whole }, true);
    // One such file speaks for all of its service, since each depends on all of it.
    if (!beyond || !owner || this.#doubtful.has(owner)) return;
    this.#doubtful.add(owner);
    for (const root of this.#importable.get(owner.name) ?? []) {
      this.edges.addWhole(from, { line, specifier, to: root, whole }, true);
    }
  }
}

/** Tells the files for which a configuration of TypeScript holds. */
function usersOf(
  files: readonly string[],
  { configs }: Ground,
): (path: string) => readonly string[] {
  let levels: ReadonlyMap<string | undefined, readonly string[]> | undefined;
  return (path) => {
    if (!configs.byPath.has(path)) return [];
    const level = directoryOf(path);
    if (!configs.at(level).some((config) => config.path === path)) return [];
    levels ??= groupBy(files, (file) => configs.levelOf(directoryOf(file)));
    return levels.get(level) ?? [];
  };
}
