import { type Diagnostic, fail, found } from "../../diagnostics/index.ts";
import { writeFiles } from "../../emit/index.ts";
import type { Gitlab } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import { nameOf } from "../tree.ts";
import type { PipelineNode } from "../types.ts";
import { annotationsOf } from "./annotations.ts";
import { bringArtifacts, wantedOf } from "./artifacts.ts";
import { dotenvOf } from "./dotenv.ts";
import { junitOf } from "./junit.ts";
import { listed } from "./listed.ts";
import { type Tested, testsOf, toldOnce } from "./tests.ts";

/** What to bring back, as the options ask for it: files from the working directory. */
export interface AskedReports {
  readonly dotenv?: string | undefined;
  /** How many variables GitLab takes of a dotenv report. */
  readonly dotenvLimit?: number | undefined;
  readonly annotations?: string | undefined;
  readonly junit?: string | undefined;
  /** A directory. */
  readonly artifacts?: string | undefined;
  /** `job:path`, as `wantedOf` reads it. */
  readonly artifact?: readonly string[] | undefined;
}

/** The same as options of a command. */
export interface ReportOptions extends Omit<AskedReports, "dotenvLimit"> {
  readonly dotenvLimit?: string | undefined;
}

/**
 * What the options ask for; `undefined` where they ask for nothing. Errors: REPORT_OPTION,
 * ARTIFACT_FORM.
 */
export function checkReports(options: ReportOptions): AskedReports | undefined {
  const { dotenv, annotations, junit, artifacts, artifact } = options;
  const limit = options.dotenvLimit;
  const refuse = (flag: string, next: string) => fail("REPORT_OPTION", [flag], { next });
  if (limit !== undefined && !/^[1-9]\d{0,3}$/.test(limit))
    refuse("--dotenv-limit", "Give a number, such as 50");
  if (artifact && !artifacts) refuse("--artifact", "Name the directory as well, with --artifacts");
  if (artifacts && !artifact) refuse("--artifacts", "Say with --artifact which: 'build:dist/**'");
  wantedOf(artifact ?? []);
  if (!dotenv && !annotations && !junit && !artifacts) return undefined;
  const dotenvLimit = limit === undefined ? undefined : Number(limit);
  return { dotenv, annotations, junit, artifacts, artifact, dotenvLimit };
}

export interface ReportWorld {
  readonly io: Pick<Io, "cwd" | "files">;
  /**
   * The client of the instance that a tree belongs to, with the token that may do most: no job
   * token may read test reports.
   */
  readonly api: (root: PipelineNode) => Gitlab;
}

/**
 * Writes what the options ask for of the pipelines as they are now. What could not be brought is a
 * warning; no file is left that GitLab refuses. Errors: ARTIFACT_FORM, EMIT_WRITE.
 */
export async function writeReports(
  trees: readonly PipelineNode[],
  asked: AskedReports,
  world: ReportWorld,
): Promise<readonly Diagnostic[]> {
  const { io } = world;
  const wanted = wantedOf(asked.artifact ?? []);
  const diagnostics: Diagnostic[] = [];
  const write = (path: string, { text, count, left }: File, what: Cut) => {
    writeFiles(io, [{ path, text }]);
    if (left > 0) diagnostics.push(found("REPORT_CUT", [path], { left, count, what }));
  };
  if (asked.dotenv) write(asked.dotenv, dotenvOf(trees, asked.dotenvLimit), "pipelines");
  if (asked.annotations) write(asked.annotations, annotationsOf(trees), "links");
  if (asked.junit) {
    const tests = await testsIn(trees, asked.junit, world);
    diagnostics.push(...tests.diagnostics);
    write(asked.junit, junitOf(tests.reports), "tests");
  }
  if (asked.artifacts) {
    const directory = asked.artifacts;
    const brought = await bringArtifacts(trees, { directory, wanted }, world);
    diagnostics.push(...brought.diagnostics);
  }
  return diagnostics;
}

interface File {
  readonly text: string;
  readonly count: number;
  readonly left: number;
}

type Cut = "pipelines" | "links" | "tests";

/** The test reports of all pipelines, one after the other, and what cannot be read. */
async function testsIn(trees: readonly PipelineNode[], path: string, { api }: ReportWorld) {
  const all = listed(trees);
  const reports: Tested[] = [];
  const unread: (readonly [string, string])[] = [];
  for (const { node, root } of all) {
    const answer = await testsOf(api(root), node);
    if ("value" in answer) reports.push({ node, suites: answer.value });
    else unread.push([nameOf(node), answer.problem]);
  }
  const diagnostics = unread.length > 0 ? [found("TESTS_UNREAD", [path], { unread })] : [];
  return { reports: toldOnce(all, reports), diagnostics };
}
