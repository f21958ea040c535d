import type { Refused } from "./helper.ts";
import {
  block,
  caches,
  chain,
  changes,
  changesPaths,
  crossing,
  deep,
  each,
  exists,
  filled,
  includes,
  inputs,
  lines,
  longNeed,
  MiB,
  matrix,
  name,
  needs,
  ofBytes,
  oneJob,
  parallelNeeds,
  parsed,
  product,
  rules,
  script,
  stages,
  tags,
  together,
  tokens,
  triggered,
} from "./section-1-made.ts";

const few = "has too many entries (maximum 50)";
const tooMany = (count: number) =>
  `last: one job can only need 50 others, but you have listed ${count}. See needs keyword documentation for more details`;

/** One more than a limit allows. */
export const overLimit: readonly Refused[] = [
  {
    text: "The provided YAML is too big",
    what: "2 MiB of text and a byte",
    files: ofBytes(2 * MiB + 1),
    says: ["The provided YAML is too big"],
  },
  {
    text: "The provided YAML is too big",
    what: "1 MiB of text and a byte before 17.3",
    files: ofBytes(MiB + 1),
    around: { version: "17.2" },
    says: ["The provided YAML is too big"],
  },
  {
    text: "The parsed YAML is too big",
    what: "101 levels",
    files: deep(101),
    says: ["The parsed YAML is too big"],
  },
  {
    text: "The parsed YAML is too big",
    what: "aliases that count at every use",
    files: parsed(20),
    says: ["The parsed YAML is too big"],
  },
  {
    text: "Total size of combined CI/CD configuration is too big",
    what: "all included files together",
    files: together,
    around: { limits: { totalBytes: 14 } },
    says: ["Total size of combined CI/CD configuration is too big"],
  },
  {
    text: "Config is too large. Maximum size allowed is 1 MiB",
    what: "a job of more than 1 MiB",
    files: oneJob(MiB),
    says: ["Config is too large. Maximum size allowed is 1 MiB"],
  },
  {
    text: "Maximum of 150 nested includes are allowed!",
    what: "151 includes",
    files: includes(151),
    says: ["Maximum of 150 nested includes are allowed!"],
  },
  {
    text: "… is too long (maximum is 3)",
    what: "4 entries of trigger:include",
    files: triggered(4),
    says: ["jobs:t:trigger:include config is too long (maximum is 3)"],
  },
  {
    text: "J: one job can only need 50 others, but you have listed N. See needs keyword documentation for more details",
    what: "51 needs",
    files: needs(51),
    says: [tooMany(51)],
  },
  {
    text: "J: one job can only need 50 others, but you have listed N. See needs keyword documentation for more details",
    what: "a need of 51 parallel jobs",
    files: parallelNeeds(51),
    says: [tooMany(51)],
  },
  {
    text: "must be less than or equal to 5",
    what: "6 needs of other pipelines",
    files: crossing(6),
    says: ["jobs:b:needs config must be less than or equal to 5"],
  },
  {
    what: "a name of 256 characters",
    files: `${name(256)}: {script: x}`,
    says: [`jobs:${name(256)} name is too long (maximum is 255 characters)`],
  },
  {
    text: "need `X` name is too long (maximum is 255 characters)",
    what: "a need of 256 characters after expansion",
    files: longNeed(256),
    says: [`last job: need \`${name(252)} 1/2\` name is too long (maximum is 255 characters)`],
  },
  {
    what: "parallel: 201",
    files: "b: {script: x, parallel: 201}",
    says: ["jobs:b:parallel config must be less than or equal to 200"],
  },
  {
    text: "generates too many jobs (maximum is 200)",
    what: "a matrix of 201",
    files: matrix(201),
    says: ["jobs:b:parallel:matrix config generates too many jobs (maximum is 200)"],
  },
  {
    text: "generates too many jobs (maximum is 200)",
    what: "a matrix of 3 by 67",
    files: product(3, 67),
    says: ["jobs:b:parallel:matrix config generates too many jobs (maximum is 200)"],
  },
  {
    what: "extends over 11 levels",
    files: chain(11),
    says: [".c10: nesting too deep in `extends`"],
  },
  {
    what: "script in 11 levels",
    files: script(11),
    says: [
      "jobs:b:script config should be a string or a nested array of strings up to 10 levels deep",
    ],
  },
  {
    what: "rules in 11 levels",
    files: rules(11),
    says: ["jobs:b rules should be an array containing hashes and arrays of hashes"],
  },
  {
    what: "stages in 11 levels",
    files: stages(11),
    says: [
      "stages config should be an array of strings or a nested array of strings up to 10 levels deep",
    ],
  },
  {
    what: "50 tags",
    files: tags(50),
    says: ["jobs:b:tags config must be less than the limit of 50 tags"],
  },
  {
    what: "5 caches",
    files: caches(5),
    says: ["jobs:b:caches config no more than 4 caches can be created"],
  },
  {
    text: "has too many entries (maximum 50)",
    what: "51 paths of changes",
    files: changes(51),
    says: [`jobs:b:rules:rule:changes config ${few}`],
  },
  {
    text: "has too many entries (maximum 50)",
    what: "51 paths of changes:paths",
    files: changesPaths(51),
    says: [`jobs:b:rules:rule:changes paths ${few}`],
  },
  {
    text: "has too many entries (maximum 50)",
    what: "51 paths of exists",
    files: exists(51),
    says: [`jobs:b:rules:rule:exists config ${few}`],
  },
  {
    text: "Invalid expression syntax",
    what: "100 tokens",
    files: tokens(100),
    says: ["jobs:b:rules:rule if invalid expression syntax"],
  },
  {
    text: "There cannot be more than 20 inputs",
    what: "21 inputs of another project",
    files: inputs(21),
    says: ["There cannot be more than 20 inputs"],
  },
];

/** One more than a limit allows, where inputs are filled in. */
export const across: readonly Refused[] = [
  {
    what: "four functions in a block",
    files: filled(
      "b: {script: '$[[ inputs.a | expand_vars | expand_vars | expand_vars | expand_vars ]]'}",
    ),
    says: ["too many functions in interpolation block"],
  },
  {
    what: "a block of more than 1024 bytes",
    files: filled(`b: {script: '$[[ inputs.${name(1024)} ]]'}`),
    says: ["maximum interpolation expression size exceeded"],
  },
  {
    text: "config node too large",
    what: "a text of more than 1 MiB with a block",
    files: filled(`b: {script: '${block}${"x".repeat(MiB)}'}`),
    says: ["config node too large"],
  },
  {
    text: "too many interpolation blocks",
    what: "more than 10,000 blocks",
    files: filled(`b: {script: [${each(10_001, (n) => `'$[[ inputs.a | truncate(0,${n}) ]]'`)}]}`),
    says: ["too many interpolation blocks"],
  },
  {
    text: "config too large",
    what: "more than 500,000 values",
    files: filled(
      `.a: &a [${each(1000, () => "1")}]\nb: {script: '${block}', variables: {}}\n${lines(500, (n) => `.c${n}: *a`)}`,
    ),
    around: { limits: { parsedBytes: 0 } },
    says: ["config too large"],
  },
];
