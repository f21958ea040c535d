import type * as z from "zod/mini";
import type { Hash } from "./copy.ts";
import { anyJobKeywords, defaultKeywords, triggerKeywords, workflow } from "./keywords/index.ts";

type Schema = z.ZodMiniType;

/** What stands at the top of a path: a job of either kind, a trigger job, `default`, `workflow`. */
const tops = {
  job: anyJobKeywords,
  trigger: triggerKeywords,
  default: defaultKeywords,
  workflow,
} as const satisfies Record<string, Schema>;

export type KnownTop = keyof typeof tops;

interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly options?: readonly Schema[];
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly entries?: Hash;
  readonly values?: readonly unknown[];
}

const definition = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/** The forms that a value may have: what optional, union, list and record wrap. */
function forms(schema: Schema): readonly Definition[] {
  const own = definition(schema);
  if (own.type === "union") return (own.options ?? []).flatMap(forms);
  const inner = own.innerType ?? own.element ?? own.valueType;
  return inner ? forms(inner) : [own];
}

function formsAt(top: KnownTop, path: readonly string[]): readonly Definition[] {
  let at = forms(tops[top]);
  for (const key of path) {
    at = at.flatMap(({ shape }) => {
      const below = shape?.[key];
      return below ? forms(below) : [];
    });
  }
  return at;
}

/**
 * The keys that the model lets a hash have: `knownKeys("job", "artifacts", "reports")`. Lists and
 * hashes whose keys people choose are passed through to their members.
 */
export const knownKeys = (top: KnownTop, ...path: readonly string[]): readonly string[] => [
  ...new Set(formsAt(top, path).flatMap(({ shape }) => Object.keys(shape ?? {}))),
];

/** The words that a keyword may be, in the model's order: `knownChoices("job", "when")`. */
export const knownChoices = (top: KnownTop, ...path: readonly string[]): readonly string[] => [
  ...new Set(
    formsAt(top, path).flatMap(({ entries, values }) =>
      Object.values(entries ?? values ?? {}).map(String),
    ),
  ),
];
