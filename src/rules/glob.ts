import { end, join, type State, step } from "./glob-step.ts";

/**
 * Whether a glob of `rules:changes` or `rules:exists` matches a path, as GitLab asks Ruby:
 * `File.fnmatch?(glob, path, FNM_PATHNAME | FNM_DOTMATCH | FNM_EXTGLOB)`. So `**` goes through
 * directories only as `**` with a slash behind it, at the start of a segment; elsewhere it is `*`.
 * Braces are alternatives, `[a-z]`, `[!a]` and `[^a]` one character, `\` makes the next one ordinary.
 * Case matters, dots are nothing special, `!` and `@(a|b)` stand for themselves.
 */
export function matchGlob(glob: string, path: string): boolean {
  return globMatcher(glob)(path);
}

/**
 * {@link matchGlob} for many paths.
 *
 * This does not stand on minimatch. That one takes `docs/**` for all below, reads `..` and empty
 * segments as a file system does, knows `{1..3}` and `[[:alpha:]]`, keeps `{a}` as it is and finds
 * a bracket that is never closed as text; Ruby does none of this. And it multiplies out the braces
 * of a hostile glob. Here each character of a glob is read once: what is kept is the set of
 * places in the path that the glob so far can have come to, and what of it is still open. Where
 * braces close, the sets of the alternatives are joined, so time goes with their sum and not with
 * their product.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  // Ruby tries no alternative at all where a brace is never closed.
  if (!closesBraces(glob)) return () => false;
  const plain = /^[^*?[\\{]*/.exec(glob)![0];
  if (plain === glob) return (path) => path === glob;
  const rest = [...glob.slice(plain.length)];
  const ending = endingOf(glob);
  const begin = plain === "" || plain.endsWith("/") ? "segment" : "inside";
  return (path) =>
    path.startsWith(plain) &&
    path.endsWith(ending) &&
    matches(rest, { open: begin, places: [0] }, [...path.slice(plain.length)]);
}

/** What stands behind all that is special, and behind a slash, which may be one of two stars. */
function endingOf(glob: string): string {
  let from = glob.length;
  while (from > 0 && !"*?[]{},\\/".includes(glob[from - 1]!)) from--;
  return glob.slice(from);
}

/** Whether no brace stays open. One that closes none is an ordinary character. */
function closesBraces(glob: string): boolean {
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === "\\") at++;
    else if (glob[at] === "{") depth++;
    else if (glob[at] === "}" && depth > 0) depth--;
  }
  return depth === 0;
}

function matches(glob: readonly string[], begin: State, path: readonly string[]): boolean {
  /** Of each open brace the states before it, and those behind its alternatives so far. */
  const braces: { readonly before: readonly State[]; joined: readonly State[] }[] = [];
  let states: readonly State[] = [begin];
  let escaped = false;
  for (const sign of glob) {
    const brace = escaped ? undefined : braces.at(-1);
    if (!escaped && sign === "{") {
      braces.push({ before: states, joined: [] });
    } else if (brace && (sign === "," || sign === "}")) {
      brace.joined = join(brace.joined, states);
      states = sign === "," ? brace.before : braces.pop()!.joined;
    } else {
      states = states.flatMap((state) => step(state, sign, path) ?? []);
      if (states.length === 0 && braces.length === 0) return false;
    }
    escaped = !escaped && sign === "\\";
  }
  return states.some((state) => end(state, path));
}
