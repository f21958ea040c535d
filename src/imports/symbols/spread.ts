import { byCodeUnit, groupBy } from "../../workspace/index.ts";
import type { ResolvedImport } from "../graph.ts";
import type { ImportStep } from "../types.ts";
import { type Arrival, arrivalsAt, importedAs, knows } from "./arrivals.ts";
import type { Modules } from "./modules.ts";
import type { Seeds } from "./seeds.ts";
import type { Sources } from "./sources.ts";
import {
  differs,
  everyName,
  type Grade,
  type Grades,
  type Imports,
  type Summary,
} from "./types.ts";

/** What all changed paths of a run share. */
export interface Ground {
  readonly graph: Imports;
  readonly sources: Sources;
  readonly modules: Modules;
}

/** What a changed path reaches. */
export interface Spread {
  /** Affected files with their chains of imports; those with short chains first, then by path. */
  readonly chains: ReadonlyMap<string, readonly ImportStep[]>;
}

/** Follows what is affected of a changed file to all that uses it. */
export async function spread(path: string, seeds: Seeds, ground: Ground): Promise<Spread> {
  const spreading = new Spreading(path, seeds, ground);
  await spreading.run();
  return spreading;
}

/** An import, and why the imported is affected: nothing for the changed file itself. */
interface Cause {
  readonly step: ImportStep;
  readonly from: Cause | undefined;
}

/** What became affected of a file in one round. */
interface News {
  whole?: { readonly cause: Cause | undefined };
  readonly exports: Map<string, { readonly grade: Grade; readonly cause: Cause | undefined }>;
}

class Spreading implements Spread {
  readonly chains = new Map<string, readonly ImportStep[]>();
  /** Something was affected in a file that does not import what changed. */
  #sideways = false;
  readonly #path: string;
  readonly #seeds: Seeds;
  readonly #ground: Ground;
  readonly #whole = new Set<string>();
  readonly #exports = new Map<string, Map<string, Grade>>();
  #news = new Map<string, News>();
  #written: { readonly to: string; readonly name: string; readonly cause: Cause }[] = [];

  constructor(path: string, seeds: Seeds, ground: Ground) {
    this.#path = path;
    this.#seeds = seeds;
    this.#ground = ground;
  }

