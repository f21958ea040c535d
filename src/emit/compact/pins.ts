import { type Pipeline, Reference } from "../../model/index.ts";

/** What references read: it stays where it is written, so that what they see is plain. */
export interface Pins {
  /** Names of jobs that are read whole. */
  readonly whole: ReadonlySet<string>;
  /** By name of a job: its keywords that are read. */
  readonly keywords: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What the references of a pipeline read. */
export function pinsOf({ jobs, warnings: _, ...top }: Pipeline): Pins {
  const whole = new Set<string>();
  const keywords = new Map<string, Set<string>>();
  const read = ({ path: [name = "", key] }: Reference) => {
    if (key === undefined) whole.add(name);
    else keywords.set(name, (keywords.get(name) ?? new Set()).add(key));
  };
  eachReference(top, read);
  for (const { config } of jobs) eachReference(config, read);
  return { whole, keywords };
}

function eachReference(value: unknown, tell: (reference: Reference) => void): void {
  if (value instanceof Reference) tell(value);
  else if (Array.isArray(value)) for (const item of value) eachReference(item, tell);
  else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) eachReference(item, tell);
  }
}
