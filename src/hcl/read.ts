import { Expressions, identifier } from "./expressions.ts";
import { Scanner } from "./scanner.ts";
import type { HclAttribute, HclBlock, HclBody, HclExpression } from "./types.ts";

/**
 * Reads HCL's native syntax (hclsyntax/spec.md of hashicorp/hcl) without judging expressions: that
 * brackets, strings and blocks are closed is all that is asked of them. A fault is a UserError
 * MANIFEST_SYNTAX with line and column.
 */
export function parseHcl(text: string, path: string): HclBody {
  const from = new Scanner(text, path);
  return bodyOf(from, new Expressions(from));
}

/** A string of HCL's JSON syntax, whose `${...}` is a template. Throws as `parseHcl` does. */
export const parseHclTemplate = (text: string, path: string): HclExpression =>
  new Expressions(new Scanner(text, path)).lone();

/** Up to the end, or to the brace that closes a block begun at `opened`. */
function bodyOf(from: Scanner, expressions: Expressions, opened?: number): HclBody {
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  for (;;) {
    from.blank(true);
    const start = from.at;
    if (from.next === "") {
      if (opened === undefined) return { attributes, blocks };
      from.refuse("this block is never closed", opened);
    }
    if (opened !== undefined && from.take("}")) return { attributes, blocks };
    const name = labelOf(from, expressions) ?? from.unexpected();
    from.blank(false);
    if (from.take("=")) {
      attributes.push({ name, value: expressions.sequence(false) });
      if (!"}\n".includes(from.next)) from.unexpected();
    } else blocks.push(blockOf(from, expressions, name, start));
  }
}

function blockOf(from: Scanner, expressions: Expressions, type: string, start: number): HclBlock {
  const labels: string[] = [];
  for (;;) {
    const label = labelOf(from, expressions);
    if (label === undefined) break;
    labels.push(label);
    from.blank(false);
  }
  if (!from.take("{")) {
    from.refuse(`${JSON.stringify(type)} is followed by neither = nor a block`, start);
  }
  return { type, labels, body: from.nested(() => bodyOf(from, expressions, start)) };
}

/** An identifier or a string without templates. */
function labelOf(from: Scanner, expressions: Expressions): string | undefined {
  if (from.next !== '"') return from.match(identifier)?.[0];
  const start = from.at;
  const label = expressions.quoted();
  return label.kind === "literal" ? label.text : from.refuse("a name holds a template", start);
}
