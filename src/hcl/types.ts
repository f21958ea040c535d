/** What stands between the braces of a block, or in a whole file, in the order of the text. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

export interface HclAttribute {
  readonly name: string;
  readonly value: HclExpression;
}

/** `type "label" "label" { body }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/**
 * An expression as far as fanout looks into it. `other` is anything that is made of its `inner`
 * parts: arithmetic, conditions, `for`, numbers. `line` is where it begins (1 is the first).
 */
export type HclExpression = { readonly line: number | undefined } & (
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "template"; readonly parts: readonly HclExpression[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: HclExpression; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly HclExpression[] }
  | { readonly kind: "list"; readonly items: readonly HclExpression[] }
  | {
      readonly kind: "object";
      readonly entries: readonly (readonly [HclExpression, HclExpression])[];
    }
  | { readonly kind: "other"; readonly inner: readonly HclExpression[] }
);
