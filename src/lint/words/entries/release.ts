import { isHash, knownKeys } from "../../../model/index.ts";
import { fault, type Kind, nodes, type Test } from "../entry.ts";
import { isString } from "../ruby.ts";
import * as t from "../validators.ts";
import { leaf } from "./simple.ts";

/** entry/release/assets/links.rb; it never looks into a link. */
const links = leaf("links", t.config(t.list, t.present));

/** entry/release/assets.rb */
const assets: Kind = {
  name: "assets",
  checks: [t.config(t.hash, t.allowed(["links"])), t.key("links", t.hashes, t.present)],
  below: nodes(["links", links]),
};

const date: Test = (value) =>
  isString(value) && /^\d{4}-\d\d-\d\d(?:T|$)/.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : fault("release-date", "must be a valid datetime");

/** entry/release.rb */
export const release: Kind = {
  name: "release",
  checks: [
    t.config(t.hash, t.allowed(knownKeys("job", "release"))),
    ...t.where(
      isHash,
      t.key("tag_name", t.text, t.present),
      t.filled("tag_message", t.text),
      t.key("description", t.text, t.present),
      t.filled("milestones", t.stringOrStrings),
      t.given("released_at", date),
    ),
  ],
  below: nodes(["assets", assets]),
};
