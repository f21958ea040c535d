import type { AliasNode, TreeNode } from "./tree.ts";

/** Psych reads what has one of these tags as it stands, whatever it looks like. */
const text = /^(?:!(?:str|ruby\/string):?|tag:yaml\.org,2002:str)$/;
const number = /^(?:!|tag:yaml\.org,2002:)float$/;
const symbol = /^!ruby\/sym/;
/** Tags that Psych knows, or that change nothing. */
const known =
  /^(?:!|!(?:str|ruby\/string):?|!float|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;

export const isTextTag = (tag: string): boolean => text.test(tag);
export const isNumberTag = (tag: string): boolean => number.test(tag);
export const isSymbolTag = (tag: string): boolean => symbol.test(tag);
export const isKnownTag = (tag: string): boolean => known.test(tag) || symbol.test(tag);

/** A tag, and the class that it asks for: what stands in brackets, else the name beside it. */
type Row = readonly [tag: RegExp, otherwise?: string];

const ofHashes: readonly Row[] = [
  [/^!ruby\/struct:?(.*)$/, "Struct"],
  [/^!ruby\/object:?(.*)$/, "Object"],
  [/^!ruby\/exception:?(.*)$/, "Exception"],
  [/^!(?:str|ruby\/string):(.*)$/],
  [/^!ruby\/array:(.*)$/],
  [/^!(?:map|ruby\/hash|ruby\/hash-with-ivars):(.*)$/],
  [/^!ruby\/range$/, "Range"],
  [/^(?:!|tag:yaml\.org,2002:)set$/, "Psych::Set"],
];
const ofLists: readonly Row[] = [[/^!(?:seq|ruby\/array):(.*)$/]];
const ofTexts: readonly Row[] = [
  [/^!(?:str|ruby\/string):(.*)$/],
  [/^!ruby\/object:(BigDecimal|DateTime|Complex|Rational)$/],
  [/^!ruby\/regexp$/, "Regexp"],
  [/^!ruby\/range$/, "Range"],
];

/**
 * The class of Ruby that a tag asks for, where it asks for one: GitLab lets Psych load none but
 * Symbol (psych/visitors/to_ruby.rb, safe_load). A tag counts only on what it is made for.
 */
export function classOfTag(node: Exclude<TreeNode, AliasNode>): string | undefined {
  const { tag } = node;
  if (tag === undefined) return undefined;
  if (node.kind === "text" && /^!ruby\/(?:class|module)$/.test(tag)) return node.value || undefined;
  // The only object that Psych reads as what it is.
  if (tag === "!ruby/object:Hash") return undefined;
  const rows = node.kind === "hash" ? ofHashes : node.kind === "list" ? ofLists : ofTexts;
  for (const [pattern, otherwise] of rows) {
    const found = pattern.exec(tag);
    if (found) return found[1] || otherwise;
  }
  return undefined;
}
