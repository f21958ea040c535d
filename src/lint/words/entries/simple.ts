import { isRegex, isSoundRegex, longest, parseDuration } from "../../../model/index.ts";
import { type Check, fault, type Kind, type Test } from "../entry.ts";
import { asList, setTo } from "../meant.ts";
import { isString } from "../ruby.ts";
import * as t from "../validators.ts";

/** A kind of value with nothing below it. */
export const leaf = (name: string, ...checks: readonly Check[]): Kind => ({ name, checks });

const noDuration = fault("not-a-duration", "should be a duration");

const isDuration = (value: unknown): boolean =>
  isString(value) && parseDuration(value) !== undefined;

/** A duration, not longer than so many seconds: what is none says both. */
export const duration = (most: number): readonly Test[] => [
  (value) => (isDuration(value) ? undefined : noDuration),
  (value) =>
    isString(value) && (parseDuration(value) ?? Number.POSITIVE_INFINITY) <= most
      ? undefined
      : fault("duration-too-long", "should not exceed the limit"),
];

/** GitLab: lib/gitlab/ci/build/duration_parser.rb. */
export const expiry: Test = (value) =>
  value === "never" || isDuration(value) ? undefined : noDuration;

/** GitLab: lib/expand_variables.rb. */
const variable = /\$\w|\$\{|%\w+%/;

/** The same, or what a variable will hold. */
export const openExpiry: Test = (value, scope) =>
  isString(value) && variable.test(value) ? undefined : expiry(value, scope);

/** entry/commands.rb */
export const commands = leaf(
  "commands",
  t.config((value, { limits }) =>
    isString(value) || (Array.isArray(value) && t.nested(value, limits.nesting.value, isString))
      ? undefined
      : fault(
          "script-form",
          `should be a string or a nested array of strings up to ${limits.nesting.value} levels deep`,
        ),
  ),
);

/** entry/stages.rb */
export const stages = leaf(
  "stages",
  t.config((value, { limits }) =>
    Array.isArray(value) && t.nested(value, limits.nesting.value, isString)
      ? undefined
      : fault(
          "stages-form",
          `should be an array of strings or a nested array of strings up to ${limits.nesting.value} levels deep`,
          setTo(asList(value)),
        ),
  ),
);

/** lib/gitlab/config/entry/boolean.rb */
export const boolean = leaf("boolean", t.config(t.flag));
/** lib/gitlab/config/entry/array_of_strings.rb */
export const arrayOfStrings = leaf("array of strings", t.config(t.strings));
/** entry/paths.rb */
export const paths = leaf("paths", t.config(t.strings));
/** entry/stage.rb */
export const stage = leaf("stage", t.config(t.text));
/** entry/publish.rb */
export const publish = leaf("publish", t.config(t.text));
/** entry/timeout.rb */
export const timeout = leaf("timeout", t.config(...duration(longest.timeout)));

/** entry/coverage.rb */
export const coverage = leaf(
  "coverage",
  t.config((value) =>
    isString(value) && isRegex(value) && isSoundRegex(value)
      ? undefined
      : fault("coverage-pattern", "must be a regular expression with re2 syntax"),
  ),
);

/** entry/tags.rb */
export const tags = leaf(
  "tags",
  t.config(t.strings, (value, { limits }) => {
    if (!Array.isArray(value)) return undefined;
    const named = value.filter(isString).map((tag) => tag.trim());
    const count = new Set(named.filter((tag) => tag !== "")).size;
    const limit = limits.tags.value;
    return count > limit
      ? fault("tags-too-many", `must be less than the limit of ${limit + 1} tags`)
      : undefined;
  }),
);

/** entry/id_token.rb */
export const idToken = leaf(
  "id token",
  t.config(t.required("aud"), t.allowed(["aud"])),
  t.key("aud", t.stringOrStrings),
);

/** entry/allow_failure.rb */
export const allowFailure = leaf(
  "allow failure",
  t.config(t.hashOrFlag, t.allowed(["exit_codes"])),
  t.given("exit_codes", t.integers),
);

/** entry/pages.rb */
export const pages = leaf(
  "pages",
  t.config(t.hashOrFlag, t.allowed(["path_prefix", "expire_in", "publish"])),
  t.given("path_prefix", t.text),
  t.given("expire_in", openExpiry),
  t.given("publish", t.text),
);
