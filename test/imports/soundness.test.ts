import { expect, test } from "vitest";
import fc from "../helpers/property.ts";
import { named, reach, root } from "./reach.ts";

const places = ["libs/a", "libs/b", "apps/c", "shared"] as const;

interface Import {
  readonly from: number;
  readonly to: number;
  readonly how: number;
  readonly word: number;
}

const count = 12;
const pathOf = (index: number) => `${places[index % places.length]}/f${index}.ts`;
const ownerOf = (path: string) => {
  const name = path.split("/")[1] ?? "";
  return path.startsWith("shared/") ? undefined : name;
};

/** The specifier of an import: relative, by the package's name, or by the compiler's paths. */
function specifier({ from, to, how }: Import): string {
  const [directory = "", file = ""] = [pathOf(to).replace(/\/[^/]*$/, ""), `f${to}`];
  const up = pathOf(from).startsWith("shared/") ? ".." : "../..";
  const relative = `${up}/${directory}/${file}`;
  if (how === 0) return relative;
  if (how === 1) return `${relative}.js`;
  return directory === "shared" ? `@shared/${file}` : `${directory.split("/")[1]}/${file}`;
}

const words: readonly ((specifier: string) => string)[] = [
  (to) => `import "${to}";`,
  (to) => `import type { A } from "${to}";`,
  (to) => `export * from "${to}";`,
  (to) => `const a = () => import("${to}");`,
  (to) => `const b = require("${to}");`,
  (to) => `type T = import("${to}").T;`,
];

const text = (imports: readonly Import[], file: number) =>
  [
    "export const x = 1;",
    ...imports
      .filter(({ from }) => from === file)
      .map((each) => words[each.word]!(specifier(each))),
  ].join("\n");

const oneImport = fc.record({
  from: fc.nat(count - 1),
  to: fc.nat(count - 1),
  how: fc.nat(2),
  word: fc.nat(words.length - 1),
});

/** How many imports each file is away from one, going backwards. */
function distances(imports: readonly Import[], start: number): Map<string, number> {
  const found = new Map([[pathOf(start), 0]]);
  for (const [path, far] of found) {
    for (const { from, to } of imports) {
      if (pathOf(to) === path && !found.has(pathOf(from))) found.set(pathOf(from), far + 1);
    }
  }
  return found;
}

test("exactly the services are reached whose files import a changed one, by shortest chains", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(oneImport, { maxLength: 24 }),
      fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 3 }),
      async (given, changed) => {
        const imports = given.filter(({ from, to }) => from !== to);
        const files: Record<string, unknown> = {
          "package.json": root,
          "tsconfig.json": { compilerOptions: { paths: { "@shared/*": ["./shared/*"] } } },
          "libs/a/package.json": named("a"),
          "libs/b/package.json": named("b"),
          "apps/c/package.json": named("c"),
        };
        const base: Record<string, unknown> = { ...files };
        for (let file = 0; file < count; file++) {
          files[pathOf(file)] = text(imports, file);
          base[pathOf(file)] = `${text(imports, file)}${changed.includes(file) ? "\n" : ""}`;
        }
        const found = await reach(base, files);

        const expected: Record<string, string[]> = {};
        const told: string[] = [];
        for (const start of [...changed].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1))) {
          const far = distances(imports, start);
          const best = new Map<string, number>();
          for (const [path, distance] of far) {
            const owner = ownerOf(path);
            if (owner === undefined || owner === ownerOf(pathOf(start))) continue;
            best.set(owner, Math.min(distance, best.get(owner) ?? distance));
          }
          if (ownerOf(pathOf(start)) !== undefined || best.size > 0) told.push(pathOf(start));
          for (const [owner, distance] of best) {
            expected[owner] ??= [];
            expected[owner].push(`${distance} to ${pathOf(start)}`);
          }
        }
        const short = Object.fromEntries(
          Object.entries(found.chains).map(([name, chains]) => [
            name,
            chains.map((chain) => `${chain.length} to ${chain.at(-1)?.split(" ")[1]}`),
          ]),
        );
        expect(short).toEqual(expected);
        expect(found.told.sort()).toEqual(told.sort());
        // Each chain begins in the service, and each step is an import that stands in the text.
        for (const [name, chains] of Object.entries(found.chains)) {
          for (const chain of chains) {
            const steps = chain.map((step) => /^(.*):(\d+) (.*)$/.exec(step)!.slice(1));
            expect(ownerOf(steps[0]![0]!)).toBe(name);
            steps.forEach(([file, line, to], index) => {
              const stands = imports.filter((each) => pathOf(each.from) === file);
              expect(pathOf(stands[Number(line) - 2]!.to)).toBe(to);
              if (index > 0) expect(steps[index - 1]![2]).toBe(file);
            });
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});
