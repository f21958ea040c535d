import { Composer, type Document, Lexer, LineCounter, Parser, parseAllDocuments } from "yaml";

const options = {
  schema: "failsafe",
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
  /** Else `!!binary`, `!!set` and the like would come as something other than text, hash or list. */
  resolveKnownTags: false,
} as const;

/** The documents of a text as trees of nodes: every scalar is a string, as it was written. */
export function compose(text: string, lineCounter = new LineCounter()): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, { ...options, lineCounter });
  return Array.isArray(documents) ? documents : [];
}

/** The first two documents; what comes behind them is not looked at. */
export function composeTwo(text: string): readonly Document.Parsed[] {
  const found: Document.Parsed[] = [];
  const composer = new Composer(options);
  for (const document of composer.compose(new Parser().parse(text), false, text.length)) {
    found.push(document);
    if (found.length === 2) break;
  }
  return found;
}

/** Where a text cannot be what GitLab takes, and why: see {@link hopelessAt}. */
export interface Hopeless {
  readonly kind: "big" | "syntax";
  readonly text: string;
  readonly offset: number;
}

/** The library takes the square of their number in time, and no text means it. */
const mostMarks = 100;

/**
 * Looks over the tokens of a text for what takes long to compose, and is refused for certain:
 * brackets deeper than `depth`, more items of lists than fit into `bytes`, 8 each, and endless marks
 * on one line, such as `- - -` or `&a &a`.
 */
export function hopelessAt(
  text: string,
  { bytes, depth }: { readonly bytes: number; readonly depth: number },
): Hopeless | undefined {
  let offset = 0;
  let brackets = 0;
  let items = 0;
  let marks = 0;
  let properties = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") brackets++;
    else if (token === "]" || token === "}") brackets = Math.max(0, brackets - 1);
    else if (token === "-") items++;
    const isMark = token === "-" || token === "?" || token === ":";
    if (token.includes("\n") || token === ",") marks = 0;
    else if (isMark) marks++;
    if (/^[&!]/.test(token)) properties++;
    else if (token.trim() !== "") properties = 0;
    const isBig = brackets > depth || items * 8 > bytes || marks > Math.max(depth, mostMarks);
    if (isBig) return { kind: "big", text: "", offset };
    if (properties > mostMarks) {
      return { kind: "syntax", text: "a value has one anchor and one tag at most", offset };
    }
    if (!hidden.has(token)) offset += token.length;
  }
  return undefined;
}

/** Tokens that stand for no character: the start of a document, of a scalar, the end of brackets. */
const hidden: ReadonlySet<string> = new Set(["\u0002", "\u0018", "\u001f"]);
