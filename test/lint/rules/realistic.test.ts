import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../../../src/diagnostics/index.ts";
import { applyRules, type Linted, rules } from "../../../src/lint/index.ts";
import { load } from "../../../src/loading/index.ts";
import { isHash, limitsFor } from "../../../src/model/index.ts";
import { printYaml } from "../../../src/yaml/index.ts";
import fc from "../../helpers/property.ts";
import { mutatedOf } from "../mutations.ts";
import { lintedDocument, linted as lintedText } from "./helper.ts";

// Configurations as people have them: whatever an error or a warning says of one is wrong.
const directory = resolve(import.meta.dirname, "../../fixtures/configurations");
const names = readdirSync(directory).filter((name) => name.endsWith(".yml"));
const textOf = (name: string) => readFileSync(resolve(directory, name), "utf8");
const paths = textOf("paths.txt").trimEnd().split("\n");

const world = {
  read: async (path: string) => {
    const file = resolve(directory, "repository", path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  },
  paths: async () => paths,
  mapped: async () => undefined,
};

async function linted(path: string, text: string, child = false): Promise<Linted> {
  const limits = limitsFor({});
  const { document, open } = await load({ path, text }, world, { limits, child });
  return { ...lintedDocument(document, { paths }), open };
}

/** What trigger jobs start from files of the repository, by job. */
async function localChildren(parent: Linted): Promise<readonly Linted[]> {
  const children: Linted[] = [];
  for (const [job, { trigger }] of parent.jobs) {
    const include = isHash(trigger) ? [trigger.include].flat().filter(isHash) : [];
    if (include.length === 0 || include.some(({ local }) => local === undefined)) continue;
    const child = await linted("child.yml", printYaml({ include }), true);
    children.push({ ...child, role: "child", startedBy: { job, linted: parent } });
  }
  return children;
}

const told = async (linted: Linted) =>
  (await applyRules(linted, rules)).map(({ code, path }) => `${code} ${path.join(".")}`);

/** What is worth a look in them. */
const infos: Readonly<Record<string, readonly string[]>> = {
  "vineyard-static-children.yml": ["trigger-variables-leak white.trigger"],
  "zoo-dynamic-child.yml": ["trigger-variables-leak enclosures.trigger"],
};

describe("rules have nothing to say against it, and against its children", () => {
  test.each(names)("%s", async (name) => {
    const parent = await linted(name, textOf(name));
    expect(await told(parent)).toEqual(infos[name] ?? []);
    for (const child of await localChildren(parent)) {
      expect(child.jobs.size).toBeGreaterThan(0);
      expect(await told(child), child.startedBy?.job).toEqual([]);
    }
  });
});

test("some of them are not open, and some have children", async () => {
  const all = await Promise.all(names.map((name) => linted(name, textOf(name))));
  expect(all.filter(({ jobs }) => jobs.size > 1).length).toBeGreaterThan(30);
  expect(all.filter(({ open }) => !open).length).toBeGreaterThan(15);
  expect((await Promise.all(all.map(localChildren))).flat().length).toBeGreaterThan(1);
});

test("one with mistakes in it gets an answer", async () => {
  let heard = 0;
  const judge = async (text: string) => {
    let parent: Linted;
    try {
      parent = lintedText(text, { paths });
    } catch (error) {
      if (error instanceof UserError || error instanceof TypeError) return;
      throw error;
    }
    const child: Linted = { ...parent, role: "child", startedBy: { job: "child", linted: parent } };
    heard += (await applyRules(parent, rules)).length + (await applyRules(child, rules)).length;
  };
  const property = fc.asyncProperty(mutatedOf(names.map(textOf)), judge);
  await fc.assert(property, { seed: 20_261_121, numRuns: 200 });
  expect(heard).toBeGreaterThan(5);
});
