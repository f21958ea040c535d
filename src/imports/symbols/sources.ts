import type { Tree } from "../../detect/index.ts";
import type { Compiler } from "../../typescript.ts";
import { groupBy } from "../../workspace/index.ts";
import type { ResolvedImport } from "../graph.ts";
import { mayTake } from "./glance.ts";
import { Uses } from "./inside.ts";
import { summarise } from "./summary.ts";
import type { Imports, Opaque, Summary } from "./types.ts";

/** The two versions of a changed file. Without a text, a version is not there. */
export interface Versions {
  readonly base: Summary | undefined;
  readonly head: Summary | undefined;
  /** Both texts are the same: only the mode of the file changed. */
  readonly same: boolean;
}

/** Reads files when they are first asked for, and keeps only their summaries. */
export class Sources {
  readonly #compiler: Compiler;
  readonly #graph: Imports;
  readonly #tree: Tree;
  readonly #baseTree: Tree;
  readonly #changed: ReadonlySet<string>;
  readonly #heads = new Map<string, Summary>();
  readonly #versions = new Map<string, Versions>();
  readonly #asked = new Map<string, number>();
  readonly #uses = new Map<string, Uses>();

  constructor(
    compiler: Compiler,
    graph: Imports,
    trees: { readonly tree: Tree; readonly baseTree: Tree },
    changed: ReadonlySet<string>,
  ) {
    this.#compiler = compiler;
    this.#graph = graph;
    this.#tree = trees.tree;
    this.#baseTree = trees.baseTree;
    this.#changed = changed;
  }

  /** Whether a file is there, or was. */
  has(path: string): boolean {
    return this.#tree.has(path) || this.#baseTree.has(path);
  }

  /** Reads the new versions of these files, so that `head` knows them. */
  async load(paths: Iterable<string>): Promise<void> {
    const wanted = [...new Set(paths)].filter((path) => !this.#heads.has(path));
    for (const path of wanted.filter((each) => this.#changed.has(each))) await this.versions(path);
    const others = wanted.filter((path) => !this.#heads.has(path));
    if (others.length === 0) return;
    const texts = await this.#tree.read(others);
    for (const path of others) this.#heads.set(path, this.#read(path, texts.get(path) ?? ""));
  }

  /**
   * As `load`, of the files of these imports; but one that plainly takes none of the names from
   * where its imports lead is left out.
   */
  async loadTaking(
    records: readonly ResolvedImport[],
    names: ReadonlyMap<string, unknown>,
  ): Promise<void> {
    const byFile = groupBy(
      records.filter(({ file }) => !this.#heads.has(file)),
      ({ file }) => file,
    );
    const plain = [...byFile.keys()].filter((path) => !this.#changed.has(path));
    const texts = await this.#tree.read(plain.filter((path) => this.#isWorthAsking(path)));
    const wanted = [...byFile].filter(([path, found]) => {
      const text = texts.get(path);
      return text === undefined || found.some((each) => mayTake(text, each.specifier, names));
    });
    await this.load(wanted.map(([path]) => path));
  }

  /** A file that is asked for again and again is better read once. */
  #isWorthAsking(path: string): boolean {
    const asked = (this.#asked.get(path) ?? 0) + 1;
    this.#asked.set(path, asked);
    return asked <= 3;
  }

  isLoaded(path: string): boolean {
    return this.#heads.has(path);
  }

  /** The new version of a file that was loaded. */
  head(path: string): Summary {
    return this.#heads.get(path) ?? absent;
  }

  uses(path: string): Uses {
    const known = this.#uses.get(path) ?? new Uses(this.head(path));
    this.#uses.set(path, known);
    return known;
  }

  /** Both versions of a changed file, with their tokens. */
  async versions(path: string): Promise<Versions> {
    const known = this.#versions.get(path);
    if (known) return known;
    const [before, after] = await Promise.all([
      this.#baseTree.read([path]),
      this.#tree.read([path]),
    ]);
    const [old, text] = [before.get(path), after.get(path)];
    const base = old === undefined ? undefined : this.#read(path, old, { tokens: true });
    const also = base && [...base.names.keys(), ...base.bindings.keys()];
    const head =
      text === undefined ? undefined : this.#read(path, text, { tokens: true, also: also ?? [] });
    const versions = { base, head, same: old === text && text !== undefined };
    this.#versions.set(path, versions);
    this.#heads.set(path, head ?? absent);
    return versions;
  }

  /** All that a file is or was: its new version, and the one before where it has changed. */
  async eachVersion(path: string): Promise<readonly Summary[]> {
    await this.load([path]);
    if (!this.#changed.has(path)) return [this.head(path)];
    const { base, head } = await this.versions(path);
    return [base, head].filter((each) => each !== undefined);
  }

  /** The version before the changes of a file that has changed; else `undefined`. */
  async versionBefore(path: string): Promise<Summary | undefined> {
    return this.#changed.has(path) ? ((await this.versions(path)).base ?? absent) : undefined;
  }

  /** Files that could not be read for one of these reasons, sorted. */
  opaque(reasons: ReadonlySet<Opaque>): string[] {
    const files = new Set<string>();
    const note = (path: string, summary: Summary | undefined) => {
      if (summary?.opaque && reasons.has(summary.opaque)) files.add(path);
    };
    for (const [path, summary] of this.#heads) note(path, summary);
    for (const [path, { base }] of this.#versions) note(path, base);
    return [...files].sort();
  }

  #read(path: string, text: string, given: { tokens?: boolean; also?: string[] } = {}): Summary {
    const specifiers = this.#graph.importsOf(path).map(({ specifier }) => specifier);
    return summarise(this.#compiler, path, text, { specifiers, ...given });
  }
}

/** A file that is not there: nothing is known of it. */
const absent: Summary = {
  opaque: "other",
  pragmas: "",
  names: new Map(),
  effects: [],
  order: [],
  bindings: new Map(),
  exports: new Map(),
  stars: [],
  loads: [],
};
