const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * Text from outside as it may be printed: control characters and characters that turn the direction
 * of text are escaped, bytes that were not UTF-8 (U+DC80..U+DCFF) stand as `\xNN`. `keep` stays.
 */
export function showText(text: string, keep = ""): string {
  return text.replace(unprintable, (character) => {
    if (keep.includes(character)) return character;
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) return byte(code - 0xdc00);
    return named[character] ?? (code < 0x100 ? byte(code) : `\\u{${code.toString(16)}}`);
  });
}

const byte = (code: number) => `\\x${code.toString(16).padStart(2, "0")}`;
