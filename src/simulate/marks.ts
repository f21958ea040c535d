import type { Hash } from "../model/index.ts";
import { namesIn } from "./expand.ts";
import { unreadableExpressions } from "./expressions.ts";
import type { Prepared, Seed } from "./read.ts";
import { own, type Variable } from "./variables.ts";

/** What the jobs of a pipeline have in common, whatever the situation. Jobs are indexes of seeds. */
export interface Marks {
  /** GitLab's words for expressions that it cannot read. */
  readonly unreadable: readonly string[];
  /** The first job of each kind; those of one kind are decided alike. */
  readonly kinds: readonly number[];
  readonly kindOf: readonly number[];
  /** The same for circles of variables that refer to each other. */
  readonly circles: readonly number[];
  readonly circleOf: readonly number[];
  /** By name, and by the name that they are written under. */
  readonly named: ReadonlyMap<string, readonly number[]>;
  readonly written: ReadonlyMap<string, readonly number[]>;
}

const known = new WeakMap<Prepared, Marks>();

/** Looks at a pipeline, once for all situations. */
export function marksOf(prepared: Prepared): Marks {
  const made = known.get(prepared) ?? read(prepared);
  known.set(prepared, made);
  return made;
}

function read(prepared: Prepared): Marks {
  const { seeds } = prepared;
  const conditions = new Map<string, Asking>();
  const [kinds, kindOf] = sorted(seeds, (seed) => decisionOf(seed, conditions));
  const [circles, circleOf] = sorted(seeds, circle);
  return {
    unreadable: unreadableExpressions(prepared),
    ...{ kinds, kindOf, circles, circleOf },
    named: indexed(seeds, ({ name }) => name),
    written: indexed(seeds, ({ written }) => written),
  };
}

/** The first of each sort, and the sort of each. */
function sorted(seeds: readonly Seed[], keyOf: (seed: Seed) => string) {
  const places = new Map<string, number>();
  const firsts: number[] = [];
  const sorts = seeds.map((seed, index) => {
    const key = keyOf(seed);
    const place = places.get(key) ?? firsts.push(index) - 1;
    places.set(key, place);
    return place;
  });
  return [firsts, sorts] as const;
}

function indexed(seeds: readonly Seed[], keyOf: (seed: Seed) => string) {
  const places = new Map<string, number[]>();
  for (const [index, seed] of seeds.entries()) {
    const key = keyOf(seed);
    const list = places.get(key);
    if (list) list.push(index);
    else places.set(key, [index]);
  }
  return places;
}

/** What conditions ask for. */
interface Asking {
  /** All words in them: no variable counts that is not among these. */
  readonly words: ReadonlySet<string>;
  /** They see what no two jobs have in common. */
  readonly alone: boolean;
}

/** Variables that GitLab makes for each job anew. */
const ofEachJob = /^CI_(?:JOB|NODE|ENVIRONMENT)_/;

const isOpen = (text: string | undefined): boolean => text !== undefined && /[$%]/.test(text);
const isOpenData = (value: unknown): boolean =>
  value !== undefined && isOpen(JSON.stringify(value));

/**
 * The conditions with the variables of the job's own that they may ask for. An `if` sees values as
 * they are written; a glob with a variable sees them expanded, so that such a job stands for itself.
 */
function decisionOf(seed: Seed, conditions: Map<string, Asking>): string {
  const { name, rules, policies, when, allowFailure, inherit, variables } = seed;
  const text = rules ? JSON.stringify(rules) : policyText(policies);
  const asking = conditions.get(text) ?? askingOf(text, rules);
  conditions.set(text, asking);
  const asked = asking.alone ? name : variables.filter((each) => asking.words.has(each.name));
  const isRuled = rules !== undefined;
  return `${JSON.stringify([isRuled, when, allowFailure, inherit, asked])}${text}`;
}

const policyText = ({ only, except, byDefault }: Seed["policies"]): string =>
  JSON.stringify([[...(only ?? [])], [...(except ?? [])], byDefault]);

function askingOf(text: string, rules: readonly Hash[] | undefined): Asking {
  const words = new Set(isOpen(text) ? text.match(/[a-zA-Z_]\w*/g) : []);
  const hasOpenGlobs = (rules ?? []).some(
    (rule) => isOpenData(own(rule, "changes")) || isOpenData(own(rule, "exists")),
  );
  return { words, alone: hasOpenGlobs || [...words].some((word) => ofEachJob.test(word)) };
}

/** Which of the job's own variables there are, and what they refer to; what they hold matters to none. */
function circle({ name, stage, inherit, variables, environment }: Seed): string {
  // The name of an environment is made of their values.
  const isNamed = isOpenData(environment);
  const isPlain = !isNamed && !isOpen(name) && !isOpen(stage) && inherit === undefined;
  if (isPlain && !variables.some((each) => isOpen(each.value))) {
    return `${environment !== undefined} ${variables.map((each) => each.name).join(" ")}`;
  }
  const own = variables.map((each: Variable) => [
    each.name,
    isNamed && isOpen(each.value) ? each : namesIn(each),
  ]);
  const texts = [isOpen(name) && name, isOpen(stage) && stage, isNamed && environment];
  return JSON.stringify([inherit, own, environment !== undefined, texts]);
}
