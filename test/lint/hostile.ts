/** A configuration that nobody means well with, or that nobody looked at. */
export interface Hostile {
  readonly name: string;
  /** The file that is read first. */
  readonly bytes: Buffer;
  /** Further files of the repository, by path. The first one is `.gitlab-ci.yml`. */
  readonly others: Readonly<Record<string, Buffer>>;
  /** What GitLab 18.11 makes of it; `unknown` where that was not established. */
  readonly gitlab: "takes" | "refuses" | "unknown";
}

type Source = string | readonly number[] | Buffer;
type Others = Readonly<Record<string, Source>>;

const bytesOf = (source: Source): Buffer =>
  Buffer.isBuffer(source)
    ? source
    : typeof source === "string"
      ? Buffer.from(source)
      : Buffer.from([...source]);

const row =
  (gitlab: Hostile["gitlab"]) =>
  (name: string, source: Source, others: Others = {}) => ({
    name,
    gitlab,
    bytes: bytesOf(source),
    others: Object.fromEntries(Object.entries(others).map(([path, each]) => [path, bytesOf(each)])),
  });
const refused = row("refuses");
const taken = row("takes");
const unknown = row("unknown");

const job = "job:\n  script: echo\n";
const count = (length: number) => Array.from({ length }, (_, index) => index);
const lines = (length: number, line: (index: number) => string) => count(length).map(line).join("");

const list = (length: number, item: (index: number) => string) =>
  count(length).map(item).join(", ");
const ten = (item: string) => list(10, () => item);
/** Hidden jobs `.a0` to `.a9`, each made of the one before it. */
const laughs = (from: (index: number) => string) =>
  `.a0: &a0 {script: [laugh]}\n${lines(9, (n) => `.a${n + 1}: ${from(n + 1)}\n`)}`;

/** Bytes that look like chance and are always the same (a linear congruential generator). */
function noise(length: number): Buffer {
  let state = 42;
  return Buffer.from(
    count(length).map(() => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state >> 16;
    }),
  );
}

const utf16 = (text: string) => Buffer.from(text, "utf16le");

/** What no reader of text can make sense of, and what a reader of bytes has to know. */
const encodings: readonly Hostile[] = [
  refused("prose", "Dear all: please read: this {first\n"),
  refused("a picture", Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), noise(4096)])),
  refused("nothing but noise", noise(65_536)),
  unknown("invalid UTF-8", [...Buffer.from("job:\n  script: echo "), 0xc3, 0x28, 0x0a]),
  unknown("half a surrogate", [...Buffer.from("job:\n  script: echo "), 0xed, 0xa0, 0x80, 0x0a]),
  unknown("an overlong slash", [...Buffer.from("job:\n  script: echo "), 0xc0, 0xaf, 0x0a]),
  unknown("UTF-8 with a mark", `\ufeff${job}`),
  unknown("UTF-16, low byte first", utf16(`\ufeff${job}`)),
  unknown("UTF-16, high byte first", utf16(`\ufeff${job}`).swap16()),
  taken("Windows line ends", job.replaceAll("\n", "\r\n")),
  taken("old Macintosh line ends", job.replaceAll("\n", "\r")),
  refused("control characters as they are", "job:\n  script: echo \x07\x1b[31m\x00\n"),
];

