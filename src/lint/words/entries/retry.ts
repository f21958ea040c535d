import { isHash, knownChoices, knownKeys } from "../../../model/index.ts";
import { fault, type Kind, oneOf } from "../entry.ts";
import { asNumber, setTo } from "../meant.ts";
import { isInteger, isList, isString } from "../ruby.ts";
import * as t from "../validators.ts";

const reasons = knownChoices("job", "retry", "when");
const times = t.between("retry-count", 0, 2);

/** entry/retry.rb; wherever it stands, its errors name no place but `retry`. */
const simple: Kind = { name: "simple retry", location: "retry", checks: [t.config(times)] };
const full: Kind = {
  name: "full retry",
  location: "retry",
  checks: [
    t.config(t.allowed(knownKeys("job", "retry"))),
    t.given("max", times),
    t.given("when", t.stringOrStrings),
    ...t.where(
      (config) => isHash(config) && isList(config.when),
      t.given("when", t.knownItems(reasons)),
    ),
    ...t.where(
      (config) => isHash(config) && isString(config.when),
      t.given("when", t.choice(reasons, "is not included in the list")),
    ),
    t.given("exit_codes", t.integers),
  ],
};

export const retry = oneOf(
  (_, value) =>
    fault(
      "retry-form",
      "retry config has to be either an integer or a hash",
      setTo(asNumber(value)),
    ),
  [isInteger, simple],
  [isHash, full],
);
