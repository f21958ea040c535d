import type { Begun } from "../begin.ts";
import { type LoadedConfig, loadConfig } from "../config/index.ts";
import type { Context } from "../context/index.ts";
import { type Compared, compare } from "../detect/index.ts";
import { type Diagnostic, fail, found, UserError } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { complete, type Detected, detect, type Plan } from "../run.ts";
import { choose, lookedAt } from "./choose.ts";
import { ownOptions, paramsOf, type WithoutParam } from "./own-options.ts";
import type { Trees } from "./trees.ts";
import type { SideService } from "./types.ts";

/** A tree that a side is made in. */
export interface Place {
  /** The world that it is made in. */
  readonly io: Io;
  /** Those of the run, as they are meant there. */
  readonly options: Options;
  /** For people: `1234abcd`, `1234abcd and the work tree`. */
  readonly commit: string;
  readonly comparing: Promise<Compared>;
  /** `undefined` where the commit has none. */
  readonly config: LoadedConfig | undefined;
}

/** A side as it was made; `plan` is `undefined` where the commit has no configuration. */
export interface Made extends Place {
  readonly plan: Plan | undefined;
  /** Services that were looked at, in its workspace's order. */
  readonly services: readonly SideService[];
}

/** Both sides. */
export interface Sides {
  readonly from: Made;
  readonly to: Made;
  readonly compared: Compared;
  readonly context: Context;
  /** What is to be said of both, and what the later side told. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes the pipelines of both sides, each from its own tree: the base and the head, as `--from` and
 * `--to` name them. The head is what is checked out (on a developer's machine with what is not
 * committed) unless a commit is named. What is wrong with a side is a UserError that ends in
 * DIFF_SIDE and has the exit code of its first finding; DIFF_NO_BASE where there is nothing to
 * compare with.
 */
export async function makeSides(
  options: Options,
  io: Io,
  begun: Begun,
  trees: Trees,
): Promise<Sides> {
  const compared = await comparison(options, io, begun);
  const { base, head, branch } = compared;
  const { sha } = base;
  if (sha === null) return fail("DIFF_NO_BASE", [], { why: base.why });
  const local = begun.context.event === "local" && branch !== undefined;
  const context = local ? { ...begun.context, ref: branch } : begun.context;
  const inTree = async (at: string): Promise<Place> => {
    const world = await trees.at(at);
    const comparing = compare(world, context, { base: sha, head: at, all: false, quiet: true });
    // What is told, and what generators see, is what the run compares.
    const told = comparing.then((own) => ({ ...own, base }));
    told.catch(() => {});
    return place(world, short(at), told, ownOptions(options, trees.root, io, world));
  };
  const here = compared.workTree ? `${short(head)} and the work tree` : short(head);
  const later =
    options.head === undefined
      ? await place(io, here, Promise.resolve(compared), ownOptions(options, trees.root, io, io))
      : await inTree(head);
  const earlier = await inTree(sha);
  if (!later.config && !earlier.config) await loadConfig(io, options.config);
  const without = [...paramsOf(later, earlier), ...paramsOf(earlier, later)];
  const to = await look(later, without, context);
  const from = await look(earlier, without, context);
  const chosen = choose(options, from, to);
  const made = {
    from: await make(earlier, chosen.from),
    to: await make(later, chosen.to),
  };
  const said = [...missing(earlier, "added"), ...missing(later, "removed")];
  const diagnostics = [
    ...without.map(({ finding }) => finding),
    ...said,
    ...(made.to.plan?.diagnostics ?? []),
  ];
  return { ...made, compared, context, diagnostics };
}

const short = (sha: string) => sha.slice(0, 8);

/** What is compared, by the configuration that is checked out, where one loads. */
async function comparison(options: Options, io: Io, begun: Begun): Promise<Compared> {
  const checkedOut = await loadConfig(io, options.config).catch(() => undefined);
  const config = checkedOut?.config;
  begun.settle(config?.base.branch ?? "before", {
    schedule: config?.base.schedule,
    maps: Object.keys(config?.upstream ?? {}).length > 0,
  });
  try {
    return await begun.comparing;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // In the words of whoever typed --from and --to.
    const diagnostics = error.diagnostics.map((each) =>
      each.code === "BASE_NOT_FOUND" || each.code === "HEAD_NOT_FOUND"
        ? { ...each, message: each.message.replace("--base", "--from").replace("--head", "--to") }
        : each,
    );
    throw new UserError(diagnostics, { cause: error });
  }
}

async function place(
  io: Io,
  commit: string,
  comparing: Promise<Compared>,
  options: Options,
): Promise<Place> {
  const config = await telling(commit, async () => {
    try {
      return await loadConfig(io, options.config);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  });
  return { io, options, commit, comparing, config };
}

/** Whether a commit has no configuration; one that imports what is not there is another matter. */
function isMissing(error: unknown): boolean {
  const [first] = error instanceof UserError ? error.diagnostics : [];
  return (
    first?.code === "CONFIG_MISSING" ||
    (first?.code === "CONFIG_NOT_FOUND" && first.where.length === 0)
  );
}

/** What a commit has and what is affected in it. */
async function look(
  place: Place,
  without: readonly WithoutParam[],
  context: Context,
): Promise<Detected | undefined> {
  if (!place.config) return undefined;
  const unknown = new Set(
    without.filter(({ commit }) => commit === place.commit).map(({ pair }) => pair),
  );
  const param = place.options.param?.filter((pair) => !unknown.has(pair));
  const { comparing } = place;
  const begun: Begun = { context, comparing, started: Promise.resolve(), settle: () => {} };
  const options = { ...place.options, param };
  return telling(place.commit, () => detect(options, place.io, begun));
}

/** The pipelines of a side, for the services that were chosen. */
async function make(place: Place, detected: Detected | undefined): Promise<Made> {
  if (!detected) return { ...place, plan: undefined, services: [] };
  const plan = await telling(place.commit, () => complete(detected, place.options, place.io));
  return { ...place, plan, services: lookedAt(detected) };
}

/** What is wrong with a side is told with its commit. */
async function telling<T>(commit: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const side = found("DIFF_SIDE", [], { commit });
    throw new UserError([...error.diagnostics, side], { cause: error });
  }
}

const missing = ({ config, commit }: Place, what: "added" | "removed"): Diagnostic[] =>
  config ? [] : [found("DIFF_NO_CONFIGURATION", [], { commit, what })];
