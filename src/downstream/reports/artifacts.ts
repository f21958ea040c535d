import { join, resolve } from "node:path";
import { type Diagnostic, fail, found, showText } from "../../diagnostics/index.ts";
import { type Answer, type Gitlab, projectPath } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import { type Pattern, parsePattern } from "../../workspace/index.ts";
import { nameOf } from "../tree.ts";
import type { JobNode, PipelineNode } from "../types.ts";
import { type Listed, listed } from "./listed.ts";
import { segmentOf, staysBelow, unsafe } from "./paths.ts";
import { readZip } from "./zip.ts";

/** Which artifacts of which jobs. */
export interface Wanted {
  /** As it was written. */
  readonly text: string;
  readonly job: RegExp;
  /** A path without wildcards, or the paths of an archive. */
  readonly path: string | Pattern;
}

/** Bytes: of an archive or a file, and of all that is unpacked; and how many files. */
export const artifactLimits = { download: 100_000_000, all: 500_000_000, files: 20_000 };

/**
 * Reads `job:path`: `*` in a job's name stands for any characters; a path is a pattern of files in
 * its archive. What stands behind the last colon is the path, because names of jobs have colons
 * too; where nothing stands there, all files are meant. Error: ARTIFACT_FORM.
 */
export function wantedOf(texts: readonly string[]): Wanted[] {
  return texts.map((text) => {
    const colon = text.lastIndexOf(":");
    const [job, path] = colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
    if (job === "") fail("ARTIFACT_FORM", ["--artifact"], { given: text, problem: "names no job" });
    const name = new RegExp(`^${job.split(/\*+/).map(literally).join(".*")}$`, "s");
    if (path !== "" && !/[*?[\]{}\\!]/.test(path) && unsafe(path) === undefined) {
      return { text, job: name, path };
    }
    const pattern = parsePattern(path === "" ? "**" : path);
    if (typeof pattern === "string" || pattern.negated) {
      const problem = typeof pattern === "string" ? pattern : "has a ! at its beginning";
      return fail("ARTIFACT_FORM", ["--artifact"], { given: text, problem: `its path ${problem}` });
    }
    return { text, job: name, path: pattern };
  });
}

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

export interface Fetching {
  readonly io: Pick<Io, "cwd" | "files">;
  readonly api: (root: PipelineNode) => Gitlab;
}

