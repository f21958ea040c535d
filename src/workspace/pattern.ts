import { Minimatch, type MinimatchOptions, minimatch } from "minimatch";

/** How a pattern is read where the common way does not fit. */
export interface PatternOptions {
  /** `+(a|b)` and its kin are wildcards. Off: they stand for themselves, as GitLab reads them. */
  readonly extglob?: boolean;
  /** A pattern without wildcards also stands for everything below it. On unless told otherwise. */
  readonly below?: boolean;
}

/**
 * One branch of a pattern once its braces are expanded. `prefix` is the directory that every
 * match lies in (`""` is the repository), `by` says how an index may find it from there:
 * `tree` matches all below the prefix, `exact` the path `prefix` alone; the others must still
 * be asked with `test`, but only for paths with that base name or that extension.
 */
export interface Branch {
  readonly prefix: string;
  readonly by: "tree" | "exact" | "name" | "extension" | "any";
  /** The base name or the extension (`.md`) for `name` and `extension`. */
  readonly key: string;
  test(path: string): boolean;
}

/** A pattern of the configuration or of a manifest, ready to be asked. */
export interface Pattern {
  /** As it was written, without the `!`. */
  readonly source: string;
  readonly negated: boolean;
  readonly branches: readonly Branch[];
  test(path: string): boolean;
}

/** More branches than any pattern written by hand; minimatch itself would cut the list short. */
const mostBranches = 1000;
const longest = 10_000;

/**
 * Reads one pattern, or says in half a sentence what is wrong with it.
 * Paths are those of git: relative to the repository, case matters, dots are nothing special.
 * `!` first takes away; `dir/`, `dir/**` and a plain `dir` are all below `dir`; a leading `./`
 * or `/` is dropped; braces are alternatives; `\` makes the next character ordinary.
 */
export function parsePattern(text: string, options: PatternOptions = {}): Pattern | string {
  const negated = text.startsWith("!");
  const source = negated ? text.slice(1) : text;
  if (source === "") return negated ? "has nothing behind its !" : "is empty";
  if (source.length > longest) return `is longer than ${longest} characters`;
  const texts = minimatch.braceExpand(source, { braceExpandMax: mostBranches + 1 });
  if (texts.length > mostBranches) return `has more than ${mostBranches} alternatives`;
  const branches: Branch[] = [];
  for (const branch of new Set(texts)) {
    const segments = branch.split("/").filter((segment) => segment !== "" && segment !== ".");
    if (segments.includes("..")) return "leads out of the repository";
    if (segments.length === 0 || branch.endsWith("/")) segments.push("**");
    branches.push(...branchesOf(segments, options));
  }
  const test = (path: string) => branches.some((branch) => branch.test(path));
  return { source, negated, branches, test };
}

/** The pattern that matches this path, and what is below it, whatever characters it holds. */
export const literal = (path: string): string =>
  path.replace(/[\\*?[\]{}()]/g, "\\$&").replace(/^!/, "\\!");

/** The pattern of all that lies below a directory; `.` is the repository. */
export const allBelow = (root: string): string => (root === "." ? "**" : `${literal(root)}/**`);

