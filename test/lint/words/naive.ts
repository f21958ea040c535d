/** A job of the property test: the keywords that `parallel` has to do with. */
export interface PlainJob {
  readonly script: string;
  readonly stage?: string;
  readonly parallel?: PlainParallel;
  readonly needs?: readonly PlainNeed[];
  readonly rules?: readonly { readonly if: string; readonly needs: readonly PlainNeed[] }[];
  readonly dependencies?: readonly string[];
}

export interface PlainMatrix {
  readonly matrix: readonly Readonly<Record<string, string | number | readonly string[]>>[];
}
export type PlainParallel = number | PlainMatrix;

export type PlainNeed =
  | string
  | { readonly job: string; readonly optional?: boolean; readonly parallel?: PlainMatrix };

type Cell = ReadonlyMap<string, string>;

interface Running {
  readonly name: string;
  readonly stage: number;
  readonly needs: readonly PlainNeed[];
  readonly lists: readonly (readonly PlainNeed[])[];
  readonly dependencies: readonly string[];
}

const stages = ["build", "test", "deploy"];
const expression = /\$\[\[\s*matrix\.([\w-]+)\s*\]\]/g;

/** Each job that `parallel` makes of one, written out: its name, and the cell of a matrix. */
function copies(name: string, parallel: PlainParallel | undefined): [name: string, cell: Cell][] {
  if (parallel === undefined) return [[name, new Map()]];
  if (typeof parallel === "number") {
    return Array.from({ length: parallel }, (_, n) => [`${name} ${n + 1}/${parallel}`, new Map()]);
  }
  const made: [string, Cell][] = [];
  for (const row of parallel.matrix) {
    let cells: (readonly [string, string])[][] = [[]];
    for (const [key, value] of Object.entries(row)) {
      cells = cells.flatMap((cell) =>
        [value].flat().map((one) => [...cell, [key, String(one)] as const]),
      );
    }
    for (const cell of cells) {
      made.push([`${name}: [${cell.map(([, value]) => value).join(", ")}]`, new Map(cell)]);
    }
  }
  return made;
}

/** Through JSON: no name of the test has anything in it that JSON would escape. */
const filled = <T>(value: T, cell: Cell): T =>
  JSON.parse(
    JSON.stringify(value).replaceAll(expression, (whole, key) => cell.get(key) ?? whole),
  ) as T;

const nameOf = (need: PlainNeed) => (typeof need === "string" ? need : need.job);
const isOptional = (need: PlainNeed) => typeof need !== "string" && need.optional === true;

function repeats(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
}

/** Ruby's TSort: what GitLab says of the first circle. */
function circleIn(needs: ReadonlyMap<string, readonly string[]>): string | undefined {
  const words = "The pipeline has circular dependencies:";
  const ids = new Map<string, number | undefined>();
  const stack: string[] = [];
  const told: string[] = [];
  const visit = (name: string): number => {
    const id = ids.size;
    let least = id;
    ids.set(name, id);
    const height = stack.push(name) - 1;
    const children = needs.get(name) ?? [];
    if (children.includes(name)) told.push(`${words} self-dependency: ${name}`);
    for (const child of children) {
      const other = ids.has(child) ? ids.get(child) : visit(child);
      least = Math.min(least, other ?? least);
    }
    if (least === id) {
      const component = stack.splice(height);
      for (const each of component) ids.set(each, undefined);
      const listed = component.map((each) => JSON.stringify(each)).join(", ");
      if (component.length > 1) told.push(`${words} topological sort failed: [${listed}]`);
    }
    return least;
  };
  for (const name of needs.keys()) if (!ids.has(name)) visit(name);
  return told[0];
}

/**
 * What GitLab says first of jobs whose entries are sound. Every job is written out with every need,
 * and looked at by itself, as GitLab does it (config/normalizer.rb, yaml_processor.rb).
 */
export function naiveVerdict(
  jobs: readonly (readonly [name: string, job: PlainJob])[],
  mostNeeds: number,
): string | undefined {
  const written = new Map(jobs);
  const expand = (need: PlainNeed): PlainNeed[] => {
    const parallel = written.get(nameOf(need))?.parallel;
    if (parallel === undefined) return [need];
    const own = typeof need === "string" ? undefined : need.parallel;
    const optional = isOptional(need);
    return copies(nameOf(need), own ?? parallel).map(([job]) => ({ job, optional }));
  };

  const unknown = new Set<string>();
  const running: Running[] = [];
  for (const [
    name,
    { stage = "test", parallel, needs = [], rules = [], dependencies = [] },
  ] of jobs) {
    for (const [copy, cell] of copies(name, parallel)) {
      if (cell.size > 0) {
        for (const [, key] of JSON.stringify(needs).matchAll(expression)) {
          if (cell.has(key!)) continue;
          unknown.add(`${name} job: '${key}' does not exist in matrix configuration`);
        }
      }
      const own = (cell.size > 0 ? filled(needs, cell) : needs).flatMap(expand);
      running.push({
        name: copy,
        stage: stages.indexOf(stage),
        needs: own,
        lists: [own, ...rules.map((rule) => rule.needs)],
        dependencies: dependencies.flatMap(expand).map(nameOf),
      });
    }
  }
  if (unknown.size > 0) return [...unknown].join(", ");

  const byName = new Map(running.map((job) => [job.name, job]));
  for (const { name, stage, lists, dependencies } of running) {
    const look = (kind: string, target: string, optional: boolean): string | undefined => {
      const other = byName.get(target);
      if (!other) return optional ? undefined : `${name} job: undefined ${kind}: ${target}`;
      if (other.stage <= stage) return undefined;
      return `${name} job: ${kind} ${target} is not defined in current or prior stages`;
    };
    for (const target of dependencies) {
      const wrong = look("dependency", target, false);
      if (wrong !== undefined) return wrong;
    }
    for (const list of lists) {
      for (const need of list) {
        const wrong = look("need", nameOf(need), isOptional(need));
        if (wrong !== undefined) return wrong;
      }
      const twice = repeats(list.map(nameOf));
      if (twice.length > 0) {
        return `${name} has the following needs duplicated: ${twice.join(", ")}.`;
      }
    }
  }
  const circle = circleIn(new Map(running.map(({ name, needs }) => [name, needs.map(nameOf)])));
  if (circle !== undefined) return circle;
  const big = running.find(({ needs }) => needs.length > mostNeeds);
  return (
    big &&
    `${big.name}: one job can only need ${mostNeeds} others, but you have listed ${big.needs.length}. See needs keyword documentation for more details`
  );
}
