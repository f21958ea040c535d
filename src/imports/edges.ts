import { byCodeUnit, directoryOf, outwards, type Service } from "../workspace/index.ts";
import type { ResolvedImport } from "./graph.ts";
import type { Owners } from "./owners.ts";

/** A path that imports lead from or to. */
export interface Place {
  /** Places are counted from 0. */
  readonly id: number;
  readonly path: string;
  readonly owner: Service | undefined;
  /** The last import of this file, and the last that leads to just this path. */
  lastImport: Link | undefined;
  lastImporter: Link | undefined;
  /** The importers, sorted; made when they are first asked for. */
  importers: readonly Link[] | undefined;
}

/** An import with the place that it leads from, and the one before it at either end. */
export interface Link extends ResolvedImport {
  readonly from: Place;
  readonly previousImport: Link | undefined;
  readonly previousImporter: Link | undefined;
}

/**
 * Imports from both of their ends, as they are found: files first, in the order of their paths.
 * There are tens of thousands, of which few are looked at, so that they are lists without arrays.
 */
export class Edges {
  readonly #owners: Owners;
  readonly #places = new Map<string, Place>();
  readonly #all: Place[] = [];
  readonly #directories = new Set<string>();
  readonly #around = new Map<string, readonly Place[]>();
  readonly #users: (path: string) => readonly string[];

  /** `users` tells the files whose imports a configuration of the compiler resolves. */
  constructor(owners: Owners, users: (path: string) => readonly string[]) {
    this.#owners = owners;
    this.#users = users;
  }

  /** The one place of a path. */
  at(path: string): Place {
    const known = this.#places.get(path);
    if (known) return known;
    const owner = this.#owners.of(path);
    const id = this.#all.length;
    const place: Place = {
      id,
      path,
      owner,
      lastImport: undefined,
      lastImporter: undefined,
      importers: undefined,
    };
    this.#places.set(path, place);
    this.#all.push(place);
    return place;
  }

  /** All places, by their number. */
  get places(): readonly Place[] {
    return this.#all;
  }

  /** Adds an import of a file. Gives the place that it leads to. */
  add(from: Place, to: string, line: number, specifier: string): Place {
    const place = this.at(to);
    const made: Link = {
      file: from.path,
      line,
      specifier,
      to,
      from,
      previousImport: from.lastImport,
      previousImporter: place.lastImporter,
    };
    from.lastImport = made;
    place.lastImporter = made;
    return place;
  }

  /** Adds what counts as an import, and why; `directory` where it leads to all files of one. */
  addWhole(
    from: Place,
    { to, line, specifier, whole }: Required<Omit<ResolvedImport, "file">>,
    directory: boolean,
  ): Place {
    const place = this.at(to);
    const { path: file, lastImport: previousImport } = from;
    const ends = { from, previousImport, previousImporter: place.lastImporter };
    const made: Link = { file, line, specifier, to, whole, ...ends };
    from.lastImport = made;
    place.lastImporter = made;
    if (directory) this.#directories.add(to);
    return place;
  }

  /** In the order in which they came, which is that of the lines. */
  importsOf(file: string): readonly Link[] {
    const found: Link[] = [];
    let link = this.#places.get(file)?.lastImport;
    for (; link; link = link.previousImport) found.push(link);
    return found.reverse();
  }

  /** Imports that lead to just this place, sorted by file, then line. */
  direct(place: Place): readonly Link[] {
    if (place.importers) return place.importers;
    const found: Link[] = [];
    for (let link = place.lastImporter; link; link = link.previousImporter) found.push(link);
    found.reverse();
    const { path } = place;
    const whole = `its imports are resolved by ${path}`;
    for (const file of this.#users(path)) {
      const ends = { previousImport: undefined, previousImporter: undefined };
      found.push({ file, line: 0, specifier: "", to: path, whole, from: this.at(file), ...ends });
    }
    // Files come in their order, so that most lists are sorted already.
    if (found.some(({ from }, index) => index > 0 && found[index - 1]!.from.id > from.id)) {
      found.sort((a, b) => byCodeUnit(a.file, b.file) || a.line - b.line);
    }
    place.importers = found;
    return found;
  }

  /**
   * The directories that count for a place where all of a directory is imported: its service's
   * root, and others around it that are no roots. To be asked when all are added.
   */
  around({ path, owner }: Place): readonly Place[] {
    if (this.#directories.size === 0) return none;
    const directory = directoryOf(path);
    const known = this.#around.get(directory);
    if (known) return known;
    const found = [...outwards(directory)].filter((each) => {
      if (!this.#directories.has(each)) return false;
      const service = this.#owners.at(each);
      return service === undefined || service === owner;
    });
    const places = found.map((each) => this.at(each));
    this.#around.set(directory, places);
    return places;
  }

  /** All of them, those of whole directories behind. */
  importersOf(path: string): readonly Link[] {
    const place = this.at(path);
    const wholes = this.around(place).flatMap((directory) => this.direct(directory));
    return wholes.length === 0 ? this.direct(place) : [...this.direct(place), ...wholes];
  }
}

const none: readonly Place[] = [];
