/** Where a node stands: `column` (from 1) and `length` of the token that it is made of. */
export interface Place {
  readonly column: number;
  readonly length: number;
}

/** An expression of `rules:if` as GitLab reads it. Of an operator the place is its sign. */
export type Expression =
  | (Place & { readonly kind: "variable"; readonly name: string })
  | (Place & { readonly kind: "input"; readonly name: string })
  | (Place & { readonly kind: "string"; readonly value: string })
  | (Place & { readonly kind: "boolean"; readonly value: boolean })
  | (Place & { readonly kind: "null" })
  /** `text` is what stands there, `pattern` what RE2 is given: the flags in front, `\/` as `/`. */
  | (Place & { readonly kind: "pattern"; readonly text: string; readonly pattern: string })
  | (Place & { readonly kind: "not"; readonly operand: Expression })
  | (Place & {
      readonly kind: "operation";
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    });

export type Operator = Comparison | "&&" | "||";
export type Comparison = "==" | "!=" | "=~" | "!~";

/** Why GitLab refuses an expression. `column` counts from 1; at the end of the text it is one more. */
export interface Problem {
  readonly column: number;
  /** Half a sentence: what is wrong there, or what was expected. */
  readonly problem: string;
}

/** What a part of an expression comes to. Undefined variables are `null`. */
export type Value = string | number | boolean | null;