/** What was brought, and what was not. */
export interface Brought {
  /** Paths from the working directory. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A job whose artifacts are wanted, and where they go. */
interface Source {
  readonly of: Listed;
  readonly job: JobNode;
  /** Below the directory that was asked for. */
  readonly directory: string;
  readonly wanted: readonly Wanted[];
}

interface Found {
  readonly path: string;
  readonly bytes: () => Buffer | string;
  readonly size: number;
}

/**
 * Writes artifacts of downstream jobs to `DIR/<project>-<pipeline>/<job>/<path>`. A path without
 * wildcards is asked for by itself; a pattern takes the archive, which is unpacked here. Nothing
 * that an archive says makes a file elsewhere: what is not a plain file at a plain path is left out
 * and told, as is what is more than the limits.
 */
export async function bringArtifacts(
  trees: readonly PipelineNode[],
  { directory, wanted }: { readonly directory: string; readonly wanted: readonly Wanted[] },
  { io, api }: Fetching,
): Promise<Brought> {
  const root = resolve(io.cwd, directory);
  const files: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const room = { bytes: artifactLimits.all, files: artifactLimits.files };
  const useful = new Set<Wanted>();
  const put = (source: Source, { path, bytes, size }: Found) => {
    const own = `${source.directory}/${path}`;
    const problem = size > room.bytes || room.files === 0 ? noRoom : write(own, bytes, root, io);
    const where = `${nameOf(source.of.node)}, ${source.job.name}, ${path}`;
    if (problem !== undefined)
      diagnostics.push(found("ARTIFACT_LEFT", [directory], { where, problem }));
    else {
      room.bytes -= size;
      room.files--;
      files.push(join(directory, own));
    }
  };
  for (const source of sourcesOf(trees, wanted)) {
    for (const found of await filesOf(source, api(source.of.root), useful, diagnostics)) {
      put(source, found);
    }
  }
  for (const each of wanted) {
    if (!useful.has(each))
      diagnostics.push(found("ARTIFACT_NONE", [directory], { given: each.text }));
  }
  return { files, diagnostics };
}

const noRoom = `the artifacts are more than ${artifactLimits.all / 1e6} MB or ${artifactLimits.files} files together`;

/** Jobs that ran to an end may have artifacts; what was created and never ran has none. */
const ran = new Set(["success", "failed", "canceled"]);

function sourcesOf(trees: readonly PipelineNode[], wanted: readonly Wanted[]): Source[] {
  return listed(trees).flatMap((of) => {
    const top = `${segmentOf(of.node.project)}-${of.node.id}`;
    const taken = new Set<string>();
    return of.node.jobs.flatMap((job) => {
      const own = wanted.filter((each) => each.job.test(job.name));
      if (own.length === 0 || job.kind === "trigger" || !ran.has(job.status)) return [];
      const plain = segmentOf(job.name);
      const segment = taken.has(plain.toLowerCase()) ? `${plain}-${job.id}` : plain;
      taken.add(segment.toLowerCase());
      return [{ of, job, directory: `${top}/${segment}`, wanted: own }];
    });
  });
}

/** The wanted files of a job. That it has none is no fault of its own; only that nobody has is. */
async function filesOf(
  source: Source,
  api: Gitlab,
  useful: Set<Wanted>,
  diagnostics: Diagnostic[],
): Promise<Found[]> {
  const { of, job, wanted } = source;
  const base = `${projectPath(of.node.project)}/jobs/${job.id}/artifacts`;
  const where = `${nameOf(of.node)}, ${job.name}`;
  const all: Found[] = [];
  const download = async (path: string) => {
    const answer = await api.download(path, { bytes: artifactLimits.download });
    return told(answer, where, diagnostics);
  };
  const patterns = wanted.filter(({ path }) => typeof path !== "string");
  for (const each of wanted) {
    if (typeof each.path !== "string") continue;
    const encoded = each.path.split("/").map(encodeURIComponent).join("/");
    const bytes = await download(`${base}/${encoded}`);
    if (!bytes) continue;
    useful.add(each);
    all.push({ path: each.path, size: bytes.length, bytes: () => bytes });
  }
  const archive = patterns.length === 0 ? undefined : await download(base);
  const entries = archive === undefined ? [] : readZip(archive);
  if (typeof entries === "string") {
    diagnostics.push(found("ARTIFACT_ARCHIVE", [], { where, problem: entries }));
    return all;
  }
  const alone = new Set(all.map(({ path }) => path));
  const seen = new Set<string>();
  for (const { name, plain, size, bytes } of entries) {
    const fit = patterns.filter(({ path }) => typeof path !== "string" && path.test(name));
    for (const each of fit) useful.add(each);
    if (fit.length === 0 || alone.has(name)) continue;
    const problem = seen.has(name) ? "the archive has it twice" : "it is no plain file";
    all.push({ path: name, size, bytes: plain && !seen.has(name) ? bytes : () => problem });
    seen.add(name);
  }
  return all;
}

/** The bytes; `undefined` where there are none, or where that is told. */
function told(answer: Answer<Buffer>, where: string, diagnostics: Diagnostic[]) {
  if ("value" in answer) return answer.value;
  if (answer.status === 404) return undefined;
  diagnostics.push(found("ARTIFACT_UNREAD", [], { where, problem: answer.problem }));
  return undefined;
}

/** What a path that cannot be a file says of it. */
const clashes = new Set(["EEXIST", "ENOTDIR", "EISDIR", "ENAMETOOLONG", "ENOENT", "ELOOP"]);

function write(
  path: string,
  bytes: () => Buffer | string,
  root: string,
  io: Fetching["io"],
): string | undefined {
  // The first two segments are ours.
  const problem = unsafe(path.split("/").slice(2).join("/"));
  if (problem !== undefined) return problem;
  if (!staysBelow(root, path, io)) return "a link leads elsewhere on the way to it";
  const made = bytes();
  if (typeof made === "string") return made;
  try {
    io.files.write(join(root, path), made);
    return undefined;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!clashes.has(code)) throw error;
    return showText(`there is no place for it (${code})`);
  }
}
