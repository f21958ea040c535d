import { type Diagnostic, type ExitCode, fail, sentence } from "../diagnostics/index.ts";
import { instances, type PipelineNode, type PipelineRef, readTrees } from "../downstream/index.ts";
import {
  type CommitStatus,
  checkReports,
  commitPlace,
  commitStatusOf,
  setCommitStatus,
  writeReports,
} from "../downstream/reports/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { tell } from "./_tell.ts";

/** Brings back what pipelines say, as the options ask for it. */
export interface Reporting {
  /** Tells the commit that something goes on. */
  begin(): Promise<void>;
  /**
   * Writes the reports and gives the commit the status that the trees come to. Of `roots` those that
   * are missing are read; left out, all are. Gives the exit code: 5 in the place of 0 where the commit took no status.
   */
  end(
    refs: readonly PipelineRef[],
    roots: readonly PipelineNode[] | undefined,
    exit: ExitCode,
  ): Promise<ExitCode>;
}

/**
 * What the options say is checked at once, before anything is started or waited for. Errors:
 * REPORT_OPTION, ARTIFACT_FORM, COMMIT_STATUS_NOWHERE.
 */
export function reporting(options: Options, io: Io): Reporting {
  const asked = checkReports(options);
  const status = committing(options, io);
  return {
    async begin() {
      const going = {
        state: "running",
        description: "Downstream: going on",
        url: undefined,
      } as const;
      await status?.(going);
    },
    async end(refs, given, exit) {
      if (!asked && !status) return exit;
      const at = instancesFor(options, io);
      const missing = refs.filter(({ id }) => !given?.some((root) => root.id === id));
      const read = missing.length > 0 ? await readTrees(missing, at, { io }) : [];
      const roots = [...(given ?? []), ...read];
      if (asked) {
        const api = (root: PipelineNode) => at(urlOf(root, refs)).client;
        tell(await writeReports(roots, asked, { io, api }), { ...options, quiet: false }, io);
      }
      const done = given ? commitStatusOf(given, exit) : commitStatusOf(roots);
      const told = await status?.(done);
      return told === false && exit === 0 ? 5 : exit;
    },
  };
}

const instancesFor = ({ quiet, verbose }: Options, io: Io) =>
  instances({ io }, { tell: quiet ? () => {} : io.err, verbose: verbose ? io.err : undefined });

/** The address of the instance that a tree belongs to: ids are those of one instance alone. */
function urlOf(root: PipelineNode, refs: readonly PipelineRef[]): string | undefined {
  const own = refs.filter(({ id }) => id === root.id);
  const origin = URL.canParse(root.url) ? new URL(root.url).origin : undefined;
  const there = own.find(
    ({ url }) => url !== undefined && URL.canParse(url) && new URL(url).origin === origin,
  );
  return (there ?? own.find(({ url }) => url === undefined) ?? own[0])?.url;
}

/** What gives the commit a status; it says so where it cannot, and is then `false`. */
function committing(options: Options, io: Io) {
  const { commitStatus: name } = options;
  if (name === undefined) return undefined;
  const place = commitPlace(io) ?? fail("COMMIT_STATUS_NOWHERE", ["--commit-status"], {});
  return async (status: CommitStatus): Promise<boolean> => {
    const { change } = instancesFor(options, io)(undefined);
    const problem: Diagnostic | undefined = await setCommitStatus(change, name, place, status);
    if (problem) io.err(`error: ${sentence(problem)}\n`);
    return problem === undefined;
  };
}
