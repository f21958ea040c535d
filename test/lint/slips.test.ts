import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { applyFixes, lint } from "../../src/lint/index.ts";
import { limitsFor } from "../../src/model/index.ts";
import fc from "../helpers/property.ts";

// Configurations that GitLab takes, with a slip in one keyword: a fix brings back what was there.
const folder = resolve(import.meta.dirname, "../fixtures/configurations");
const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));
const paths = readFileSync(resolve(folder, "paths.txt"), "utf8").split("\n").filter(Boolean);
const textOf = (name: string) => readFileSync(resolve(folder, name), "utf8");

const keyword =
  /^( +(?:- )?)(script|stage|needs|rules|artifacts|variables|paths|image|services|tags|cache|extends|when|changes|interruptible|retry|timeout|environment|dependencies|allow_failure|before_script|parallel|trigger)(?=:)/gm;

async function fixesIn(name: string, text: string) {
  const { fixes, outcome } = await lint([name], {
    world: {
      read: async (path) => {
        if (path === name) return text;
        try {
          return textOf(names.includes(path) ? path : `repository/${path}`);
        } catch {
          return undefined;
        }
      },
      paths: async () => paths,
      mapped: async () => undefined,
    },
    paths,
    limits: limitsFor({}),
    version: "18.11",
  });
  const own = outcome.findings.some(({ fromGitLab, fixable }) => fromGitLab && fixable);
  return own ? (fixes.get(name) ?? []) : [];
}

/** One letter less, twice, or changed with its neighbour. */
const slips: readonly ((word: string, at: number) => string)[] = [
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + word[at] + word.slice(at),
  (word, at) => word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2),
];

test("a slip is mended to what was written, or left", async () => {
  let mended = 0;
  const slip = fc.tuple(fc.constantFrom(...names), fc.nat(), fc.nat(), fc.constantFrom(...slips));
  await fc.assert(
    fc.asyncProperty(slip, async ([name, which, at, change]) => {
      const before = textOf(name);
      const words = [...before.matchAll(keyword)];
      const found = words[which % words.length];
      const [whole = "", indent = "", word = ""] = found ?? [];
      if (!found) return;
      const from = found.index + indent.length;
      const wrong = change(word, at % word.length);
      const text = before.slice(0, from) + wrong + before.slice(found.index + whole.length);
      if (text === before) return;
      const fixes = await fixesIn(name, text);
      const fixed = await applyFixes(text, fixes);
      if (fixed.applied.length > 0) {
        expect(fixed.text).toBe(before);
        mended++;
      }
    }),
    { numRuns: 200 },
  );
  expect(mended).toBeGreaterThan(60);
});
