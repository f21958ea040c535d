/** `undefined`: nobody knows the variables. */
export type Variables = Readonly<Record<string, string>> | undefined;

const reference = /\$([a-zA-Z_]\w*)|\$\{([a-zA-Z_]\w*)\}|%([a-zA-Z_]\w*)%/g;

/**
 * A text with its variables put in as GitLab does in an include: one that is not there becomes
 * nothing (lib/expand_variables.rb, `expand`). `undefined`: it holds some, and nobody knows them.
 */
export function expandAll(text: string, variables: Variables): string | undefined {
  if (variables) return replace(text, (name) => given(variables, name) ?? "");
  return text.search(reference) < 0 ? text : undefined;
}

/** The same, but what is not there stays as it is (`expand_existing`). */
export const expandExisting = (text: string, variables: Variables): string =>
  replace(text, (name, whole) => given(variables ?? {}, name) ?? whole);

const given = (variables: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(variables, name) ? variables[name] : undefined;

const replace = (text: string, by: (name: string, whole: string) => string): string =>
  text.replace(reference, (whole: string, plain?: string, braced?: string, percent?: string) =>
    by(plain ?? braced ?? percent ?? "", whole),
  );