  async run(): Promise<void> {
    const { whole, names, exports } = this.#seeds;
    await this.#ground.sources.load([this.#path]);
    if (whole) this.#takeAll(this.#path, undefined);
    else this.#takeNames(this.#path, names, exports, undefined);
    while (this.#news.size > 0 || this.#written.length > 0) await this.#round();
    if (this.#sideways) this.#keepImporters();
  }

  /** Whatever never meets the changed file in a program is not concerned. */
  #keepImporters(): void {
    const importers = new Set([this.#path]);
    for (const path of importers)
      for (const { file } of this.#ground.graph.importersOf(path)) importers.add(file);
    for (const file of this.chains.keys()) if (!importers.has(file)) this.chains.delete(file);
  }

  async #round(): Promise<void> {
    const { graph, sources } = this.#ground;
    const round = [...this.#news].sort(([a], [b]) => byCodeUnit(a, b));
    const written = this.#written;
    this.#news = new Map();
    this.#written = [];
    const importers = round.map(([file]) => graph.importersOf(file));
    for (const [index, [, news]] of round.entries()) {
      // Of a file that counts as a whole nothing has to be known.
      if (news.whole) continue;
      const records = (importers[index] ?? []).filter(({ whole }) => whole === undefined);
      await sources.loadTaking(records, news.exports);
    }
    for (const [index, [file, news]] of round.entries()) {
      for (const [importer, records] of groupBy(importers[index] ?? [], (each) => each.file))
        await this.#arrive(importer, records, file, news);
    }
    await sources.load(written.map(({ to }) => to));
    for (const { to, name, cause } of written) {
      const exported = sources.head(to).exports.get(name);
      const local = exported && "local" in exported ? [exported.local] : [];
      const exports = new Map<string, Grade>([[name, differs]]);
      this.#takeNames(to, new Map(local.map((each) => [each, differs])), exports, cause);
    }
  }

  /** A file is told what became affected of one that it imports. */
  async #arrive(importer: string, records: ResolvedImport[], file: string, news: News) {
    const { sources } = this.#ground;
    const summary = sources.head(importer);
    const before = await sources.versionBefore(importer);
    const grades = new Map([...news.exports].map(([name, { grade }]) => [name, grade]));
    for (const record of records) {
      if (this.#whole.has(importer)) return;
      // Whoever imports an added file only now is changed itself, and compared.
      const added = file === this.#path && this.#seeds.added && record.whole === undefined;
      if (added && before && !before.opaque && !knows(before, record.specifier)) continue;
      const exact = !news.whole && record.whole === undefined;
      if (exact && !sources.isLoaded(importer)) continue;
      const arrival = arrivalsAt(summary, record, { whole: !!news.whole, grades }, before);
      const cause = causeOf(record, arrival, file, news);
      if (arrival.whole) this.#takeAll(importer, cause);
      else this.#takeNames(importer, arrival.names, arrival.exports, cause);
    }
  }

  #takeAll(file: string, cause: Cause | undefined): void {
    if (this.#whole.has(file)) return;
    this.#whole.add(file);
    this.#newsOf(file).whole = { cause };
    this.#reached(file, cause);
  }

  #takeNames(file: string, names: Grades, exports: Grades, cause: Cause | undefined): void {
    const { sources } = this.#ground;
    const summary = sources.head(file);
    const inside = sources.uses(file).spread(names);
    if (inside.whole) {
      this.#takeAll(file, cause);
      return;
    }
    const known = this.#exports.get(file) ?? new Map<string, Grade>();
    this.#exports.set(file, known);
    for (const [name, grade] of [...exports, ...exportsOf(summary, inside.names)]) {
      if ((known.get(name) ?? 0) >= grade) continue;
      known.set(name, grade);
      this.#newsOf(file).exports.set(name, { grade, cause });
      this.#reached(file, cause);
    }
    if ([...inside.names.keys()].some((name) => summary.names.has(name)))
      this.#reached(file, cause);
    this.#write(file, inside.writes, cause);
  }

  /** Affected code of a file assigns to what it imports: that is affected where it is declared. */
  #write(file: string, written: ReadonlySet<string>, cause: Cause | undefined): void {
    const { sources, modules } = this.#ground;
    for (const key of written) {
      const found = importedAs(sources.head(file), key);
      for (const to of (found && modules.targets(file, found.specifier)) ?? []) {
        const { name = "" } = found ?? {};
        if (this.#whole.has(to) || this.#exports.get(to)?.has(name)) continue;
        this.#sideways = true;
        const step: ImportStep = { by: "import", file: to, to: file, why: `it assigns to ${name}` };
        this.#written.push({ to, name, cause: { step, from: cause } });
      }
    }
  }

  #newsOf(file: string): News {
    const known = this.#news.get(file) ?? { exports: new Map() };
    this.#news.set(file, known);
    return known;
  }

  #reached(file: string, cause: Cause | undefined): void {
    if (this.chains.has(file) || !cause) return;
    const chain: ImportStep[] = [];
    for (let at: Cause | undefined = cause; at; at = at.from) chain.push(at.step);
    this.chains.set(file, chain);
  }
}

/** One import through which something arrives, and why its target is affected. */
function causeOf(record: ResolvedImport, arrival: Arrival, file: string, news: News): Cause {
  const { line, whole: why } = record;
  const through = [...arrival.through].sort(byCodeUnit);
  const named = through.length > 0 && !through.includes(everyName);
  const exports = [...news.exports];
  const found = news.whole ?? (news.exports.get(through[0] ?? "") || exports[0]?.[1]);
  const from = found?.cause;
  const step: ImportStep = {
    by: "import",
    file: record.file,
    ...(line > 0 ? { line } : {}),
    // A last one leads to the changed path itself, where it is a directory that counts.
    to: from ? record.to : file,
    ...(named ? { names: through.slice(0, 3) } : {}),
    ...(why === undefined ? {} : { why }),
  };
  return { step, from };
}

/** Exports of affected names of a file. */
const exportsOf = ({ exports }: Summary, names: Grades): [string, Grade][] =>
  [...exports].flatMap(([name, exported]) => {
    const grade = "local" in exported ? names.get(exported.local) : undefined;
    return grade ? [[name, grade]] : [];
  });
