import { byCodeUnit, directoryOf, outwards, type Service } from "../workspace/index.ts";
import type { ResolvedImport } from "./graph.ts";
import type { Owners } from "./owners.ts";

/** A path that imports lead from or to. */
export interface Place {
  readonly path: string;
  readonly owner: Service | undefined;
  readonly imports: Link[];
  /** Imports that lead to just this path; sorted when they are first asked for. */
  readonly importers: Link[];
  sorted: boolean;
  /** The walk that came here last, and how: for whoever follows imports. */
  walk: number;
  by: ResolvedImport | undefined;
  nearer: Place | undefined;
}

/** An import with the place that it leads from. */
export interface Link extends ResolvedImport {
  readonly from: Place;
}

/** Imports from both of their ends, as they are found. */
export class Edges {
  readonly #owners: Owners;
  readonly #places = new Map<string, Place>();
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
    const place: Place = {
      path,
      owner: this.#owners.of(path),
      imports: [],
      importers: [],
      sorted: false,
      walk: 0,
      by: undefined,
      nearer: undefined,
    };
    this.#places.set(path, place);
    return place;
  }

  /** Adds an import; `directory` for one that leads to all files of a directory. Gives where it leads. */
  add(from: Place, link: Omit<ResolvedImport, "file">, directory: boolean): Place {
    const { line, specifier, to, whole } = link;
    const file = from.path;
    const made: Link =
      whole === undefined
        ? { file, line, specifier, to, from }
        : { file, line, specifier, to, whole, from };
    const place = this.at(to);
    from.imports.push(made);
    place.importers.push(made);
    if (directory) this.#directories.add(to);
    return place;
  }

  importsOf(file: string): readonly Link[] {
    return this.#places.get(file)?.imports ?? [];
  }

  /** Imports that lead to just this place, sorted by file, then line. */
  direct(place: Place): readonly Link[] {
    const { path, importers } = place;
    if (place.sorted) return importers;
    place.sorted = true;
    const whole = `its imports are resolved by ${path}`;
    for (const file of this.#users(path)) {
      importers.push({ file, line: 0, specifier: "", to: path, whole, from: this.at(file) });
    }
    return importers.sort((a, b) => byCodeUnit(a.file, b.file) || a.line - b.line);
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