/** What is too large, too deep, or becomes so. */
const sizes: readonly Hostile[] = [
  refused(
    "10 MB",
    Buffer.from(lines(200_000, (n) => `job ${n}:\n  script: "echo the same again and again"\n`)),
  ),
  refused("one line of 3 MB", `job:\n  script: "${"x".repeat(3_000_000)}"\n`),
  refused("100,000 brackets", "[".repeat(100_000)),
  refused("100,000 brackets, closed", `${"[".repeat(100_000)}${"]".repeat(100_000)}`),
  refused("100,000 braces", "{a: ".repeat(100_000)),
  refused("100,000 dashes", "- ".repeat(100_000)),
  refused(
    "1,000 levels by indentation",
    lines(1000, (n) => `${" ".repeat(n)}a:\n`),
  ),
  refused("a billion laughs", `${laughs((n) => `&a${n} [${ten(`*a${n - 1}`)}]`)}${job}`),
  refused(
    "a billion laughs by <<",
    `${laughs((n) => `&a${n} {<<: *a${n - 1}, ${list(10, (key) => `k${key}: *a${n - 1}`)}}`)}${job}`,
  ),
  unknown(
    "a billion laughs by !reference",
    `${laughs((n) => `{script: [${ten(`!reference [.a${n - 1}, script]`)}]}`)}job: {script: !reference [.a9, script]}\n`,
  ),
  unknown(
    "a billion laughs by extends",
    `${laughs((n) => `{extends: [${ten(`.a${n - 1}`)}]}`)}job: {extends: .a9, script: echo}\n`,
  ),
  taken("5,000 jobs in one line", `{${list(5000, (n) => `"job ${n}": {script: echo}`)}}\n`),
  refused(
    "a matrix of 10^20",
    `${job}  parallel: {matrix: [{${list(20, (n) => `V${n}: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]`)}}]}\n`,
  ),
  refused("a thousand million in parallel", `${job}  parallel: 1000000000\n`),
  refused(
    "a circle of 3,000 needs",
    lines(3000, (n) => `job ${n}: {script: echo, needs: [job ${(n + 1) % 3000}]}\n`),
  ),
  refused("10,000 terms in a rule", `${job}  rules:\n    - if: $A${" && $A".repeat(9999)}\n`),
  refused("10,000 brackets in a rule", `${job}  rules:\n    - if: ${"(".repeat(10_000)}$A\n`),
  taken(
    "a pattern that runs for ever",
    `${job}  rules:\n    - if: '"${"a".repeat(60)}!" =~ /^(a+)+$/'\n    - when: always\n`,
  ),
  taken(
    "a glob that runs for ever",
    `${job}  rules:\n    - changes: ["${"{a,b}".repeat(60)}", "${"**/".repeat(60)}x", "${"*a".repeat(60)}"]\n    - when: always\n`,
  ),
];

const loopOf = (name: string) => `include: /ci/${name}.yml\n`;

/** What leads back to itself, or out of the repository. */
const loops: readonly Hostile[] = [
  refused("a reference to itself", "job:\n  script: !reference [job, script]\n"),
  refused(
    "two references in a circle",
    ".a: {script: [!reference [.b, script]]}\n.b: {script: [!reference [.a, script]]}\njob: {script: !reference [.a, script]}\n",
  ),
  refused("a reference to a job that holds it", `${job}  variables: !reference [job]\n`),
  refused("an alias of what it stands in", "job: &job\n  script: [*job]\n"),
  refused("an alias of nothing", "job:\n  script: *nothing\n"),
  refused("a job that extends itself", `${job}  extends: job\n`),
  refused("two jobs that extend each other", "a: {extends: b, script: echo}\nb: {extends: a}\n"),
  refused("a file that includes itself", `include: /.gitlab-ci.yml\n${job}`),
  refused("three files that include each other", loopOf("a"), {
    "ci/a.yml": loopOf("b"),
    "ci/b.yml": loopOf("c"),
    "ci/c.yml": `${loopOf("a")}${job}`,
  }),
  refused("a wildcard that finds its own file", `include: "**.yml"\n${job}`, {
    "ci/a.yml": 'include: "ci/*.yml"\n',
  }),
  refused(
    "a tree of 400 files",
    `include: /ci/0.yml\n${job}`,
    Object.fromEntries(
      count(400).map((n) => [
        `ci/${n}.yml`,
        `include: [/ci/${2 * n + 1}.yml, /ci/${2 * n + 2}.yml]\nj${n}: {script: echo}\n`,
      ]),
    ),
  ),
  refused("a file outside", `include: ../../../../etc/passwd.yml\n${job}`),
  refused("a file that is no YAML", `include: /README.md\n${job}`, { "README.md": "# Hello\n" }),
  refused("a file with a zero in its name", `include: "/ci/a\\0.yml"\n${job}`),
  refused("an included list", `include: /ci/a.yml\n${job}`, { "ci/a.yml": "- a\n" }),
  refused(
    "an input that nobody knows",
    'spec:\n  inputs:\n    a:\n      default: "$[[ inputs.a ]]"\n---\njob:\n  script: echo $[[ inputs.a ]] $[[ inputs.b ]]\n',
  ),
];

