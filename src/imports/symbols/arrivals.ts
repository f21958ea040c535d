import type { ResolvedImport } from "../graph.ts";
import { memberKey } from "./mentions.ts";
import { wholeModule } from "./outline.ts";
import {
  type Binding,
  cameOrWent,
  differs,
  type Exported,
  everyName,
  type Grade,
  type Grades,
  reshaped,
  type Summary,
} from "./types.ts";

/** What arrives at a file by one of its imports. */
export interface Arrival {
  readonly whole: boolean;
  /** Names of the file. */
  readonly names: Grades;
  /** Exports that only pass on what is imported. */
  readonly exports: Grades;
  /** The names of the imported file through which it arrives. */
  readonly through: ReadonlySet<string>;
}

/** What is affected of an imported file. */
export interface Affected {
  readonly whole: boolean;
  /** Exports. */
  readonly grades: Grades;
}

/**
 * What affected exports of a file are to one that imports it. `before` is the version of the
 * importer before the changes, where it has changed: what it imports only now is its own change.
 */
export function arrivalsAt(
  summary: Summary,
  record: ResolvedImport,
  { whole, grades }: Affected,
  before: Summary | undefined,
): Arrival {
  const known = !summary.opaque && record.whole === undefined && knows(summary, record.specifier);
  if (whole || !known) return all;
  const arriving = new Arriving(summary, grades, before);
  for (const [local, binding] of summary.bindings) {
    if (binding.specifier === record.specifier) arriving.binding(local, binding);
  }
  for (const [name, exported] of summary.exports) {
    if (isFrom(exported, record.specifier)) arriving.export(name, exported);
  }
  if (summary.stars.includes(record.specifier)) arriving.star();
  return arriving.whole ? all : arriving;
}

const all: Arrival = { whole: true, names: new Map(), exports: new Map(), through: new Set() };

class Arriving implements Arrival {
  whole = false;
  readonly names = new Map<string, Grade>();
  readonly exports = new Map<string, Grade>();
  readonly through = new Set<string>();
  readonly #summary: Summary;
  readonly #grades: Grades;
  readonly #before: Summary | undefined;

  constructor(summary: Summary, grades: Grades, before: Summary | undefined) {
    this.#summary = summary;
    this.#grades = grades;
    this.#before = before;
  }

  binding(local: string, binding: Binding): void {
    if (binding.name !== wholeModule) {
      const grade = this.#gradeOf(binding);
      if (grade) put(this.names, local, grade);
      return;
    }
    for (const [name, grade] of this.#grades) {
      const keys = name === everyName ? this.#membersOf(local) : [memberKey(local, name)];
      for (const key of keys) put(this.names, key, grade === differs ? differs : reshaped);
      put(this.names, local, differs);
      this.through.add(name);
    }
  }

  export(name: string, exported: Binding): void {
    if (exported.name === wholeModule) {
      for (const each of this.#grades.keys()) this.through.add(each);
      if (this.#grades.size > 0) put(this.exports, name, differs);
      return;
    }
    const grade = this.#gradeOf(exported);
    if (grade) put(this.exports, name, grade);
  }

  /** `export *` gives what the file does not export by itself. */
  star(): void {
    for (const [name, grade] of this.#grades) {
      if (name === "default" || this.#summary.exports.has(name)) continue;
      put(this.exports, name, grade);
      this.through.add(name);
    }
  }

  /** A name that came or went lets a file that already imported it fail to load. */
  #gradeOf(binding: Binding): Grade | undefined {
    const grade = this.#grades.get(binding.name) ?? this.#grades.get(everyName);
    if (grade === undefined) return undefined;
    this.through.add(this.#grades.has(binding.name) ? binding.name : everyName);
    if (grade < cameOrWent) return grade;
    if (this.#before && !hadImport(this.#before, binding)) return differs;
    this.whole = true;
    return grade;
  }

  #membersOf(namespace: string): string[] {
    const parts = [...this.#summary.names.values(), ...this.#summary.effects];
    const used = new Set(parts.flatMap(({ uses }) => [...uses]));
    return [...used].filter((name) => name.startsWith(memberKey(namespace, "")));
  }
}

function put(map: Map<string, Grade>, name: string, grade: Grade): void {
  if ((map.get(name) ?? 0) < grade) map.set(name, grade);
}

const isFrom = (exported: Exported, specifier: string): exported is Binding =>
  "specifier" in exported && exported.specifier === specifier;

/** Whether a summary tells what becomes of an import. */
export const knows = ({ bindings, exports, stars, loads }: Summary, specifier: string): boolean =>
  loads.some((load) => load.specifier === specifier) ||
  stars.includes(specifier) ||
  [...bindings.values(), ...exports.values()].some((each) => isFrom(each, specifier));

const hadImport = ({ opaque, bindings, exports }: Summary, { specifier, name }: Binding) =>
  opaque !== undefined ||
  [...bindings.values(), ...exports.values()].some(
    (each) => isFrom(each, specifier) && each.name === name,
  );

/** The export of another module that a name of the file is: `name`, or `namespace.name`. */
export function importedAs({ bindings }: Summary, key: string): Binding | undefined {
  for (const [local, { specifier, name }] of bindings) {
    if (name !== wholeModule && key === local) return { specifier, name };
    const start = memberKey(local, "");
    if (name === wholeModule && key.startsWith(start))
      return { specifier, name: key.slice(start.length) };
  }
  return undefined;
}
