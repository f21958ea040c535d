import { expect, test } from "vitest";
import fc from "../helpers/property.ts";
import type { Files } from "../workspace/tree.ts";
import { type Member, type Package, printNpm, printPnpm, type Registry, seen } from "./graphs.ts";
import { differs } from "./helper.ts";

const directories = ["apps/a", "apps/b", "libs/c", "libs/d"];
const names = ["x", "y", "z", "@s/x"];

/** At most one package a name, as a manifest has it. */
const oneEach = (numbers: readonly number[], packages: readonly Package[]): number[] => {
  const byName = new Map(numbers.map((number) => [packages[number]!.name, number]));
  return [...byName.values()];
};

const number = fc.nat({ max: 8 });

/** What a registry is made from: edges may lead anywhere. */
const parts = fc.record({
  packages: fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      version: fc.constantFrom("1.0.0", "2.0.0"),
      to: fc.array(number, { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  contents: fc.dictionary(fc.constantFrom(...names), fc.constantFrom("sha512-b", "sha512-c"), {
    maxKeys: 1,
  }),
  members: fc.tuple(
    ...directories.map(() =>
      fc.record({
        packages: fc.array(number, { maxLength: 3 }),
        members: fc.array(fc.nat({ max: 3 }), { maxLength: 2 }),
      }),
    ),
  ),
});
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

/**
 * A registry without faults. Edges lead onwards, or back to packages that are alone with their
 * name: without that, there are graphs for which npm would have to nest without end.
 */
function registry({ packages: drawn, contents, members: asked }: Parts): Registry {
  const alone = (name: string) => drawn.filter((each) => each.name === name).length === 1;
  const packages = drawn.map(({ name, version }): Package => {
    return { name, version, content: contents[name] ?? "sha512-a", to: [] };
  });
  const full = packages.map((each, from): Package => {
    const to = drawn[from]!.to.map((each) => each % packages.length).filter(
      (target) => target > from || (alone(packages[target]!.name) && alone(each.name)),
    );
    return { ...each, to: oneEach(to, packages) };
  });
  const members = directories.map((directory, index): [string, Member] => [
    directory,
    {
      packages: oneEach(
        asked[index]!.packages.map((each) => each % packages.length),
        packages,
      ),
      members: [...new Set(asked[index]!.members.map((each) => directories[each]!))].filter(
        (each) => each !== directory,
      ),
    },
  ]);
  return { packages: full, members: new Map(members) };
}

/** A registry, and what became of it: a few parts are those of another one. */
const pair = fc
  .tuple(parts, parts, fc.array(fc.nat({ max: 11 }), { maxLength: 3 }))
  .map(([before, other, changed]) => {
    const after: Parts = {
      packages: before.packages.map((each, index) =>
        changed.includes(index) ? (other.packages[index] ?? each) : each,
      ),
      contents: changed.includes(7) ? other.contents : before.contents,
      members: before.members.map((each, index) =>
        changed.includes(8 + index) ? other.members[index]! : each,
      ),
    } as Parts;
    return [registry(before), registry(after)] as const;
  });

function expected([base, head]: readonly [Registry, Registry]): string[] {
  const texts = new Map<string, number>();
  const depth = base.packages.length + head.packages.length + 2 * directories.length;
  return directories.filter(
    (each) => seen(base, each, depth, texts) !== seen(head, each, depth, texts),
  );
}

const turns = fc.func(fc.integer({ min: -2, max: 2 })) as fc.Arbitrary<(key: string) => number>;

type Print = (registry: Registry, turn: (key: string) => number) => Files;
const printers: [string, Print][] = [
  ["package-lock.json", printNpm],
  ["pnpm-lock.yaml", printPnpm],
];

test.each(printers)("%s: exactly those that reach something else differ", async (file, print) => {
  await fc.assert(
    fc.asyncProperty(pair, turns, turns, async (registries, one, other) => {
      const sides = [print(registries[0], one), print(registries[1], other)] as const;
      const found = await differs(file, sides, directories);
      expect(Object.keys(found).sort()).toEqual(expected(registries));
    }),
    { numRuns: 400 },
  );
});

test.each(printers)("%s: order, format and place make no difference", async (file, print) => {
  await fc.assert(
    fc.asyncProperty(parts, turns, turns, async (drawn, one, other) => {
      const sides = [print(registry(drawn), one), print(registry(drawn), other)] as const;
      expect(await differs(file, sides, directories)).toEqual({});
    }),
    { numRuns: 200 },
  );
});
