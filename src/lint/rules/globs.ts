import { didYouMean } from "../../diagnostics/index.ts";
import { globMatcher, mostComparisons } from "../../rules/index.ts";
import type { Found, Linted, Rule } from "../types.ts";
import { directoriesOf, type GlobList, globLists, plainDirectory } from "./facts/globs.ts";
import { type At, hasVariable, valueAt } from "./facts/read.ts";

const rules: readonly Rule[] = [
  {
    code: "glob-one-level",
    severity: "warning",
    docs: `In \`changes\` and \`exists\` \`docs/**\` means the same as \`docs/*\`: the files directly in \`docs\`, and none in directories
below. A change further down does not start the job. \`docs/**/*\` means all files below.`,
    check: (linted) => eachGlob(linted, oneLevel),
  },
  {
    code: "glob-never-matches",
    severity: "warning",
    docs: `Paths in \`changes\` and \`exists\` are compared as git writes them: without \`./\` or \`/\` in front, without a slash at the end,
and a directory is not the files in it. There is no negation: \`!a\` is a file whose name begins with \`!\`. Such a pattern never
matches, and the rule does nothing.`,
    check: (linted) => eachGlob(linted, never),
  },
  {
    code: "glob-no-file",
    severity: "warning",
    docs: `A pattern of \`changes\` leads into a directory that the repository does not have, mostly because it was renamed or is
misspelt. No change can match it, so the job stays out. Only tracked files count.`,
    check: (linted) => eachGlob(linted, nowhere),
  },
  {
    code: "glob-count",
    severity: "error",
    docs: `GitLab takes 50 patterns in one \`changes\` or \`exists\` and refuses the configuration with more. Join some with braces
(\`{a,b}/**/*\`) or name a directory further up.`,
    check: (linted) =>
      globLists(linted).flatMap(({ kind, globs, path }) => {
        const limit = linted.limits.rulePaths.value;
        if (globs.length <= limit) return [];
        const message = `\`${kind}\` has ${globs.length} patterns; GitLab allows ${limit}`;
        return [{ path, message, hint: "Join some with braces: `{a,b}/**/*`" }];
      }),
  },
  {
    code: "glob-comparisons",
    severity: "warning",
    docs: `GitLab compares files with patterns 50,000 times at most. With more, the rule counts as matched whatever there is: in a
large repository \`exists\` with several patterns is always true. Names without wildcards and \`**/*.ext\` are looked up and do not
count.`,
    check: comparisons,
  },
];

type Judge = (glob: At<string>, list: GlobList, linted: Linted) => Omit<Found, "path"> | undefined;

const eachGlob = (linted: Linted, judge: Judge): readonly Found[] =>
  globLists(linted).flatMap((list) =>
    list.globs.flatMap((glob) => {
      const told = judge(glob, list, linted);
      return told ? [{ path: glob.path, ...told }] : [];
    }),
  );

/** The fix that writes a better pattern in the place of this one. */
const better = (linted: Linted, { path, value }: At<string>, set: string) =>
  valueAt(linted.document, path) === value ? [{ path, set }] : [];

const oneLevel: Judge = (glob, { globs, elsewhere }, linted) => {
  const { value } = glob;
  if (!/(?:^|\/)\*\*$/.test(value)) return undefined;
  const deep = `${value}/*`;
  if (globs.some((each) => each.value === deep)) return undefined;
  const { paths } = linted.repository;
  if (paths && !elsewhere && !hasVariable(value)) {
    const [flat, all] = [globMatcher(value), globMatcher(deep)];
    if (!paths.some((path) => all(path) && !flat(path))) return undefined;
  }
  return {
    message: `"${value}" matches files of one directory and none further down`,
    hint: `Write "${deep}" for all files below`,
    fixes: better(linted, glob, deep),
  };
};

const never: Judge = (glob, { kind, elsewhere }, linted) => {
  const { value } = glob;
  const tell = (message: string, set?: string) => ({
    message: `"${value}" ${message}`,
    ...(set === undefined
      ? { hint: "Leave it out, and put a rule with `when: never` before instead" }
      : { hint: `Write "${set}"`, fixes: better(linted, glob, set) }),
  });
  const paths = elsewhere ? undefined : linted.repository.paths;
  const plain = value.replace(/^(?:\.?\/)+/, "");
  if (/^\.?\//.test(value)) {
    return plain === "" || plain.endsWith("/")
      ? undefined
      : tell("never matches: paths begin with a name", plain);
  }
  if (value.startsWith("!")) {
    const match = globMatcher(value);
    if (paths?.some((path) => path.startsWith("!") && match(path))) return undefined;
    return tell("never matches: there is no negation, and no file is called that");
  }
  if (kind === "exists" || value === "") return undefined;
  if (value.endsWith("/")) return tell("never matches: no file ends in a slash", `${value}**/*`);
  const directory = paths && !/[*?[{\\$%]/.test(value) && directoriesOf(paths).has(value);
  return directory ? tell("is a directory, and matches no file in it", `${value}/**/*`) : undefined;
};

const nowhere: Judge = ({ value }, { kind, elsewhere, globs }, { repository: { paths } }) => {
  const directory = plainDirectory(value);
  if (!paths?.length || kind === "exists" || elsewhere || hasVariable(value)) return undefined;
  if (/^[./!]/.test(value) && !/^\.\w/.test(value)) return undefined;
  if (directory === "" || value.endsWith("/")) return undefined;
  const directories = directoriesOf(paths);
  if (directories.has(directory) || globs.length === 0) return undefined;
  const near = didYouMean(directory, directories);
  return {
    message: `"${value}" matches nothing: the repository has no files in "${directory}"`,
    hint: near || "Name a directory that git tracks, or leave the pattern out",
  };
};

/** Patterns of `exists` that GitLab compares with each file (see `matchesExists` in rules/). */
function comparisons(linted: Linted): readonly Found[] {
  const files = linted.repository.paths;
  if (!files) return [];
  return globLists(linted).flatMap(({ kind, globs, path, elsewhere }) => {
    if (kind !== "exists" || elsewhere || globs.some(({ value }) => hasVariable(value))) return [];
    const top = globs.every(({ value }) => !value.includes("/") && !value.includes("**"));
    const compared = top ? files.filter((file) => !file.includes("/")) : files;
    const patterns = globs.filter(({ value }) => /[*?[{]/.test(value) && !isEnding(value));
    if (compared.length * patterns.length <= mostComparisons) return [];
    const message = `${patterns.length} patterns for ${compared.length} files are more than 50,000 comparisons, so this always holds`;
    return [{ path, message, hint: "Use fewer patterns, names without wildcards, or `**/*.ext`" }];
  });
}

const isEnding = (glob: string): boolean => /^\*\*\/\*\.[^*?[{/]+$/.test(glob);

export default rules;
