import { globMatcher } from "./glob.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** Past this many paths times globs a rule matches, whatever they are (clause/changes.rb, exists.rb). */
export const mostComparisons = 50_000;

/**
 * A glob with its variables: `$NAME`, `${NAME}` and `%NAME%`. One that is not known stays as it
 * stands (lib/expand_variables.rb, expand_existing).
 */
export function expandGlob(glob: string, variables: Variables): string {
  return glob.replace(
    /\$([a-zA-Z_]\w*)|\$\{([a-zA-Z_]\w*)\}|%([a-zA-Z_]\w*)%/g,
    (whole: string, plain?: string, braced?: string, percent?: string) => {
      const name = plain ?? braced ?? percent ?? "";
      return (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? whole;
    },
  );
}

/**
 * Whether `rules:changes` matches: some changed path, some glob. `paths` are those of git, or
 * undefined where GitLab knows of no comparison (a tag, a schedule): then it matches.
 */
export function matchesChanges(
  globs: readonly string[],
  paths: readonly string[] | undefined,
  variables: Variables = {},
): boolean {
  if (!paths) return true;
  const expanded = new Set(globs.map((glob) => expandGlob(glob, variables)));
  return paths.length * expanded.size > mostComparisons || someMatch([...expanded], paths);
}

/**
 * Whether `rules:exists` matches in a repository with these files, which are in git's order (by
 * bytes). As GitLab 18.2 and later judge it: a name without wildcards is a whole path, or with a
 * slash at its end a directory; `**` + `/*.ext` is an ending; all else is a glob.
 */
export function matchesExists(
  globs: readonly string[],
  files: readonly string[],
  variables: Variables = {},
): boolean {
  const expanded = globs.map((glob) => expandGlob(glob, variables));
  const top = expanded.every((glob) => !glob.includes("/") && !glob.includes("**"));
  const paths = top ? files.filter((path) => !path.includes("/")) : files;
  const plain = expanded.filter(isPlain);
  const endings = expanded.flatMap((glob) => endingOf(glob) ?? []);
  const patterns = expanded.filter((glob) => !isPlain(glob) && endingOf(glob) === undefined);
  return (
    plain.some((name) => (name.endsWith("/") ? holds(paths, name) : paths.includes(name))) ||
    paths.some((path) => endings.some((ending) => path.endsWith(ending))) ||
    paths.length * patterns.length > mostComparisons ||
    someMatch(patterns, paths)
  );
}

const isPlain = (glob: string): boolean => !/[*?[{]/.test(glob);

/** `.ext` of a glob `**` + `/*.ext`. */
function endingOf(glob: string): string | undefined {
  const ending = glob.startsWith("**/*.") ? glob.slice("**/*".length) : "";
  return ending !== "" && !ending.includes("/") && isPlain(ending) ? ending : undefined;
}

/**
 * Whether GitLab finds a directory. It halves the list and, where the middle is no file of the
 * directory, goes on behind it: a directory that comes before the middle it does not find.
 */
function holds(paths: readonly string[], directory: string): boolean {
  let low = 0;
  const high = paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (paths[middle]!.startsWith(directory)) return true;
    low = middle + 1;
  }
  return false;
}

function someMatch(globs: readonly string[], paths: readonly string[]): boolean {
  const matchers = globs.map(globMatcher);
  return paths.some((path) => matchers.some((matches) => matches(path)));
}
