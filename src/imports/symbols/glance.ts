import { everyName } from "./types.ts";

/** The end of an import or re-export of a list, which begins a line. */
const list =
  /(?:^|\n)[ \t]*(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\{[^{}"'`;]*\}\s*from\s*$/;
/** How far back a list is looked for, in UTF-16 code units. */
const longest = 4000;

/**
 * Whether a text may take one of these names from a module, as seen without parsing it: it does
 * not where each mention of the module ends a list, `import { a, b } from "./x"`, and none of the
 * names stands anywhere in the text. In doubt it may.
 */
export function mayTake(
  text: string,
  specifier: string,
  names: ReadonlyMap<string, unknown>,
): boolean {
  // Names can be written with escapes.
  if (names.has("default") || names.has(everyName) || text.includes("\\u")) return true;
  for (const name of names.keys()) if (text.includes(name)) return true;
  let lists = 0;
  for (let at = text.indexOf(specifier); at >= 0; at = text.indexOf(specifier, at + 1)) {
    const quote = text[at - 1] ?? "";
    if (!/["'`]/.test(quote) || text[at + specifier.length] !== quote) continue;
    if (!list.test(text.slice(Math.max(0, at - longest), at - 1))) return true;
    lists++;
  }
  return lists === 0;
}
