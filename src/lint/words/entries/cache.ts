import { isHash, knownChoices, knownKeys } from "../../../model/index.ts";
import { fault, items, type Kind, nodes, oneOf, type Test } from "../entry.ts";
import { isList, isString } from "../ruby.ts";
import * as t from "../validators.ts";
import { arrayOfStrings, boolean, leaf, paths } from "./simple.ts";

/** config/entry/validators.rb, KeyValidator */
const keyText: Test = (value) => {
  if (!isString(value)) return fault("not-a-string", "should be a string or symbol");
  const path = value.replaceAll(/%2f/gi, "/").replaceAll(/%2e/gi, ".");
  if (path.includes("/")) {
    return fault("cache-key-characters", 'cannot contain the "/" character');
  }
  return path === "." || path === ".."
    ? fault("cache-key-characters", 'cannot be "." or ".."')
    : undefined;
};

/** entry/files.rb */
const files = leaf(
  "files",
  t.config(
    t.strings,
    t.atLeast(1, "cache-key-files-count", "requires at least 1 item"),
    t.atMost(2, "cache-key-files-count", (count) => `has too many items (maximum is ${count})`),
  ),
);

/** entry/key.rb */
const simpleKey = leaf("simple key", t.config(keyText));
const complexKey: Kind = {
  name: "complex key",
  checks: [
    t.config(
      t.hash,
      t.allowed(knownKeys("job", "cache", "key")),
      t.oneOfKeys("cache-key-files", "files", "files_commits"),
    ),
  ],
  below: nodes(
    ["files", files],
    ["files_commits", files],
    ["prefix", leaf("prefix", t.config(keyText))],
  ),
};

const cacheKey = oneOf(
  (location) => fault("cache-key-form", `${location} should be a hash, a string or a symbol`),
  [isString, simpleKey],
  [isHash, complexKey],
);

/** A dollar sign is enough: what GitLab asks for behind it may be missing. */
const policies = /push|pull|\$/;

/** entry/cache.rb; that it is a hash is checked twice. */
const cache: Kind = {
  name: "cache",
  checks: [
    t.config(t.hash, t.hash, t.allowed(knownKeys("job", "cache"))),
    t.filled(
      "policy",
      t.text,
      t.matching(policies, "cache-policy", "should be a variable or one of: pull-push, push, pull"),
    ),
    t.given("when", t.text, t.choice(knownChoices("job", "cache", "when"))),
    t.given(
      "fallback_keys",
      t.atMost(
        5,
        "cache-fallback-keys-too-many",
        (count) => `has to many entries (maximum ${count})`,
      ),
    ),
  ],
  below: nodes(
    ["key", cacheKey],
    ["unprotect", boolean],
    ["untracked", boolean],
    ["paths", paths],
    ["fallback_keys", arrayOfStrings],
  ),
};

const few: Test = (value, { limits }) =>
  isList(value) && value.length > limits.caches.value
    ? fault("caches-too-many", `no more than ${limits.caches.value} caches can be created`)
    : undefined;

const below = items("cache", cache);

/** entry/caches.rb; it has no key of its own, so each cache is told with the keyword once. */
export const caches: Kind = {
  name: "caches",
  checks: [t.config(t.listOrHash, few)],
  below,
  keyless: true,
};
