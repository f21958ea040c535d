import fc from "fast-check";
import { expect, test } from "vitest";
import { edited, programFrom } from "./edits.ts";
import { meaningsOf } from "./meaning.ts";
import { textsOf } from "./model.ts";
import { changesOf, graphOf, reachedFrom, type Texts } from "./reach.ts";

/** All that import a changed file, also through others. */
function importersOf(head: Texts, changed: readonly string[]): Set<string> {
  const graph = graphOf(head, changed);
  const found = new Set(changed);
  for (const path of found) for (const { file } of graph.importersOf(path)) found.add(file);
  return found;
}

test("what differs is found, and nothing that does not import a changed file", async () => {
  const sizes = { cases: 0, failing: 0, modules: 0, imports: 0, symbols: 0, truth: 0 };
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (draw) => {
      const before = programFrom(draw);
      const after = edited(draw, before);
      const [base, head] = [textsOf(before), textsOf(after)];
      const changed = changesOf(base, head).map(({ path }) => path);
      const [was, is] = [meaningsOf(before), meaningsOf(after)];
      const unchanged = Object.keys(head).filter((path) => base[path] === head[path]);
      const truth = unchanged.filter((path) => was.get(path) !== is.get(path));
      const symbols = new Set(await reachedFrom(base, head));
      const imports = importersOf(head, changed);
      const shown = () => JSON.stringify({ base, head: changed.map((path) => [path, head[path]]) });
      expect(
        truth.filter((path) => !symbols.has(path)),
        shown(),
      ).toEqual([]);
      expect(
        [...symbols].filter((path) => !imports.has(path)),
        shown(),
      ).toEqual([]);
      sizes.cases++;
      sizes.modules += was.size;
      sizes.failing += [...was.values()].filter((each) => each.startsWith('["fails')).length;
      sizes.truth += truth.length;
      sizes.symbols += unchanged.filter((path) => symbols.has(path)).length;
      sizes.imports += unchanged.filter((path) => imports.has(path)).length;
    }),
    {
      numRuns: Number(process.env.RUNS ?? 800),
      ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
    },
  );
  console.log(sizes);
  expect(sizes.symbols).toBeLessThan(sizes.imports * 0.7);
  expect(sizes.truth).toBeGreaterThan(sizes.symbols * 0.3);
});
