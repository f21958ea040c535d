import { isHash, type Limits, member } from "../../model/index.ts";
import type { RefusalCode } from "../refusals/index.ts";
import type { Change, Path } from "../types.ts";
import { errorOf } from "./error-of.ts";
import { around, type Place, pathOf } from "./place.ts";
import { soundIn } from "./sound.ts";

export type { Change, Path } from "../types.ts";

/** One of GitLab's errors, and where in the configuration it belongs. */
export interface GitlabError {
  readonly code: RefusalCode;
  readonly message: string;
  readonly path: Path;
  /** What to do, where more can be said of it than the row of the code says. */
  readonly hint?: string;
  /** What may mend it: not before GitLab's own checks have passed the result. */
  readonly fixes?: readonly Change[];
}

/** What the checks need to know besides the value. */
export interface Scope {
  readonly limits: Limits;
  /** Keywords of the paid editions are known. */
  readonly paid: boolean;
  /** The version is at least this. */
  since(major: number, minor: number): boolean;
}

/** A fault of one value: GitLab's words for it, and the key below it that it is about. */
export interface Fault {
  readonly code: RefusalCode;
  readonly words: string;
  readonly key?: string;
  readonly hint?: string;
  /** As in `GitlabError`; their paths lead from the value that was tested. */
  readonly fixes?: readonly Change[];
}

export const fault = (
  code: RefusalCode,
  words: string,
  more: Omit<Fault, "code" | "words"> = {},
): Fault => ({ code, words, ...more });

/** Holds a value against one rule: GitLab's words where it is broken. */
export type Test = (value: unknown, scope: Scope) => Fault | readonly Fault[] | undefined;

/** One line of an entry's `validations`: an attribute, and the tests that it has to pass. */
export interface Check {
  /** `config` is the value itself, `base` says its words without a name; others are its keys. */
  readonly attribute: string;
  /** Reads the attribute; without it, the key of that name. */
  readonly of?: (config: unknown) => unknown;
  readonly tests: readonly Test[];
  /** Not held against the tests: nothing, or all that is blank. */
  readonly skip?: (value: unknown) => boolean;
  readonly when?: (config: unknown, name: string) => boolean;
  /** Tests the entry's key instead of its value. */
  readonly named?: (name: string, scope: Scope) => Fault | undefined;
}

/** A value below another one, which is an entry of its own. */
export interface Below {
  /** GitLab's key of it: the keyword, or `need` for each in `needs`. */
  readonly key: string | undefined;
  readonly at: Path;
  readonly value: unknown;
  readonly kind: KindOf;
}

/**
 * What GitLab checks of one kind of value (lib/gitlab/ci/config/entry/*.rb): first the value
 * itself; only when that is sound, the entries below; at last what needs both.
 */
export interface Kind {
  /** Said where the entry has no key: `root`, `caches`. */
  readonly name: string;
  /** Said instead of the whole place: `retry`. */
  readonly location?: string;
  /** It goes without its key: caches.rb throws it away. */
  readonly keyless?: boolean;
  readonly checks: readonly Check[];
  readonly below?: (config: unknown, scope: Scope) => readonly Below[];
  readonly composed?: (entry: Entry, scope: Scope) => readonly Fault[];
  /** The only error of a value of no known form, as GitLab writes it. */
  readonly unknown?: (location: string) => Fault;
}

/** A kind, or how to tell it from the value (GitLab: simplifiable.rb). */
export type KindOf = Kind | ((value: unknown) => Kind);

/** A value that was checked. */
export interface Entry {
  readonly key: string | undefined;
  readonly kind: Kind;
  readonly config: unknown;
  readonly own: readonly GitlabError[];
  /** The value itself is sound, so what is below was looked at. */
  readonly open: boolean;
  /** In GitLab's order. */
  readonly below: readonly Entry[];
  /** Neither it nor anything below has an error. */
  readonly sound: boolean;
}

/** GitLab: lib/gitlab/config/entry/node.rb, `location`. An empty key counts as none. */
function locationOf({ name, location, keyless }: Kind, place: Place): string {
  const { key } = place;
  return location ?? [...around(place), key?.trim() && !keyless ? key : name].join(":");
}

/** Rails' name of an attribute: `start_in` is "start in". */
const humanized = (attribute: string): string => attribute.replace(/_id$/, "").replaceAll("_", " ");

const faultsOf = (found: Fault | readonly Fault[] | undefined): readonly Fault[] =>
  found === undefined ? [] : [found].flat();

function attributeOf(check: Check, config: unknown): unknown {
  if (check.of) return check.of(config);
  if (check.attribute === "config" || check.attribute === "base") return config;
  return isHash(config) ? member(config, check.attribute) : undefined;
}

function checked(kind: Kind, config: unknown, place: Place, scope: Scope): GitlabError[] {
  const errors: GitlabError[] = [];
  const name = place.key ?? "";
  for (const check of kind.checks) {
    if (check.when && !check.when(config, name)) continue;
    const badName = check.named?.(name, scope);
    if (badName) {
      errors.push(said(kind, "base", badName, place));
      continue;
    }
    const value = attributeOf(check, config);
    if (check.skip?.(value)) continue;
    for (const test of check.tests) {
      const found = test(value, scope);
      if (found === undefined) continue;
      errors.push(...faultsOf(found).map((fault) => said(kind, check.attribute, fault, place)));
    }
  }
  return errors;
}

