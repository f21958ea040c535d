import { isPlainLine } from "../../terminal-width.ts";

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
/** Controls, what turns or hides text, halves of surrogate pairs, and what XML and JSON readers refuse. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu;

/** Text of a repository on one line, as anybody may print it: what could act on a reader is written out. */
export function plain(text: string): string {
  if (isPlainLine(text)) return text;
  return text.replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const short = `\\x${code.toString(16).padStart(2, "0")}`;
    return named[character] ?? (code < 0x100 ? short : `\\u{${code.toString(16)}}`);
  });
}

/** What is so and what to do about it, as two sentences. */
export function wholeMessage({ message, hint }: { message: string; hint?: string }): string {
  return hint === undefined ? plain(message) : `${plain(message)}. ${plain(hint)}`;
}
