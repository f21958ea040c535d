/** As much of a comment as people read. */
const longest = 160;

/** Breaks a line, is invisible, turns the direction of text, or is no character at all. */
const unsafe =
  /[\p{Cc}\p{Surrogate}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;
const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * One comment line, without its line break. The text may come from the repository (paths, branch
 * names): whatever it holds stays on this line; what is long is cut.
 */
export function comment(text: string): string {
  const safe = text.replace(unsafe, (char) => short[char] ?? escaped(char.charCodeAt(0)));
  if (safe.length <= longest) return `# ${safe}`.trimEnd();
  const cut = Array.from(safe.slice(0, longest)).slice(0, -1).join("");
  return `# ${cut}…`;
}

/** Bytes of a path that are not UTF-8 travel as U+DC80 to U+DCFF. */
function escaped(code: number): string {
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