const wildcard = /(?<!\\)(?:\\\\)*[*?[]/;
const wildcardOrExtglob = /(?<!\\)(?:\\\\)*(?:[*?[]|[+@!]\()/;
const unescaped = (segment: string) => segment.replace(/\\(.)/gs, "$1");

function branchesOf(segments: readonly string[], options: PatternOptions): Branch[] {
  const magic = options.extglob ? wildcardOrExtglob : wildcard;
  const wild = segments.findIndex((segment) => magic.test(segment));
  const prefix = segments.slice(0, wild < 0 ? undefined : wild).map(unescaped);
  const path = prefix.join("/");
  if (wild < 0) {
    const exact: Branch = { prefix: path, by: "exact", key: "", test: (other) => other === path };
    return options.below === false ? [exact] : [exact, tree(path)];
  }
  const rest = segments.slice(wild).filter((s, index, all) => s !== "**" || all[index - 1] !== s);
  return [
    commonForm(path, rest, (segment) => (magic.test(segment) ? undefined : unescaped(segment))) ??
      anyForm(path, segments, magic, options),
  ];
}

const tree = (prefix: string): Branch => {
  const start = prefix === "" ? "" : `${prefix}/`;
  return { prefix, by: "tree", key: "", test: (path) => path.startsWith(start) };
};

/** The forms that nearly every pattern has, answered without minimatch. */
function commonForm(
  prefix: string,
  rest: readonly string[],
  plain: (segment: string) => string | undefined,
): Branch | undefined {
  const start = prefix === "" ? "" : `${prefix}/`;
  const deep = rest[0] === "**";
  const tail = deep ? rest.slice(1) : rest;
  const last = tail.at(-1);
  if (last === undefined || (deep && tail.length === 1 && last === "*")) return tree(prefix);

  const starred = tail.length === 1 && last.startsWith("*") && !last.startsWith("*(");
  const suffix = starred ? plain(last.slice(1)) : undefined;
  if (suffix !== undefined) {
    // `*.ts`, `**/*.ts`, and `*` for one level.
    const test = (path: string) =>
      path.startsWith(start) &&
      path.endsWith(suffix) &&
      (deep || path.indexOf("/", start.length) < 0);
    const dot = suffix.lastIndexOf(".");
    if (dot < 0) return { prefix, by: "any", key: "", test };
    return { prefix, by: "extension", key: suffix.slice(dot), test };
  }
  if (!deep) return steps(prefix, start, tail, plain);

  const inner = last === "**" ? tail.slice(0, -1) : tail;
  const names = inner.map(plain);
  if (names.length === 0 || names.includes(undefined)) return undefined;
  const wanted = `/${names.join("/")}`;
  // A slash before the first name: the one at the end of `start`, or the one that is not written.
  const rooted = (path: string) => `/${path}`;
  if (last === "**") {
    const test = (path: string) =>
      path.startsWith(start) && rooted(path).includes(`${wanted}/`, start.length);
    return { prefix, by: "any", key: "", test };
  }
  const test = (path: string) =>
    path.startsWith(start) &&
    path.length - start.length + 1 >= wanted.length &&
    rooted(path).endsWith(wanted);
  return { prefix, by: "name", key: names.at(-1)!, test };
}

/** `packages/*\/package.json`, `apps/*\/src/**`: whole names and stars, one level each. */
function steps(
  prefix: string,
  start: string,
  tail: readonly string[],
  plain: (segment: string) => string | undefined,
): Branch | undefined {
  const open = tail.at(-1) === "**";
  const wanted = (open ? tail.slice(0, -1) : tail).map((each) =>
    each === "*" ? "*" : plain(each),
  );
  const star = tail.map((each) => each === "*");
  if (wanted.includes(undefined)) return undefined;
  const test = (path: string) => {
    if (!path.startsWith(start)) return false;
    const names = path.slice(start.length).split("/");
    if (open ? names.length <= wanted.length : names.length !== wanted.length) return false;
    return wanted.every((name, index) =>
      star[index] ? names[index] !== "" : names[index] === name,
    );
  };
  const last = wanted.at(-1)!;
  if (open || star.at(-1)) return { prefix, by: "any", key: "", test };
  return { prefix, by: "name", key: last, test };
}

const minimatchOptions: MinimatchOptions = {
  dot: true,
  nobrace: true,
  nocomment: true,
  nonegate: true,
  platform: "linux",
};

/** Everything else: compiled by minimatch when it is first asked. */
function anyForm(
  prefix: string,
  segments: readonly string[],
  magic: RegExp,
  options: PatternOptions,
): Branch {
  let compiled: Minimatch | undefined;
  const test = (path: string) => {
    compiled ??= new Minimatch(segments.join("/"), {
      ...minimatchOptions,
      noext: !options.extglob,
    });
    return compiled.match(path);
  };
  const last = segments.at(-1)!;
  if (!magic.test(last)) return { prefix, by: "name", key: unescaped(last), test };
  const extension = /^\*(\.[^\\*?[\](){}.]+)$/.exec(last)?.[1];
  if (extension) return { prefix, by: "extension", key: extension, test };
  return { prefix, by: "any", key: "", test };
}
