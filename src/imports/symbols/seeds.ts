import type { Change } from "../../detect/index.ts";
import { differenceOf, type Only, sameList } from "./difference.ts";
import type { Modules, When } from "./modules.ts";
import type { Sources } from "./sources.ts";
import { cameOrWent, everyName, type Grade, type Grades, type Load, reshaped } from "./types.ts";

/** What of a changed file is affected by its own change. */
export interface Seeds {
  /** All of it counts, with all that import it. */
  readonly whole: boolean;
  readonly names: Grades;
  readonly exports: Grades;
  /** The file is new. */
  readonly added?: true;
}

const all: Seeds = { whole: true, names: new Map(), exports: new Map() };
const none: Seeds = { ...all, whole: false };

/** Compares the two versions of a changed file. */
export async function seedsOf(change: Change, sources: Sources, modules: Modules): Promise<Seeds> {
  const { path, status } = change;
  const { base, head, same } = await sources.versions(path);
  if (status === "A") return { ...all, added: true };
  if (status !== "M" || !base || !head) return all;
  if (same) return none;
  // It only holds values: nothing is run.
  if (path.endsWith(".json")) return { ...none, exports: new Map([[everyName, reshaped]]) };
  const { whole, names, exports, stars, only } = differenceOf(base, head);
  if (whole || (await loadsOtherwise(path, base.loads, head.loads, modules))) return all;
  for (const when of ["now", "before"] as const)
    if (await mayFail(path, only[when], when, modules)) return all;
  const affected = new Map<string, Grade>(exports);
  for (const star of stars) {
    for (const name of await modules.starNames(path, star)) affected.set(name, cameOrWent);
  }
  return { whole: false, names, exports: affected };
}

/** Whether what only one version of a file does may let it fail to load. */
async function mayFail(
  path: string,
  { imported, eager, deep, bases }: Only,
  when: When,
  modules: Modules,
): Promise<boolean> {
  for (const each of imported) if (!(await modules.gives(path, each, when))) return true;
  if (eager.size > 0 && (await modules.inCircle(path))) return true;
  for (const name of deep) if (!safeToRead(await modules.shapeOf(path, name, when))) return true;
  for (const name of bases)
    if (!/^(?:class|function)$/.test((await modules.shapeOf(path, name, when)) ?? "")) return true;
  return false;
}

/** Whether the content of such a thing can be read without running anything. */
const safeToRead = (shape: string | undefined): boolean =>
  shape !== undefined && !/expression|alias|undefined|type|let|var|bigint/.test(shape);

/** Whether the file loads other modules, or in another order, of which that can be noticed. */
async function loadsOtherwise(
  path: string,
  before: readonly Load[],
  after: readonly Load[],
  modules: Modules,
): Promise<boolean> {
  const plain = ({ specifier, certain, names }: Load) =>
    JSON.stringify([specifier, certain, names]);
  if (sameList(before.map(plain), after.map(plain))) return false;
  const noticed = async (loads: readonly Load[]) => {
    const keys: string[] = [];
    for (const load of loads) {
      const { specifier } = load;
      if (await modules.silent(path, specifier)) continue;
      const certain = load.certain || (await modules.givesValue(path, load));
      keys.push(plain(certain ? { specifier, certain, names: [] } : load));
    }
    return keys;
  };
  return !sameList(await noticed(before), await noticed(after));
}
