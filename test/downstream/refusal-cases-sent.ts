import { base, type Cases } from "./refusal-cases.ts";

/** GITLAB.md, section 5: what was sent cannot be read, or names something that is not there. */
export const sentCases: Cases = [
  [
    "no ref",
    {
      body: { ref: undefined },
      says: [400, { error: "ref is missing" }],
      shown: "GitLab misses the branch or tag (ref is missing). Name one with --ref",
    },
  ],
  [
    "no ref",
    {
      how: "api",
      body: { ref: undefined },
      says: [400, { error: "ref is missing" }],
      shown: "GitLab misses the branch or tag (ref is missing). Name one with --ref",
    },
  ],
  [
    "an empty ref",
    {
      body: { ref: "" },
      says: [400, { error: "ref is empty" }],
      shown: "GitLab misses the branch or tag (ref is empty). Name one with --ref",
    },
  ],
  [
    "variables as a list, as the API of pipelines wants them",
    {
      body: { variables: [{ key: "A", value: "1" }] },
      says: [400, { error: "variables is invalid" }],
      shown:
        "GitLab does not take the variables as they were sent (variables is invalid). Variables are names with texts; for anything else take inputs",
    },
  ],
  [
    "variables as a hash, as triggers want them",
    {
      how: "api",
      body: { variables: { A: "1" } },
      says: [400, { error: "variables is invalid" }],
      shown:
        "GitLab does not take the variables as they were sent (variables is invalid). Variables are names with texts; for anything else take inputs",
    },
  ],
  [
    "a variable that is no text",
    {
      body: { variables: { A: 1 } },
      says: [400, { message: "variables needs to be a map of key-valued strings" }],
      shown:
        "GitLab does not take the variables as they were sent (variables needs to be a map of key-valued strings). Variables are names with texts; for anything else take inputs",
    },
  ],
  [
    "inputs that are no hash",
    {
      body: { inputs: ["a"] },
      says: [400, { error: "inputs is invalid" }],
      shown:
        "GitLab refuses what was sent (inputs is invalid). See what that instance's version takes: fanout doctor tells it",
    },
  ],
  [
    "a variable twice",
    {
      how: "api",
      body: { variables: ["A", "A"].map((key) => ({ key, value: "1" })) },
      says: [400, base("Duplicate variable name: A")],
      shown: "a variable is given twice (Duplicate variable name: A). Give each variable once",
    },
  ],
  [
    "more than 20 inputs",
    {
      body: { inputs: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`i${at}`, at])) },
      says: [400, base("There cannot be more than 20 inputs")],
      shown:
        "GitLab takes 20 inputs at most (There cannot be more than 20 inputs). Put several values into one input of type array",
    },
  ],
  [
    "no such ref",
    {
      body: { ref: "none" },
      says: [400, base("Reference not found")],
      shown:
        "there is no such branch or tag (Reference not found). Name one that is there, or let the default branch take its place",
    },
  ],
  [
    "a branch and a tag share a name",
    {
      change: ({ tags }) => tags.set("main", "5".repeat(40)),
      says: [400, base("Ref is ambiguous")],
      shown:
        "a branch and a tag share that name (Ref is ambiguous). Say which: refs/heads/NAME for the branch, refs/tags/NAME for the tag",
    },
  ],
  [
    "a branch without a commit",
    {
      change: ({ branches }) => branches.set("main", ""),
      says: [400, base("Commit not found")],
      shown:
        "the branch or tag leads to no commit (Commit not found). Push to it first; an empty repository has none",
    },
  ],
];
