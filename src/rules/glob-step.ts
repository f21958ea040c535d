/** Indexes into the characters of a path, in rising order. */
type Places = readonly number[];

/**
 * What the characters of a glob so far have come to. `places` are where the next character of the
 * path is looked for; `open` is what the next character of the glob still has a say in:
 *
 * - `segment`: a segment begins; `star` and `stars`: it begins with one or two stars
 * - `inside`: nothing; `escape`: a backslash stands before
 * - a bracket, see {@link Bracket}
 */
export type State =
  | { readonly open: "segment" | "star" | "stars" | "inside" | "escape"; readonly places: Places }
  | Bracket;

/**
 * Inside of `[...]`: `places` hold a character that is in none of the ranges so far, `hits` one that
 * is. `first`: nothing was read; `item`: a character or the end is next; `single`: `from` was read;
 * `range`: `from` and a dash were; both `escape` ones have a backslash before the next character.
 */
interface Bracket {
  readonly open: "first" | "item" | "itemEscape" | "single" | "range" | "rangeEscape";
  readonly places: Places;
  readonly hits: Places;
  readonly not: boolean;
  readonly from: string;
}

/** Reads one more character of a glob (Ruby: dir.c, fnmatch_helper). undefined: nothing can match. */
export function step(state: State, sign: string, path: readonly string[]): State | undefined {
  const next = "hits" in state ? inBracket(state, sign, path) : outside(state, sign, path);
  return next && (next.places.length > 0 || ("hits" in next && next.hits.length > 0))
    ? next
    : undefined;
}

/** Whether a path has come to its end where the glob has. */
export function end(state: State, path: readonly string[]): boolean {
  if ("hits" in state) return false;
  const { open, places } = state;
  if (open === "star" || open === "stars") return starred(places, path).at(-1) === path.length;
  // A backslash at the end of a glob stands for nothing.
  return places.at(-1) === path.length;
}

/** Alternatives joined: what has the same open is one state with the places of all. */
export function join(some: readonly State[], others: readonly State[]): readonly State[] {
  const joined = new Map<string, State>();
  for (const state of [...some, ...others]) {
    const bracket = "hits" in state;
    const key = bracket ? `${state.open} ${state.not} ${state.from}` : state.open;
    const same = joined.get(key);
    if (!same) joined.set(key, state);
    else {
      const places = union(same.places, state.places);
      const hits = bracket && "hits" in same ? { hits: union(same.hits, state.hits) } : {};
      joined.set(key, { ...same, places, ...hits } as State);
    }
  }
  return [...joined.values()];
}

const union = (some: Places, others: Places): Places =>
  [...new Set([...some, ...others])].sort((a, b) => a - b);

function outside(
  { open, places }: Exclude<State, Bracket>,
  sign: string,
  path: readonly string[],
): State {
  if (open === "escape") return literal(places, sign, path);
  if (open === "segment" && sign === "*") return { open: "star", places };
  if (open === "star" && sign === "*") return { open: "stars", places };
  if (open === "stars" && sign === "/") return { open: "segment", places: deeper(places, path) };
  const from = open === "star" || open === "stars" ? starred(places, path) : places;
  if (sign === "*") return { open: "inside", places: starred(from, path) };
  if (sign === "\\") return { open: "escape", places: from };
  if (sign === "?") return { open: "inside", places: past(from, path, ordinary) };
  if (sign === "[") {
    const judged = from.filter((place) => ordinary(path[place]));
    return { open: "first", places: judged, hits: [], not: false, from: "" };
  }
  return literal(from, sign, path);
}

const literal = (places: Places, sign: string, path: readonly string[]): State => ({
  open: sign === "/" ? "segment" : "inside",
  places: past(places, path, (each) => each === sign),
});

const ordinary = (each: string | undefined): boolean => each !== undefined && each !== "/";

/** The places behind those that hold a character of this kind. */
function past(
  places: Places,
  path: readonly string[],
  fits: (each: string | undefined) => boolean,
): Places {
  const made: number[] = [];
  for (const place of places) if (fits(path[place])) made.push(place + 1);
  return made;
}

/** The places, and all behind them in their segments. */
function starred(places: Places, path: readonly string[]): Places {
  const made: number[] = [];
  let last = -1;
  for (const place of places) {
    if (place <= last) continue;
    made.push(place);
    for (last = place; ordinary(path[last]); last++) made.push(last + 1);
  }
  return made;
}

/** Where a segment begins, from the first of the places on: all of them are such begins. */
function deeper([first]: Places, path: readonly string[]): Places {
  if (first === undefined) return [];
  const made = [first];
  for (let at = first; at < path.length; at++) if (path[at] === "/") made.push(at + 1);
  return made;
}

/** Ruby: dir.c, bracket. A slash is a character like others there, which no path meets. */
function inBracket(state: Bracket, sign: string, path: readonly string[]): State {
  const { open, from } = state;
  switch (open) {
    case "first":
      if (sign === "!" || sign === "^") return { ...state, open: "item", not: true };
      return item(state, sign);
    case "item":
      return item(state, sign);
    case "itemEscape":
      return { ...state, open: "single", from: sign };
    case "single":
      if (sign === "-") return { ...state, open: "range" };
      return item(judged(state, from, from, path), sign);
    case "range":
      if (sign === "\\") return { ...state, open: "rangeEscape" };
      if (sign !== "]") return { ...judged(state, from, sign, path), open: "item" };
      return item(judged(judged(state, from, from, path), "-", "-", path), sign);
    case "rangeEscape":
      return { ...judged(state, from, sign, path), open: "item" };
  }
}

/** A character of a bracket where no range is open: an item begins, or the bracket ends. */
function item(state: Bracket, sign: string): State {
  if (sign === "\\") return { ...state, open: "itemEscape", from: "" };
  if (sign !== "]") return { ...state, open: "single", from: sign };
  const fitting = state.not ? state.places : state.hits;
  return { open: "inside", places: fitting.map((place) => place + 1) };
}

/** The bracket with one more range; its ends are in it in whichever order they stand. */
function judged(state: Bracket, low: string, high: string, path: readonly string[]): Bracket {
  const [least, most] = [low.codePointAt(0)!, high.codePointAt(0)!];
  const fits = (place: number): boolean => {
    const each = path[place]!;
    const code = each.codePointAt(0)!;
    return each === low || each === high || (code >= least && code <= most);
  };
  return {
    ...state,
    from: "",
    places: state.places.filter((place) => !fits(place)),
    hits: union(state.hits, state.places.filter(fits)),
  };
}
