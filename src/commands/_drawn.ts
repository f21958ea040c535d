import { relative, resolve, sep } from "node:path";
import { type Diagnostic, found } from "../diagnostics/index.ts";
import { archivedBytes } from "../emit/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { type Filters, markdownPreview, pageMaker, select } from "../preview/index.ts";
import { annotationsText } from "../report/index.ts";
import type { Plan } from "../run.ts";
import { type View, viewOf } from "../view/index.ts";

export interface Written {
  readonly path: string;
  readonly text: string;
}

/** What of a view the options ask for. */
export const filtersOf = ({ service, stage, affectedOnly, as }: Options): Filters => ({
  ...(service && { services: service }),
  ...(stage && { stages: stage }),
  ...(as !== undefined && { as }),
  affectedOnly,
});

/** The page of a view. */
export async function pageText(view: View, io: Io, live = false): Promise<string> {
  const { pageAssets, pageOf } = await pageMaker();
  return pageOf(view, pageAssets(io.files), { live });
}

/** Whether the options ask for what is drawn of a view. */
export const wantsDrawing = ({ html, markdown, annotations }: Options): boolean =>
  html !== undefined || markdown !== undefined || annotations !== undefined;

export interface Drawn {
  readonly files: readonly Written[];
  /** Markdown without a file: to be printed. */
  readonly markdown?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The page, the Markdown and the links of a job as `generate` writes them beside `others`: GitLab
 * reads the child from the archive that holds them all, so a page with which it would be too large
 * is left out, with a warning.
 */
export async function drawn(
  made: Plan,
  others: readonly Written[],
  options: Options,
  io: Io,
): Promise<Drawn> {
  const { html, markdown, annotations } = options;
  const view = await viewOf(made, io, { detail: html === undefined ? "list" : "page" });
  const files: Written[] = [];
  const diagnostics: Diagnostic[] = [];
  if (html !== undefined) {
    const page = { path: html, text: await pageText(view, io) };
    const warning = tooLarge(page, others, made);
    if (warning) diagnostics.push(warning);
    else files.push(page);
  }
  const address = files.length > 0 ? addressOf(html!, made, io) : undefined;
  const text = markdown === undefined ? undefined : markdownPreview(select(view), address);
  if (text !== undefined && markdown) files.push({ path: markdown, text });
  if (annotations !== undefined) {
    files.push({ path: annotations, text: annotationsOf(address) });
  }
  return { files, diagnostics, ...(text !== undefined && markdown === "" && { markdown: text }) };
}

function tooLarge(page: Written, others: readonly Written[], { limits }: Plan) {
  const limit = limits.artifactArchiveBytes.value;
  const texts = [page, ...others].map(({ text }) => text);
  const unpacked = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const bytes = unpacked <= limit ? 0 : archivedBytes(texts);
  return bytes > limit ? found("PAGE_LEFT_OUT", [page.path], { bytes, limit }) : undefined;
}

/** Where GitLab shows a file of this job's artifacts; undefined outside of a job. */
function addressOf(path: string, { comparison }: Plan, io: Io): string | undefined {
  const { CI_JOB_URL: job } = io.env;
  if (!job || !URL.canParse(job)) return undefined;
  const own = relative(comparison.root, resolve(io.cwd, path)).split(sep);
  return own[0] === ".."
    ? undefined
    : `${job}/artifacts/file/${own.map(encodeURIComponent).join("/")}`;
}

/** The link to the page on the page of this job. */
const annotationsOf = (url: string | undefined): string =>
  annotationsText({ fanout: url === undefined ? [] : [{ label: "Pipeline preview", url }] });