/** What is no hash of jobs, or only nearly. */
const shapes: readonly Hostile[] = [
  refused("empty", ""),
  refused("only comments", "# one\n# two\n"),
  refused("a list at the top", "- job:\n    script: echo\n"),
  refused("a word", "job\n"),
  refused("tabs", "job:\n\tscript: echo\n"),
  unknown("duplicate keys", `${job}${job}`),
  refused("three documents", `spec: {}\n---\n${job}---\n${job}`),
  refused("a header that is a list", `spec: []\n---\n${job}`),
  unknown("two bodies", `${job}---\n${job}`),
  unknown("a list as a key", "? [a, b]\n: {script: echo}\n"),
  refused("a tag of Ruby", "job: !ruby/object:Gem::Installer\n  script: echo\n"),
  unknown("bytes in a tag", "job:\n  script: !!binary aGVsbG8=\n"),
  refused("a version to come", `%YAML 9.9\n---\n${job}`),
  unknown("jobs that are scalars", "a: 1\nb: true\nc: ~\nd: [1]\ne: text\n"),
  refused(
    "keywords of all wrong kinds",
    "stages: {a: b}\nvariables: [1]\nworkflow: 3\ndefault: []\ninclude: [[[]]]\njob: {script: {a: b}, needs: 7, rules: x, stage: [], extends: {}, tags: 1}\n",
  ),
  unknown(
    "numbers that are none",
    `${job}  variables: {A: 1e999, B: .inf, C: .nan, D: ${"9".repeat(5000)}, E: 0x${"f".repeat(300)}}\n`,
  ),
];

const prototypes = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
/** Everything but plain ASCII as an escape, so that YAML lets it pass. */
const quoted = (name: string) =>
  JSON.stringify(name).replaceAll(
    /[^ -~]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
const named = (name: string) => `${quoted(name)}: {script: echo}\n`;

/** Names that mean something to a language, a terminal or a report. */
const names: readonly Hostile[] = [
  taken(
    "jobs with the names of members",
    `stages: [${prototypes.join(", ")}]\n${prototypes.map((name) => `${name}: {stage: ${name}, script: echo, variables: {${name}: x}}\n`).join("")}`,
  ),
  refused(
    "keywords with the names of members",
    `job: {script: echo, ${prototypes.map((name) => `${name}: {a: b}`).join(", ")}}\n`,
  ),
  refused(
    "needs of members",
    `job: {script: echo, needs: [__proto__, constructor], extends: toString}\n`,
  ),
  refused(
    "an include of members",
    "include: {__proto__: {local: /a.yml}}\njob: {script: !reference [constructor, name]}\n",
  ),
  refused("a name of 10,000 characters", named("n".repeat(10_000))),
  unknown(
    "numbers as names",
    "1: {script: echo}\n1.5: {script: echo}\n0x10: {script: echo}\n-7: {script: echo}\n",
  ),
  unknown("words as names", "on: {script: echo}\n12:30: {script: echo}\n"),
  refused("a date as a name", "2001-01-01: {script: echo}\n"),
  unknown(
    "reserved words as names",
    "true: {script: echo}\nnull: {script: echo}\ntypes: {script: echo}\n",
  ),
  refused("an empty name", '"": {script: echo}\n'),
  taken("colours of a terminal", `${named("\u001b[31mred\u001b[0m")}${named("\u009b31mC1")}`),
  taken(
    "commands of a terminal",
    `${named("\u001b]0;title\u0007")}${named("\u001b[2J\u001b[H")}${named("back\b\b\b\bspace")}`,
  ),
  taken(
    "writing from the right",
    `${named("\u202etxt.exe")}${named("zero\u200bwidth")}${named("\ufeffmark")}`,
  ),
  taken(
    "line breaks in names",
    `${named("one\ntwo")}${named("three\rfour")}${named("five\u2028six\u0085seven")}`,
  ),
  taken(
    "a name that ends a report",
    `${named("]]></failure></testsuite>")}${named('"><script>alert(1)</script>')}${named("::error::$(id)`id`")}`,
  ),
  taken(
    "names of one look",
    `${named("caf\u00e9")}${named("cafe\u0301")}${named("\u0441\u0430fe")}`,
  ),
  refused(
    "escapes where nothing is known",
    'job: {script: echo, needs: ["\\e[2J\\e]8;;http://x\\a"], "\\e[31mkey": 1, stage: "\\e[7m"}\n',
  ),
];

export const hostile: readonly Hostile[] = [...encodings, ...sizes, ...loops, ...shapes, ...names];