/** GitLab: lib/gitlab/config/entry/validator.rb writes all of it small. */
function said(kind: Kind, attribute: string, fault: Fault, place: Place): GitlabError {
  const named = attribute === "base" ? fault.words : `${humanized(attribute)} ${fault.words}`;
  const tested = /^(?:config|base)$/.test(attribute) ? [] : [attribute.replace(/^config_/, "")];
  const own = fault.key === undefined ? tested : [fault.key];
  const message = `${locationOf(kind, place)} ${named}`.toLowerCase();
  return errorOf(fault, message, pathOf(place), own, tested);
}

/** Checks a value and all that is below it. What many jobs share is checked once if it is sound. */
export function visit(of: KindOf, config: unknown, place: Place, scope: Scope): Entry {
  const isShared = typeof config === "object" && config !== null && place.inside?.inside;
  if (!isShared) return checkedEntry(of, config, place, scope);
  const known = soundIn<Entry>(scope);
  const before = known.find(config, of, place.key);
  if (before) return before;
  const entry = checkedEntry(of, config, place, scope);
  if (entry.sound) known.keep(config, of, entry);
  return entry;
}

const none: readonly never[] = [];

function checkedEntry(of: KindOf, config: unknown, place: Place, scope: Scope): Entry {
  const kind = typeof of === "function" ? of(config) : of;
  const { key } = place;
  if (kind.unknown) {
    const fault = kind.unknown(locationOf(kind, place));
    const own = [errorOf(fault, fault.words, pathOf(place))];
    return { key, kind, config, own, open: false, below: none, sound: false };
  }
  const own = checked(kind, config, place, scope);
  const open = own.length === 0;
  const belows = open ? (kind.below?.(config, scope) ?? none) : none;
  const inside = key?.trim() && !kind.keyless ? place : { ...place, keyless: true };
  const below = belows.map((each) =>
    visit(each.kind, each.value, { key: each.key, at: each.at, inside }, scope),
  );
  const sound = open && below.every((each) => each.sound);
  const entry = { key, kind, config, own, open, below, sound };
  const composed = kind.composed?.(entry, scope) ?? none;
  if (composed.length === 0) return entry;
  const more = composed.map((each) => said(kind, "base", each, place));
  return { ...entry, own: [...own, ...more], sound: false };
}

/** An entry's errors, its own before those below it. */
export const errorsOf = (entry: Entry): readonly GitlabError[] =>
  entry.sound ? none : [...entry.own, ...entry.below.flatMap(errorsOf)];

export const entryAt = (entry: Entry | undefined, key: string): Entry | undefined =>
  entry?.below.find((each) => each.key === key);

/** The entries of a hash with fixed keywords; a keyword without a value is none (factory.rb). */
export function nodes(...list: readonly (readonly [key: string, kind: KindOf])[]) {
  const slots = list.map(([key, kind]) => ({ key, kind, at: [key] }));
  return (config: unknown): readonly Below[] => {
    if (!isHash(config)) return none;
    const below: Below[] = [];
    for (const { key, kind, at } of slots) {
      const value = member(config, key);
      if (value !== undefined && value !== null) below.push({ key, at, value, kind });
    }
    return below;
  };
}

/** The entries of a list, flattened, or of one value alone (composable_array.rb). */
export const items = (key: string, kind: KindOf) => (config: unknown) =>
  Array.isArray(config) ? flat(config, [], key, kind) : [{ key, at: [], value: config, kind }];

function flat(list: readonly unknown[], at: Path, key: string, kind: KindOf): readonly Below[] {
  return list.flatMap((value, index): readonly Below[] => {
    if (Array.isArray(value)) return flat(value, [...at, index], key, kind);
    const nothing = value === undefined || value === null;
    return nothing ? [] : [{ key, at: [...at, index], value, kind }];
  });
}

/** The entries of a hash whose keys people choose (composable_hash.rb): no value is `{}`. */
export const members =
  (kindFor: (key: string, value: unknown) => KindOf) =>
  (config: unknown): readonly Below[] =>
    isHash(config)
      ? Object.keys(config).map((key) => {
          const value = config[key];
          const nothing = value === undefined || value === null || value === false;
          return { key, at: [key], value: nothing ? {} : value, kind: kindFor(key, value) };
        })
      : [];

/** A kind that is told from the value: the first that fits, else GitLab's words for none. */
export const oneOf =
  (
    unknown: (location: string, value: unknown) => Fault,
    ...kinds: readonly (readonly [fits: (value: unknown) => boolean, kind: KindOf])[]
  ) =>
  (value: unknown): Kind => {
    const found = kinds.find(([fits]) => fits(value))?.[1];
    if (!found) {
      const none = (location: string) => unknown(location, value);
      return { name: "unknown strategy", checks: [], unknown: none };
    }
    return typeof found === "function" ? found(value) : found;
  };
