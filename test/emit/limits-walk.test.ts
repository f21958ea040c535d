import { describe, expect, test } from "vitest";
import { type Diagnostic, UserError } from "../../src/diagnostics/index.ts";
import { holdToLimits, type LimitRow } from "../../src/emit/limits.ts";
import {
  definePipeline,
  type LimitName,
  limitNames,
  limitsFor,
  readConfiguration,
} from "../../src/model/index.ts";
import { type Asked, type Document, type LimitCase, limitCases, unlimited } from "./limit-cases.ts";
import { measured, off } from "./measured.ts";

const isAsked = (made: Document | Asked): made is Asked => "measured" in made;

/** What is told of a use of `n` of one limit, all others off. */
function told(
  name: LimitName,
  { of, at }: LimitCase,
  n: number,
): { readonly row: LimitRow | undefined; readonly findings: readonly Diagnostic[] } {
  const { [name]: _, ...others } = off;
  const overrides = at === undefined ? others : { ...others, [name]: at };
  const made = of(n);
  const asked = isAsked(made) ? made : { measured: [measured(unlimited(made))] };
  const limits = limitsFor({ plan: "ultimate", overrides });
  try {
    const { limits: rows, diagnostics } = holdToLimits(
      asked.measured,
      asked.archives ?? [],
      limits,
      asked.changedPaths,
    );
    return { row: rows.find((row) => row.name === name), findings: diagnostics };
  } catch (error) {
    if (error instanceof UserError) return { row: undefined, findings: error.diagnostics };
    throw error;
  }
}

test("every limit has a case", () => {
  expect(Object.keys(limitCases).sort()).toEqual([...limitNames].sort());
});

const cases = Object.entries(limitCases) as [LimitName, LimitCase][];
const all = limitsFor({ plan: "ultimate" });

describe.each(cases)("%s", (name, one) => {
  const limit = one.at ?? all[name].value;

  test("all of it passes", () => {
    const { row, findings } = told(name, one, limit);
    expect(row).toMatchObject({ name, value: limit, limit, share: 1 });
    expect(findings.filter((each) => each.severity === "error")).toEqual([]);
  });

  test(all[name].kind === "soft" ? "one more warns" : "one more is refused", () => {
    const { findings } = told(name, one, limit + 1);
    const isSoft = all[name].kind === "soft";
    expect(findings).toMatchObject([
      isSoft
        ? { code: "LIMIT_SOFT", severity: "warning" }
        : { code: "LIMIT_OVER", severity: "error" },
    ]);
    const { message } = findings[0]!;
    expect(message).toContain(`GitLab's limit "${name}" is ${limit}`);
    expect(message).toContain(`has ${limit + 1}`);
    expect(message).toContain(all[name].failure);
  });
});

const early = cases.filter(([, { model }]) => model !== undefined);

describe.each(early)("%s, by the model", (name, { of, model }) => {
  const codes = (n: number): readonly string[] => {
    try {
      definePipeline(readConfiguration(of(n) as Document, "child.yml"));
      return [];
    } catch (error) {
      if (error instanceof UserError) return error.diagnostics.map(({ code }) => code);
      throw error;
    }
  };
  test("all of GitLab's own limit passes", () => expect(codes(all[name].value)).toEqual([]));
  test("one more is refused", () => expect(codes(all[name].value + 1)).toEqual([model]));
});
