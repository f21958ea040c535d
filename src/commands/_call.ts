import {
  commonOptions,
  generateOptions,
  type OptionName,
  type OptionSpec,
  type Options,
  optionTable,
} from "../options.ts";

/** Options of `fanout generate`. */
const taken: readonly OptionName[] = [...generateOptions, ...commonOptions];

/** How an option is written: `-o`, `--output`; and whether a value follows. */
const spellings = new Map(
  taken.flatMap((name) => {
    const { flag }: OptionSpec = optionTable[name];
    const found = flag.match(/(?<![\w<])--?[a-z][a-z-]*/gi) ?? [];
    return found.map((written) => [written, name] as const);
  }),
);

/** What a shell would put something else for. */
const unknown = /\$[\w{(]|`/;

/** Options that say nothing of the pipeline. */
const beside: readonly OptionName[] = ["report", "html", "markdown", "annotations", "cacheDir"];

/**
 * The options of a call of `fanout generate`, from the words behind it; a text says why they cannot
 * be known.
 */
export function optionsOfCall(words: readonly string[]): Partial<Options> | string {
  const options: Record<string, unknown> = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const cut = word.startsWith("--") ? word.indexOf("=") : -1;
    const written = cut < 0 ? word : word.slice(0, cut);
    const name = spellings.get(written);
    if (name === undefined) {
      return unknown.test(word) ? `${word} is not known here` : `"${word}" is no option of it`;
    }
    const { type, flag }: OptionSpec = optionTable[name];
    if (type === "boolean") {
      options[name] = !written.startsWith("--no-");
      continue;
    }
    const isBare = cut < 0 && (words[at + 1] ?? "-").startsWith("-");
    if (isBare && flag.endsWith("]")) continue;
    const value = cut < 0 ? words[++at] : word.slice(cut + 1);
    if (value === undefined) return `"${word}" wants a value`;
    if (unknown.test(value) && !beside.includes(name))
      return `the value of ${written}, ${value}, is not known here`;
    const before = options[name];
    if (type === "list")
      options[name] = value
        .split(",")
        .map((item) => item.trim())
        .filter(Boolean);
    else if (type === "pairs") options[name] = [...(Array.isArray(before) ? before : []), value];
    else options[name] = value;
  }
  return options as Partial<Options>;
}
