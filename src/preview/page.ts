import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { renderHtml, shippedTemplate } from "../generate/index.ts";
import type { Files } from "../io.ts";
import { packageRoot } from "../package.ts";
import type { View } from "../view/index.ts";
import { layoutOf, type PipelineLayout } from "./layout.ts";

/** What the browser reads out of the page. */
export interface PageData {
  readonly view: View;
  /** One a pipeline of the view. */
  readonly layout: readonly PipelineLayout[];
}

/** The texts that a page is put together from. */
export interface PageAssets {
  /** Handlebars. */
  readonly template: string;
  /** JavaScript and CSS as the build made them of `src/page/`. */
  readonly script: string;
  readonly style: string;
}

export interface PageOptions {
  /** The page is served: it listens at `liveEvents` and loads itself again at each message. */
  readonly live?: boolean;
}

/** Where a served page listens (server-sent events), from its own address. */
export const liveEvents = "events";

/** Reads what comes with fanout; throws where `npm run build` has not run. */
export function pageAssets(files: Pick<Files, "text">): PageAssets {
  const read = (path: string): string => {
    const text = files.text(path);
    if (text === undefined) throw new Error(`${path} is not there: run npm run build`);
    return text;
  };
  return {
    template: read(shippedTemplate("preview.html.hbs")),
    script: read(join(packageRoot, "dist", "page.js")),
    style: read(join(packageRoot, "dist", "page.css")),
  };
}

/**
 * One HTML file that shows a view and asks for nothing else. What comes of the repository lies in
 * it as base64 of gzip, so that none of it can be read as HTML; its policy lets only its own
 * script and style in.
 */
export async function pageOf(
  view: View,
  assets: PageAssets,
  options: PageOptions = {},
): Promise<string> {
  const data: PageData = { view, layout: layoutOf(view.pipelines) };
  const packed = gzipSync(JSON.stringify(data));
  const { live = false } = options;
  return renderHtml(assets.template, {
    title: `${view.project}: pipeline preview`,
    policy: policy(assets, live),
    live: live ? liveEvents : "",
    style: assets.style,
    script: assets.script,
    data: packed.toString("base64"),
  });
}

function policy({ script, style }: PageAssets, live: boolean): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    `connect-src ${live ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

const hashOf = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
