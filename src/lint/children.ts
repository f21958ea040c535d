import type { Loaded, LoadedFile, LoadWorld, Place } from "../loading/index.ts";
import { isHash } from "../model/index.ts";
import type { LintFinding } from "./finding.ts";
import type { Linted } from "./types.ts";

/** A child pipeline as it is read for lint. */
export interface Child {
  /** The trigger job that starts it. */
  readonly job: string;
  /** A file of the repository, or what GitLab reads in place of one. */
  readonly entry: string | LoadedFile;
  readonly world: LoadWorld;
  /** The name under which a file of it is told. */
  readonly nameOf: (file: string) => string;
  /** Where the trigger job names it: what is wrong with that stands in no file of the child. */
  readonly at?: Place | undefined;
  /** It is written by a job: nothing in it can be mended by hand. */
  readonly isMade: boolean;
}

const same = (file: string): string => file;

/** The children of which something is known here: those from files, and those that are made. */
export async function childrenOf(
  linted: Linted,
  world: LoadWorld,
  where: Loaded["where"],
): Promise<readonly Child[]> {
  const made = (await linted.made?.()) ?? [];
  const texts = new Map(made.flatMap((one) => ("texts" in one ? [[one.job, one.texts]] : [])));
  const children: Child[] = [];
  for (const [job, { trigger }] of linted.jobs) {
    const own = texts.get(job);
    if (!own && !isHash(trigger)) continue;
    const entries = isHash(trigger) ? [trigger.include ?? []].flat() : [];
    const file = plainFile(entries);
    // GitLab reads the entries as the `include` of a text of its own (bridge.rb, yaml_for_downstream).
    const whole = { path: `\0${job}`, text: JSON.stringify({ include: entries }) };
    const base = { job, entry: whole, at: where([job, "trigger"]) };
    if (own) children.push({ ...base, ...archived(own, world), isMade: true });
    else if (file === undefined ? await areLocal(entries, world) : await world.read(file)) {
      children.push({ ...base, entry: file ?? whole, world, nameOf: same, isMade: false });
    }
  }
  return children;
}

/** The file of a child that is one file and takes no inputs. */
function plainFile(entries: readonly unknown[]): string | undefined {
  const [only, ...others] = entries;
  const isPlain = !isHash(only) || Object.keys(only).every((key) => key === "local");
  const file = others.length === 0 && isPlain ? localOf(only) : undefined;
  return file;
}

/** The path of a file of the repository that an entry names. */
function localOf(entry: unknown): string | undefined {
  const local = isHash(entry) ? entry.local : entry;
  if (typeof local !== "string" || /^https?:|[$*]/.test(local)) return undefined;
  return local.replace(/^\/+/, "");
}

/** Whether all entries are files of the repository that there are, under no conditions. */
async function areLocal(entries: readonly unknown[], world: LoadWorld): Promise<boolean> {
  for (const entry of entries) {
    const file = localOf(entry);
    if (file === undefined || (isHash(entry) && entry.rules !== undefined)) return false;
    if ((await world.read(file)) === undefined) return false;
  }
  return entries.length > 0;
}

/** A world with artifacts: these files are what the archives of all jobs hold. */
function archived(texts: ReadonlyMap<string, string>, world: LoadWorld) {
  const pathOf = (key: string) => /^artifact:.*?:([^:]*)$/s.exec(key)?.[1] ?? "";
  const nameOf = (file: string) => (texts.has(pathOf(file)) ? pathOf(file) : file);
  const mapped = async (key: string) => texts.get(pathOf(key)) ?? world.mapped(key);
  return { world: { ...world, mapped }, nameOf };
}

/** A finding under the names that people know, and without a fix where there is nothing to mend. */
export function renamed(finding: LintFinding, { entry, at, nameOf, isMade }: Child): LintFinding {
  const isOutside = typeof entry !== "string" && finding.file === entry.path;
  return {
    ...finding,
    ...(isOutside && at ? { path: [], ...at } : { file: nameOf(finding.file) }),
    ...((isMade || isOutside) && { fixable: false }),
  };
}
