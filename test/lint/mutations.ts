import fc from "../helpers/property.ts";

/** Lines of a configuration, changed in one place; of no lines it makes what it likes. */
type Mutation = (lines: readonly string[]) => readonly string[];

/** Scalars that are read as something else than they look, or that no keyword expects. */
const oddScalars = [
  ..."~ null true no on 0 -1 1e9 0x1F 1_000 12:30 .inf .nan 2001-01-01 :symbol {} [] [[]] ''".split(
    " ",
  ),
  ..."*missing &anchor !reference !unknown <<: - ? | > % @ ` __proto__ constructor toString".split(
    " ",
  ),
  "!reference [job, script]",
  "!reference []",
  "!reference [.a, [b]]",
  "{script: echo}",
  "[1, two, {three: 3}]",
  '"\\e[31m\\0"',
  "$[[ inputs.x ]]",
  "${X:-$Y}",
  "'$A =~ /('",
  "never",
  "n".repeat(300),
];

const oddLines = [
  "---",
  "...",
  "%YAML 1.2",
  "\tscript: echo",
  "<<: *missing",
  "__proto__: {script: echo}",
  "include: /.gitlab-ci.yml",
  "stages: []",
  "default: {script: echo}",
  "workflow: {rules: [{when: never}]}",
  "  needs: [nobody]",
  "  extends: nobody",
  "  parallel: {matrix: []}",
  "  trigger: {include: [{artifact: a.yml}]}",
  "  rules: [{if: '$A && ('}]",
];

const cut = (
  lines: readonly string[],
  at: number,
  count: number,
  ...instead: readonly string[]
) => [...lines.slice(0, at), ...instead, ...lines.slice(at + count)];

/** Changes the line that a random number falls on. */
const atLine =
  (
    place: number,
    change: (line: string, lines: readonly string[]) => readonly string[],
  ): Mutation =>
  (lines) => {
    if (lines.length === 0) return [];
    const at = place % lines.length;
    return cut(lines, at, 1, ...change(lines[at]!, lines));
  };

/** What stands behind the first colon or dash of a line, without the blanks. */
const withValue = (line: string, value: string): string => {
  const head = /^\s*(?:- )?(?:[^\s:#][^:]*:(?= |$))?/.exec(line)?.[0] ?? "";
  return head.trim() === "" ? line : `${head.trimEnd()} ${value}`;
};

const behind = (line: string): string => /(?:: |- )(.+)$/.exec(line)?.[1] ?? "";

/** A value as another kind: text as a number, a list of it, a hash of it, a block of text. */
const kinds: readonly ((value: string) => string)[] = [
  (value) => `[${value}]`,
  (value) => `{key: ${value}}`,
  (value) => `'${value.replaceAll("'", "''")}'`,
  (value) => String(value.length),
  () => "",
];

const place = fc.nat(10_000);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  place.map((at) => atLine(at, () => [])),
  place.map((at) => atLine(at, (line) => [line, line])),
  fc
    .tuple(place, fc.integer({ min: -4, max: 4 }))
    .map(([at, by]) =>
      atLine(at, (line) => [
        by < 0 ? line.replace(new RegExp(`^ {0,${-by}}`), "") : " ".repeat(by) + line,
      ]),
    ),
  // Two lines change places, or values.
  fc.tuple(place, place).map(
    ([one, two]): Mutation =>
      (lines) => {
        const [a, b] = [lines[one % lines.length], lines[two % lines.length]];
        if (a === undefined || b === undefined) return lines;
        return cut(cut(lines, one % lines.length, 1, b), two % lines.length, 1, a);
      },
  ),
  fc
    .tuple(place, place)
    .map(([at, from]) =>
      atLine(at, (line, lines) => [withValue(line, behind(lines[from % lines.length]!))]),
    ),
  fc
    .tuple(place, fc.constantFrom(...kinds))
    .map(([at, kind]) => atLine(at, (line) => [withValue(line, kind(behind(line)))])),
  fc
    .tuple(place, fc.constantFrom(...oddScalars))
    .map(([at, odd]) => atLine(at, (line) => [withValue(line, odd)])),
  fc
    .tuple(place, fc.constantFrom(...oddScalars))
    .map(([at, odd]) => atLine(at, (line) => [line.replace(/[^\s:-][^:]*(?=:)/, () => odd)])),
  fc
    .tuple(place, fc.constantFrom(...oddLines))
    .map(([at, odd]) => atLine(at, (line) => [line, odd])),
  // The text ends in the middle of a line.
  place.map(
    (at): Mutation =>
      (lines) => {
        const last = at % Math.max(1, lines.length);
        return [...lines.slice(0, last), (lines[last] ?? "").slice(0, at % 7)];
      },
  ),
);

/**
 * A configuration text with one to three small changes of the kind that people and tools make:
 * lines gone, doubled, moved or indented otherwise, values swapped or of another kind, odd scalars.
 * What comes may be no YAML, no configuration, or a good one.
 */
export const mutated = (text: string): fc.Arbitrary<string> =>
  fc
    .array(mutation, { minLength: 1, maxLength: 3 })
    .map((all) =>
      all.reduce((lines, change) => change(lines), text.split("\n") as readonly string[]),
    )
    .map((lines) => lines.join("\n"));

/** One of several texts, mutated. Give `fc.assert` a `seed` to have the same ones again. */
export const mutatedOf = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...texts).chain(mutated);
