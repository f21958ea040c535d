import { showName } from "../terminal.ts";

/**
 * Characters that stand for themselves in a label. All others are written as entities: quotes and
 * `#` end or begin something in Mermaid, `%%{` is a directive, `\n` a line break, backticks,
 * asterisks and brackets are Markdown, which version 11 reads in every label, `$$` is mathematics,
 * and more than 30 `&` keep GitLab from drawing (render_sandboxed_mermaid.js).
 */
const safe = /^[\p{L}\p{N} :/.,()×…→-]$/u;

/** What means something although its characters are safe; without its first one it does not. */
const meant = [
  // Markdown: a list, an address.
  /^(?:-|\p{N}+[.)])/u,
  /www\.|:\//giu,
  // An icon; a line with a colour, of which Mermaid takes the last semicolon away.
  /fa[a-z]?:fa-|style|classDef/giu,
];

const entity = (character: string) => `#${character.codePointAt(0)};`;

/** A text as the label of a node, in quotes, of at most so many characters, entities not cut. */
export function label(text: string, most: number): string {
  const source = showName(text.trim());
  const starts = new Set(
    meant.flatMap((pattern) =>
      pattern.global
        ? [...source.matchAll(pattern)].map(({ index }) => index)
        : pattern.test(source)
          ? [0]
          : [],
    ),
  );
  let out = "";
  let at = 0;
  for (const character of source) {
    const next = safe.test(character) && !starts.has(at) ? character : entity(character);
    if (out.length + next.length > most - 3) return `"${out}…"`;
    out += next;
    at += character.length;
  }
  return `"${out === "" ? " " : out}"`;
}
