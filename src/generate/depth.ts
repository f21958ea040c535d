import type { Tree } from "../detect/index.ts";
import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import { compileJob, type Hash, isHash, type Limits, type Pipeline } from "../model/index.ts";
import { yamlReader } from "../yaml/index.ts";

/** Where a pipeline stands: 0 is the root, 1 its child, 2 its grandchild. */
export type Level = number;

/** The level of the pipeline that this run writes: a child of the one that runs it. */
export const levelBelow = (source: string): Level => (source === "parent_pipeline" ? 2 : 1);

/** A job that starts a child, and the files of this repository that the child is made of. */
interface Starter {
  readonly name: string;
  readonly origin: string;
  readonly files: readonly string[];
}

/**
 * One CHILD_TOO_DEEP for each job of a pipeline at `level` that starts a child deeper than GitLab
 * allows: children of the same project are counted from the root, pipelines of other projects
 * count anew (docs: ci/pipelines/downstream_pipelines, nested child pipelines).
 */
export function childDepth(
  pipeline: Pipeline,
  level: Level,
  { childDepth: { value: limit } }: Limits,
): readonly Diagnostic[] {
  if (level + 1 <= limit) return [];
  return startersOf(pipeline).map(({ name, origin }) =>
    found("CHILD_TOO_DEEP", [origin, name, "trigger"], { level: level + 1, limit }),
  );
}

/**
 * One CHILD_FILE_TOO_DEEP for each job that runs a file of this repository as a child whose own
 * jobs would start children too deep. Files are read as they are: what they include is not
 * followed, and one that cannot be read is left to GitLab.
 */
export async function fileDepth(
  pipeline: Pipeline,
  level: Level,
  { childDepth: { value: limit } }: Limits,
  tree: Pick<Tree, "has" | "read">,
): Promise<readonly Diagnostic[]> {
  // Either all is well two levels below, or the job itself is refused.
  if (level + 2 <= limit || level + 1 > limit) return [];
  const starters = startersOf(pipeline);
  const paths = [...new Set(starters.flatMap(({ files }) => files))].filter(tree.has);
  if (paths.length === 0) return [];
  const jobs = new Map<string, readonly string[]>();
  for (const [path, text] of await tree.read(paths)) jobs.set(path, await startersIn(text, path));
  return starters.flatMap(({ name, origin, files }) =>
    files.flatMap((file) => {
      const inner = jobs.get(file) ?? [];
      if (inner.length === 0) return [];
      const where = [origin, name, "trigger", "include"];
      return [found("CHILD_FILE_TOO_DEEP", where, { file, jobs: inner, level: level + 2, limit })];
    }),
  );
}

/**
 * Both of the above: raises the first as a UserError (exit code 4), gives the second as warnings.
 */
export async function checkDepth(
  pipeline: Pipeline,
  level: Level,
  limits: Limits,
  tree: Pick<Tree, "has" | "read">,
): Promise<readonly Diagnostic[]> {
  const errors = childDepth(pipeline, level, limits);
  if (errors.length > 0) throw new UserError(errors);
  return fileDepth(pipeline, level, limits, tree);
}

function startersOf(pipeline: Pipeline): Starter[] {
  return pipeline.jobs.flatMap(({ name, origin, kind }) => {
    const config = kind === "trigger" ? compileJob(pipeline, name) : undefined;
    const include = config && includeOf(config);
    return include === undefined ? [] : [{ name, origin, files: localFiles(include) }];
  });
}

const includeOf = ({ trigger }: Hash): unknown =>
  isHash(trigger) ? (trigger.include ?? undefined) : undefined;

/** Paths from the top of the repository; a string is an address or a path of it. */
const localFiles = (include: unknown): string[] =>
  [include].flat().flatMap((entry) => {
    const local = isHash(entry) ? entry.local : entry;
    if (typeof local !== "string" || /^https?:/.test(local)) return [];
    return [local.replace(/^\/+/, "")];
  });

/** Names of the visible jobs of a configuration that start children. */
async function startersIn(text: string, path: string): Promise<readonly string[]> {
  if (!/\btrigger\b/.test(text) || !/\binclude\b/.test(text)) return [];
  const { parseYaml } = await yamlReader();
  // A header with inputs stands before the configuration.
  const body = text.split(/^---(?=\s|$)/m).at(-1) ?? "";
  try {
    const document = parseYaml(body, path);
    if (!isHash(document)) return [];
    return Object.entries(document)
      .filter(([name, job]) => !name.startsWith(".") && isHash(job) && includeOf(job) !== undefined)
      .map(([name]) => name);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
