import { expect, test } from "vitest";
import fc from "../../helpers/property.ts";
import { edited, programFrom } from "./edits.ts";
import { meaningsOf } from "./meaning.ts";
import { textsOf } from "./model.ts";
import { changesOf, graphOf, reachedFrom, type Texts } from "./reach.ts";

/** Changed files and all that import them, also through others. */
function importersOf(head: Texts, changed: readonly string[]): Set<string> {
  const graph = graphOf(head, changed);
  const found = new Set(changed);
  for (const path of found) for (const { file } of graph.importersOf(path)) found.add(file);
  return found;
}

test("all that differs is found, and nothing that does not import a changed file", async () => {
  const sizes = { truth: 0, symbols: 0, imports: 0 };
  const property = fc.asyncProperty(fc.gen(), async (draw) => {
    const before = programFrom(draw);
    const after = edited(draw, before);
    const [base, head] = [textsOf(before), textsOf(after)];
    const [was, is] = [meaningsOf(before), meaningsOf(after)];
    const unchanged = Object.keys(head).filter((path) => base[path] === head[path]);
    const changed = changesOf(base, head).map(({ path }) => path);
    const truth = unchanged.filter((path) => was.get(path) !== is.get(path));
    const symbols = new Set(await reachedFrom(base, head));
    const imports = importersOf(head, changed);

    const shown = JSON.stringify({ base, head: changed.map((path) => [path, head[path]]) });
    const missed = truth.filter((path) => !symbols.has(path));
    const beyond = [...symbols].filter((path) => !imports.has(path));
    expect({ missed, beyond }, shown).toEqual({ missed: [], beyond: [] });

    sizes.truth += truth.length;
    sizes.symbols += unchanged.filter((path) => symbols.has(path)).length;
    sizes.imports += unchanged.filter((path) => imports.has(path)).length;
  });
  // Without making a failing case smaller: that takes minutes, and the texts are shown.
  await fc.assert(property, {
    seed: Number(process.env.SEED ?? 1),
    numRuns: 500,
    endOnFailure: true,
  });
  // Falling back to imports every time would be right as well, and of no use.
  expect(sizes.symbols).toBeLessThan(0.75 * sizes.imports);
  expect(sizes.truth).toBeGreaterThan(0.25 * sizes.symbols);
});
