import { afterEach, expect, test, vi } from "vitest";
import { PatternIndex } from "../../src/affected/pattern-index.ts";
import { patternList } from "../../src/workspace/index.ts";
import fc from "../helpers/property.ts";

const counts = vi.hoisted(() => ({ compiled: 0, matched: 0 }));
vi.mock("minimatch", async (original) => {
  const real = await original<typeof import("minimatch")>();
  class Minimatch extends real.Minimatch {
    constructor(...given: ConstructorParameters<typeof real.Minimatch>) {
      super(...given);
      counts.compiled++;
    }
    override match(...given: Parameters<InstanceType<typeof real.Minimatch>["match"]>) {
      counts.matched++;
      return super.match(...given);
    }
  }
  return { ...real, Minimatch };
});
afterEach(() => Object.assign(counts, { compiled: 0, matched: 0 }));

const name = fc.constantFrom("a", "b", "ab", ".a", "a.ts", "b.ts", "a.d.ts", "x.md");
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
const segment = fc.oneof(
  { weight: 3, arbitrary: name },
  { weight: 2, arbitrary: fc.constantFrom("*", "**", "*.ts", "*.d.ts", "a*") },
  fc.constantFrom("?", "[ab]", "{a,b}", "*.{ts,md}", "*a*"),
);
const pattern = fc
  .tuple(fc.constantFrom("", "", "", "!"), fc.array(segment, { minLength: 1, maxLength: 4 }))
  .map(([sign, segments]) => sign + segments.join("/"));
const list = fc
  .array(pattern, { maxLength: 4 })
  .filter((texts) => texts.length === 0 || texts.some((text) => !text.startsWith("!")));

test("the index answers as every list by itself would", () => {
  fc.assert(
    fc.property(fc.array(list, { maxLength: 6 }), fc.array(path), (texts, paths) => {
      const lists = texts.map((each, key) => ({ key, list: patternList(each, []) }));
      const index = new PatternIndex(lists);
      for (const each of paths) {
        const expected = lists.flatMap(({ key, list: own }) => {
          const hit = own.match(each);
          return hit === undefined ? [] : [{ key, pattern: hit }];
        });
        expect(index.match(each)).toEqual(expected);
      }
    }),
    { numRuns: 5000 },
  );
});

test("100,000 paths and 2,000 services ask minimatch only where a pattern needs it", () => {
  const services = Array.from({ length: 2000 }, (_, index) => `services/s${index}`);
  const lists = services.map((root) => ({
    key: root,
    list: patternList(
      [
        `${root}/**`,
        `${root}/**/*.proto`,
        "shared/*.json",
        "**/Makefile",
        "package.json",
        `!${root}/docs/**`,
      ],
      [],
    ),
  }));
  const index = new PatternIndex(lists);
  let hits = 0;
  for (const root of services) {
    for (let file = 0; file < 50; file++) hits += index.match(`${root}/src/f${file}.ts`).length;
  }
  expect(hits).toBe(100_000);
  expect(counts).toEqual({ compiled: 0, matched: 0 });
});

test("a pattern that needs minimatch is asked for its own directory only", () => {
  const services = Array.from({ length: 2000 }, (_, index) => `services/s${index}`);
  const lists = services.map((root) => ({
    key: root,
    list: patternList([`${root}/v[12]/*/api?.yml`], []),
  }));
  const index = new PatternIndex(lists);
  for (const root of services) {
    for (let file = 0; file < 50; file++) index.match(`${root}/v1/x/f${file}.yml`);
  }
  // Of 200 million pairs.
  expect(counts).toEqual({ compiled: 2000, matched: 100_000 });
});
