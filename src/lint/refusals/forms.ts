import { group } from "./row.ts";

const page = "ci/yaml/";

/** A value of another kind than the keyword takes. */
export const forms = group({
  "not-a-string": {
    says: "… should be a string",
    docs: "The keyword takes one text. Numbers, `true`, lists and hashes are none: what looks like a number or a date needs quotes to be text.",
    hint: "Write one text, in quotes where it looks like a number or a date",
    page,
  },
  "not-a-boolean": {
    says: "… should be a boolean value",
    docs: "The keyword takes `true` or `false`. In quotes both are text, which GitLab does not read as an answer here.",
    hint: "Write `true` or `false` without quotes",
    page,
  },
  "not-a-list": {
    says: "… should be an array",
    docs: "The keyword takes a list, also where there is only one entry.",
    hint: "Write a list: `[a, b]`, or lines that begin with a dash",
    page,
  },
  "not-a-hash": {
    says: "… should be a hash",
    docs: "The keyword takes keywords of its own with their values, not a text or a list.",
    hint: "Write keywords below it, each followed by a colon",
    page,
  },
  "not-a-list-of-strings": {
    says: "… should be an array of strings",
    docs: "The keyword takes a list of texts. One text alone is no list, and an entry that is a number, a hash or a list in the list is no text.",
    hint: "Write a list of texts: `[a, b]`",
    page,
  },
  "not-a-list-of-hashes": {
    says: "… should be an array of hashes",
    docs: "The keyword takes a list whose entries have keywords of their own.",
    hint: "Write a list, each entry with its keywords",
    page,
  },
  "not-a-string-or-list": {
    says: "… should be an array of strings or a string",
    docs: "The keyword takes one text or a list of texts.",
    hint: "Write a text or a list of texts",
    page,
  },
  "not-integers": {
    says: "… should be an array of integers or an integer",
    docs: "The keyword takes whole numbers. In quotes they are text.",
    hint: "Write a whole number or a list of them, without quotes",
    page,
  },
  "not-a-hash-or-string": {
    says: "… should be a hash or a string",
    docs: "The keyword takes one text, or keywords of its own; no list and no number.",
    hint: "Write a text, or keywords below it",
    page,
  },
  "not-a-hash-or-boolean": {
    says: "… should be a hash or a boolean value",
    docs: "The keyword takes `true`, `false` or keywords of its own.",
    hint: "Write `true` or `false` without quotes, or keywords below it",
    page,
  },
  "not-a-list-or-string": {
    says: "… should be an array or a string",
    docs: "The keyword takes one text or a list.",
    hint: "Write a text or a list",
    page,
  },
  "not-a-hash-or-list": {
    says: "… can only be a hash or an array",
    docs: "The keyword takes keywords of its own or a list of entries, not one text.",
    hint: "Write a list: `[a, b]`",
    page,
  },
  "not-blank": {
    says: "… can't be blank",
    docs: "The keyword needs a value. Nothing, an empty text, an empty list and an empty hash all count as none.",
    hint: "Give it a value, or take the keyword out where it is not needed",
    page,
  },
  "text-too-long": {
    says: "… is too long (maximum is … characters)",
    docs: "GitLab keeps this text in a column of its database and takes no more characters than fit.",
    hint: "Shorten the text",
    page,
  },
  "not-a-duration": {
    says: "… should be a duration",
    docs: "The keyword takes a length of time in words, such as `30 minutes`, `1h 30m` or `1 week`.",
    hint: "Write a length of time, such as `30 minutes` or `1 week`",
    page,
  },
  "duration-too-long": {
    says: "… should not exceed the limit",
    docs: "GitLab waits for a delayed job one week at most, and lets a job run one month at most. What is no length of time at all is told this as well.",
    hint: "Write a shorter length of time",
    page,
  },
  "unknown-value": {
    says: "… should be one of: …",
    docs: "The keyword takes one of a few words, and this is none of them. `unknown value`, `contains unknown values` and `is not included in the list` say the same.",
    hint: "Write one of the values that GitLab knows for this keyword",
    page,
  },
});
