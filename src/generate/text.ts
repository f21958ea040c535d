/**
 * Characters that mean themselves in a shell word and in a plain YAML scalar alike. Text from the
 * repository that has others in it never stands in a script as it is.
 */
const plain = /^[\w./@][\w./@:+=%,-]*$/;

export const isPlain = (text: string): boolean => plain.test(text);

/** The text as one word of a POSIX shell, quoted where it has to be. */
export const shellQuote = (text: string): string =>
  isPlain(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const scripts = ["before_script", "script", "after_script"] as const;

/** A pattern that matches this path and holds nothing that a shell or GitLab would act on. */
export const harmlessPattern = (path: string): string =>
  path.replace(/^[^\w./@]|[^\w./@:+=%,-]/gu, "?");

/**
 * The first of `texts` that a script of this job holds unquoted though a shell would read more
 * than a word in it; with the key and the line where. `undefined` when there is none.
 */
export function unquotedText(
  config: unknown,
  texts: readonly string[],
): { text: string; key: string; index: number } | undefined {
  const risky = texts.filter((text) => !isPlain(text));
  if (risky.length === 0 || typeof config !== "object" || config === null) return undefined;
  for (const key of scripts) {
    const lines = [(config as Record<string, unknown>)[key]].flat(10);
    for (const [index, line] of lines.entries()) {
      if (typeof line !== "string") continue;
      const text = risky.find((each) => line.replaceAll(shellQuote(each), "").includes(each));
      if (text !== undefined) return { text, key, index };
    }
  }
  return undefined;
}

/** A value of a CI variable that arrives as it is: GitLab would expand a `$` in the short form. */
export const literalVariable = (value: string): string | { value: string; expand: false } =>
  value.includes("$") ? { value, expand: false } : value;
