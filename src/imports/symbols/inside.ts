import { differs, type Grade, type Grades, type Part, reshaped, type Summary } from "./types.ts";

/** What affected names of a file mean to the rest of it. */
export interface Inside {
  /** All affected names, declared or imported. */
  readonly names: Grades;
  /** Loading the file may do something else: then all of it counts, and all that import it. */
  readonly whole: boolean;
  /** Imported names to which, or to properties of which, affected code assigns. */
  readonly writes: ReadonlySet<string>;
}

/** Carries affected names of one file on to all that use them there. */
export class Uses {
  readonly #summary: Summary;
  readonly #users = new Map<string, [name: string, part: Part][]>();
  /** Names that statements use which do something when the file is loaded. */
  readonly #loaded: ReadonlySet<string>;

  constructor(summary: Summary) {
    this.#summary = summary;
    this.#loaded = new Set(summary.effects.flatMap(({ uses }) => [...uses]));
    for (const [name, part] of summary.names) {
      for (const used of part.uses) {
        const users = this.#users.get(used);
        if (users) users.push([name, part]);
        else this.#users.set(used, [[name, part]]);
      }
    }
  }

  /** `started` are the names that a change arrives at. */
  spread(started: Grades): Inside {
    const names = new Map<string, Grade>();
    const writes = new Set<string>();
    let whole = false;
    const queue: string[] = [];
    const reach = (name: string, grade: Grade) => {
      const known = names.get(name);
      if (known !== undefined && known >= grade) return;
      names.set(name, grade);
      queue.push(name);
    };
    for (const [name, grade] of started) reach(name, grade);
    for (const name of queue) {
      const grade = names.get(name) as Grade;
      if (this.#loaded.has(name)) whole = true;
      const own = this.#summary.names.get(name);
      for (const changed of own ? changedBy(own, this.#summary) : []) {
        if (this.#summary.names.has(changed)) reach(changed, differs);
        else writes.add(changed);
      }
      for (const [user, part] of this.#users.get(name) ?? []) {
        const eager = part.eager.has(name);
        if (eager && grade >= reshaped) whole = true;
        reach(user, eager ? passedOn(part, grade) : differs);
      }
    }
    return { names, whole, writes };
  }
}

/** Names whose value the code of a part may change: variables of which it calls a method as well. */
export function changedBy({ writes, calls }: Part, { names }: Summary): string[] {
  const variables = [...calls].filter((name) =>
    /^(?:const|let|var) /.test(names.get(name)?.shape ?? ""),
  );
  return [...writes, ...variables];
}

/** The grade of what is made of an affected value while the file is loaded. */
function passedOn({ shape }: Part, grade: Grade): Grade {
  if (shape.includes("expression")) return reshaped;
  return shape.includes("alias") ? grade : differs;
}
