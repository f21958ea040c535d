import { expect, test } from "vitest";
import { judge, mentions } from "../../../../src/lint/rules/facts/judge.ts";
import type { Known } from "../../../../src/lint/rules/facts/situations.ts";
import { evaluateExpression } from "../../../../src/rules/index.ts";
import fc from "../../../helpers/property.ts";

const variables: ReadonlyMap<string, Known> = new Map<string, Known>([
  ["SOURCE", { text: "push" }],
  ["NONE", { text: null }],
  ["BRANCH", { symbol: "feature" }],
  ["SAME", { symbol: "feature" }],
  ["DEFAULT", { symbol: "default" }],
  ["TAG", { symbol: "tag" }],
]);

test.each([
  ["$SOURCE", "yes"],
  ["$NONE", "no"],
  ["$BRANCH", "yes"],
  ["$OTHER", "maybe"],
  ["$SOURCE == 'push'", "yes"],
  ["$SOURCE != 'push'", "no"],
  ["$NONE == null", "yes"],
  ["$NONE == ''", "no"],
  ["$BRANCH == null", "no"],
  ["$BRANCH == ''", "no"],
  ["$BRANCH == 'main'", "maybe"],
  ["$BRANCH == $DEFAULT", "no"],
  ["$BRANCH == $SAME", "yes"],
  ["$BRANCH == $TAG", "maybe"],
  ["$BRANCH =~ /^feature/", "maybe"],
  ["!$NONE", "yes"],
  ["!$OTHER", "maybe"],
  ["$SOURCE == 'web' && $OTHER", "no"],
  ["$OTHER && $SOURCE == 'web'", "no"],
  ["$SOURCE == 'push' || $OTHER", "yes"],
  ["$OTHER || $SOURCE == 'push'", "maybe"],
  ["'' || $SOURCE", "maybe"],
  ["'' && $SOURCE", "maybe"],
  ["$SOURCE ==", "maybe"],
])("%s: %s", (text, verdict) => expect(judge(text, variables)).toBe(verdict));

test("a guess stands for what is unknown, and for its opposite", () => {
  const asked: string[] = [];
  const guess = (text: string) => {
    asked.push(text);
    return "yes" as const;
  };
  expect(judge("$X == 'a'", variables, guess)).toBe("yes");
  expect(judge("$X != 'a'", variables, guess)).toBe("no");
  expect(judge("$X == null", variables, guess)).toBe("no");
  expect(judge("$X", variables, guess)).toBe("yes");
  expect(new Set(asked).size).toBe(2);
});

const names = ["A", "B", "C"] as const;
const values = ["", " ", "x", "y", "main"] as const;
const operand = fc.oneof(
  fc.constantFrom(...names).map((name) => `$${name}`),
  fc.constantFrom(...values).map((value) => `"${value}"`),
  fc.constant("null"),
);
const expression = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    operand,
    fc.tuple(operand, fc.constantFrom("==", "!="), operand).map((parts) => parts.join(" ")),
    fc.tuple(operand, fc.constantFrom("=~ /ma/", "!~ /^x/")).map((parts) => parts.join(" ")),
    fc
      .tuple(tie("any"), fc.constantFrom("&&", "||"), tie("any"))
      .map(([a, by, b]) => `(${a}) ${by} (${b})`),
    tie("any").map((inner) => `!(${inner})`),
  ),
})).any;

/** What a variable is, and what is known of that. */
const known = fc
  .tuple(fc.constantFrom<string | null>(...values, null), fc.constantFrom("all", "some", "nothing"))
  .map(([value, how]): { value: string | null; known: Known | undefined } => {
    if (how === "nothing") return { value, known: undefined };
    const symbol = how === "some" && value !== null && value.trim() !== "";
    return { value, known: symbol ? { symbol: value } : { text: value } };
  });

test("what is sure is what GitLab makes of it", () => {
  fc.assert(
    fc.property(expression, fc.tuple(known, known, known), (text, given) => {
      const knowledge = new Map(
        given.flatMap((each, index) =>
          each.known ? [[names[index] ?? "", each.known] as const] : [],
        ),
      );
      const verdict = judge(text, knowledge);
      const real = Object.fromEntries(
        given.map(({ value }, index) => [names[index], value ?? undefined]),
      );
      const evaluated = evaluateExpression(text, real);
      if (verdict === "maybe" || !evaluated.valid) return;
      expect(`${text}: ${evaluated.truthful}`).toBe(`${text}: ${verdict === "yes"}`);
    }),
    { numRuns: 2000 },
  );
});

test("a variable is named as a whole", () => {
  expect(mentions("$CI_X == 1", "CI_X")).toBe(true);
  expect(mentions("$CI_X_Y == 1", "CI_X")).toBe(false);
});
