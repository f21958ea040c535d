// Configurations of about 100 KB that are written to take long: each is the worst of its kind that
// anybody thought of. The same at every call.

const size = 100_000;

/** Lines of `make(index)` until they are long enough, behind `head`. */
function filled(head, make, most = size) {
  const parts = [head];
  for (let index = 0, length = head.length; length < most; index++) {
    const part = make(index);
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

const list = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const job = (name, rest = "") => `${name}:\n  script: [make]\n${rest}`;
const one = (rest) => job("job", rest);
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** A job with one rule that has this condition. */
const rule = (name, condition) => job(name, `  rules:\n    - if: ${quoted(condition)}\n`);

const cases = {
  "a long list of commands": () => filled("job:\n  script:\n", (i) => `    - echo ${i}\n`),
  "lists in lists": () =>
    filled("job:\n  script:\n", (i) => `    - ${"[".repeat(9)}a${i}${"]".repeat(9)}\n`),
  "lists deeper than GitLab goes": () => `job: ${"[".repeat(50_000)}${"]".repeat(50_000)}\n`,
  "dashes without end": () => `job: ${"- ".repeat(50_000)}\n`,
  "hashes by indent, each in the one before": () =>
    list(440, (i) => `${" ".repeat(i)}k:`).join("\n"),
  "anchors on anchors": () =>
    filled("", (i) => `.a${i}: &a${i} [${i ? `*a${i - 1}, *a${i - 1}` : "x"}]\n`) + one(),
  "merge keys of all before": () =>
    filled(
      "",
      (i) =>
        `.a${i}: &a${i}\n  <<: [${list(Math.min(i, 40), (n) => `*a${i - n - 1}`)}]\n  k${i}: 1\n`,
    ) + one(),
  "a long text in quotes with escapes": () => `job:\n  script: "${"\\t\\u0041'".repeat(11_000)}"\n`,
  "text that goes on over lines": () => filled("job:\n  script:\n    - a\n", () => "      b c d\n"),
  "comments, more than anything else": () =>
    filled("", (i) => `# ${i}\n    # fanout-lint: off needs-optional: why\n`) + one(),
  "comments in brackets": () => `${filled("job:\n  script: [\n", (i) => `    a${i}, # b\n`)}  ]\n`,
  "keys in brackets without a value": () => `${filled("job: {", (i) => `k${i}, `)}}\n`,
  "line ends of Windows": () => filled("", (i) => job(`j${i}`).replaceAll("\n", "\r\n")),
  "one key again and again": () => filled("job:\n  script: [make]\n", () => "  stage: test\n"),
  "an if that is long": () => rule("job", list(5000, (i) => `$A${i} == "b${i}"`).join(" && ")),
  "an if in brackets": () => rule("job", `${"(".repeat(40_000)}$A${")".repeat(40_000)}`),
  "an if that is not closed": () => rule("job", `${"(".repeat(90_000)}$A`),
  "many variables, each asked once": () =>
    filled("", (i) => rule(`j${i}`, list(6, (n) => `$V${i}_${n}`).join(" || "))),
  "patterns with quantifiers in quantifiers": () =>
    filled("", (i) => rule(`j${i}`, `$A =~ /^(((a+)+)*(b*)*)+${i}$/`)),
  "one long pattern": () => rule("job", `$A =~ /${"(a|b*)+?[c-z]{2,9}".repeat(5000)}/`),
  "patterns that are no patterns": () => filled("", (i) => rule(`j${i}`, `$A =~ /((((${i}[/`)),
  "globs of stars and braces": () =>
    filled(one("  rules:\n    - changes:\n"), (i) => `        - "**/*{a,b}*{c,{d,e}}**/*${i}*"\n`),
  "one long glob": () => one(`  rules:\n    - changes: ["${"{a,b,*}**/".repeat(10_000)}"]\n`),
  "globs that lead nowhere": () =>
    filled(
      one("  rules:\n    - changes:\n"),
      (i) => `        - src/dir-${i}x/sub/file-${i}/**/*\n`,
    ),
  "globs for one level": () =>
    filled(one("  rules:\n    - changes:\n"), (i) => `        - src/dir-${i % 900}/**\n`),
  "globs with an exclamation mark": () =>
    filled("", (i) => job(`j${i}`, `  rules:\n    - changes: ["!src/**/*${i}", "!*${i}/**"]\n`)),
  "extends in a chain": () =>
    filled(".a0: {script: [make]}\n", (i) => `.a${i + 1}:\n  extends: .a${i}\n`) +
    "job: {extends: .a9}\n",
  "extends of all before": () =>
    list(300, (i) => `.a${i}:\n  variables: {V${i}: a}\n`).join("") +
    filled(
      "",
      (i) => `j${i}:\n  script: make\n  extends: [${list(90, (n) => `.a${(i * 7 + n) % 300}`)}]\n`,
      90_000,
    ),
  "extends of two, ten levels deep": () =>
    list(10, (level) =>
      list(120, (i) => {
        const below = level
          ? `  extends: [.l${level - 1}_${i}, .l${level - 1}_${(i + 1) % 120}]\n`
          : "";
        return `.l${level}_${i}:\n  variables: {A${i}: b}\n${below}`;
      }).join(""),
    ).join("") + list(120, (i) => `j${i}: {extends: .l9_${i}, script: make}\n`).join(""),
  "extends in a circle": () =>
    `${one()}.a: {extends: .b9}\n${filled(".b0: {extends: .a}\n", (i) => `.b${i + 1}: {extends: .b${i}}\n`)}`,
  "needs of fifty each": () =>
    filled("", (i) =>
      job(`j${i}`, `  needs: [${list(Math.min(i, 50), (n) => `j${i - n - 1}`)}]\n`),
    ),
  "needs of one job": () => {
    const jobs = list(2500, (i) => `j${i}: {script: a}\n`).join("");
    return `${jobs}${one(`  needs: [${list(2500, (i) => `j${i}`)}]\n`)}`;
  },
  "needs that name a job twice": () => one(`  needs: [${list(24_000, () => "job")}]\n`),
  "needs in a long chain": () => filled(job("j0"), (i) => job(`j${i + 1}`, `  needs: [j${i}]\n`)),
  "needs under names of a matrix": () =>
    job("a", `  parallel: {matrix: [{A: [${list(200, (i) => i)}]}]}\n`) +
    filled("", (i) => job(`j${i}`, `  needs: ["a: [${i % 200}]", "a: [${(i + 1) % 200}]"]\n`)),
  "needs on all cells of a matrix": () =>
    job("a", `  parallel: {matrix: [{A: [${list(14, (i) => i)}], B: [${list(14, (i) => i)}]}]}\n`) +
    filled("", (i) => job(`j${i}`, "  parallel: 200\n  needs: [a]\n")),
  "needs by a computed matrix": () => {
    const matrix = `{A: [${list(200, (i) => i)}]}`;
    return filled(job("a", `  parallel: {matrix: [${matrix}]}\n`), (i) =>
      job(
        `j${i}`,
        `  parallel: {matrix: [${matrix}]}\n  needs: [{job: a, parallel: {matrix: [{A: ["$[[ matrix.A ]]"]}]}}]\n`,
      ),
    );
  },
  "needs that rules may leave out": () =>
    filled("", (i) =>
      job(
        `j${i}`,
        `  needs: [${i ? `j${i - 1}` : ""}]\n  rules:\n    - if: $A && $B && $C && $D && $E && $F${i}\n`,
      ),
    ),
  "needs between the rules": () =>
    filled(job("a"), (i) =>
      job(`j${i}`, "  rules:\n    - {if: $A, needs: [a]}\n    - {needs: [a]}\n"),
    ),
  "a matrix without end": () =>
    one(`  parallel: {matrix: [{${list(100, (i) => `V${i}: [${list(200, (n) => n)}]`)}}]}\n`),
  "many rows of a matrix": () =>
    one(
      `  parallel:\n    matrix:\n${list(3500, (i) => `      - {A: a${i}, B: [b, c]}\n`).join("")}`,
    ),
  "references to references": () =>
    filled(".r0: {s: [a]}\n", (i) => `.r${i + 1}: {s: [!reference [.r${i}, s]]}\n`) +
    "job: {script: [!reference [.r9, s]]}\n",
  "references that double": () =>
    `${filled(
      ".r0: {s: [a]}\n",
      (i) => `.r${i + 1}: {s: [!reference [.r${i}, s], !reference [.r${i}, s]]}\n`,
    )}job: {script: [!reference [.r1000, s]]}\n`,
  "references to whole jobs": () =>
    filled(".big: {script: [make]}\n", (i) => `j${i}: !reference [.big]\n`),
  "references that lead nowhere": () =>
    filled(one(), (i) => `j${i}: {script: [!reference [.gone, s${i}]]}\n`),
  "a stage for each job": () => {
    const count = 1700;
    const stages = `stages: [${list(count, (i) => `s${i}`)}]\n`;
    return (
      stages +
      list(count, (i) => job(`j${i}`, `  stage: s${i}\n  needs: [j${Math.max(0, i - 1)}]\n`)).join(
        "",
      )
    );
  },
  "rules of workflow": () =>
    filled("workflow:\n  rules:\n", (i) => `    - if: $A${i} == "b"\n`, 50_000) +
    filled("", (i) => job(`j${i}`), 50_000),
  "variables of all kinds": () =>
    filled("variables:\n", (i) => `  V${i}: {value: a, options: [a, b], description: c}\n`) + one(),
  "trigger jobs and what they hand down": () =>
    filled(
      "variables: {A: a$$b}\ngen:\n  script: make\n  artifacts: {paths: [a.yml]}\n",
      (i) =>
        `t${i}: {trigger: {include: [{job: gen, artifact: a.yml}]}, variables: {A_TOKEN: $B_TOKEN}}\n`,
    ),
  "trigger jobs behind a chain of needs": () =>
    list(1200, (i) => `j${i}: {script: a, needs: [${i ? `j${i - 1}` : ""}]}\n`).join("") +
    filled(
      "gen: {script: make, artifacts: {paths: [a.yml]}}\n",
      (i) => `t${i}: {needs: [j1199], trigger: {include: [{job: gen, artifact: a.yml}]}}\n`,
      50_000,
    ),
  "trigger jobs with what a runner needs": () =>
    filled("", (i) => `t${i}:\n  trigger: a/b\n  tags: [x]${i % 2 ? " # why" : ""}\n  image: y\n`),
  "what a runner needs, in brackets": () =>
    filled("", (i) => `t${i}: {trigger: a/b, tags: [x], image: y}\n`),
  "slips in what an alias repeats": () =>
    filled("", (i) => `a${i}: &a${i} {script: [x], interruptible: 'true'}\nb${i}: *a${i}\n`),
  "a job that is wrong in each line": () => filled("", (i) => job(`j${i}`, `  scrpt: a\n`)),
  "a job without work, and another": () => filled(one(), (i) => `j${i}: {image: a}\n`),
  "names of any length": () =>
    `${"n".repeat(50_000)}: {script: a, needs: [${"m".repeat(49_000)}]}\n`,
  "a command of signs": () => one().replace("make", quoted("a#".repeat(50_000))),
  "a command of quotes": () => one().replace("make", quoted(`echo ${"\"'".repeat(30_000)}`)),
  "a command of comparisons": () => one().replace("make", quoted("git diff ".repeat(11_000))),
  "a command of fetches": () =>
    one().replace("[make]", `[fanout generate, ${quoted("git ".repeat(24_000))}]`),
  "a command of variables": () => one().replace("make", quoted(`echo ${"${a:".repeat(24_000)}`)),
  "a command of requests": () =>
    one().replace("make", quoted(`curl ${"/api/v4/projects/1/trigger ".repeat(3600)}`)),
  "a secret in each line": () =>
    filled("variables:\n", (i) => `  T${i}_TOKEN: glpat-0123456789abcdefghij${i}\n`) + one(),
  "durations of many words": () => one(`  timeout: ${"1 day and ".repeat(10_000)}1 hour\n`),
  "an environment's name": () => one(`  environment: ${quoted("$A-/ ".repeat(19_000))}\n`),
  "an artifact's path": () =>
    `gen: {script: a, artifacts: {paths: [${list(3000, (i) => `"**/*a*{b,c}*${i}*"`)}]}}\nt: {trigger: {include: [{job: gen, artifact: ${"a/".repeat(2000)}b.yml}]}}\n`,
  "inputs that are interpolated": () =>
    `spec:\n  inputs:\n    a: {default: ${"x".repeat(400)}}\n---\n${filled(one(), (i) => `# ${i}\nj${i}: {script: "$[[ inputs.a ]] $[[ inputs.a | truncate(0,5) ]]"}\n`)}`,
};

/** Name and text of each. */
export const hostileCases = Object.entries(cases).map(([name, make]) => ({ name, text: make() }));

/** Tracked files of the repository that the cases lie in. */
export const hostilePaths = list(4000, (i) => `src/dir-${i % 900}/sub-${i % 7}/file-${i}.ts`);
