import { showText } from "../../diagnostics/index.ts";
import { annotationsText, type Link } from "../../report/index.ts";
import { nameOf } from "../tree.ts";
import { type PipelineNode, toldStatus } from "../types.ts";
import { httpOf } from "./address.ts";
import { failedJobs, listed } from "./listed.ts";

/** GitLab takes files of up to so many bytes (plan_limits, ci_job_annotations_size). */
export const annotationsBytes = 81_920;

/** GitLab takes lists of up to so many links (ci_job_annotation_data.json). */
const mostLinks = 1_000;

export interface AnnotationsFile {
  readonly text: string;
  /** How many links there are, and how many of them found no room. */
  readonly count: number;
  readonly left: number;
}

/**
 * A link to every pipeline with its status, then one to every failed job. The last are left out
 * where GitLab's limits end.
 */
export function annotationsOf(trees: readonly PipelineNode[]): AnnotationsFile {
  const all = listed(trees);
  const links = [
    ...all.map(({ node }) => ({ label: `${nameOf(node)}: ${toldStatus(node)}`, url: node.url })),
    ...all.flatMap(({ node }) =>
      failedJobs(node).map(({ name, url }) => ({
        label: `${nameOf(node)}, ${name}: failed`,
        url,
      })),
    ),
  ].flatMap(({ label, url }): Link[] => {
    const address = httpOf(url);
    return address === undefined ? [] : [{ label: shortened(showText(label)), url: address }];
  });
  const kept = fitting(links);
  const text = annotationsText({ "Downstream pipelines": links.slice(0, kept) });
  return { text, count: links.length, left: links.length - kept };
}

/** How many of the links fit, from the first. */
function fitting(links: readonly Link[]): number {
  // The braces around all, and for each link its own with what JSON puts between.
  let room = annotationsBytes - 200;
  let kept = 0;
  for (const link of links.slice(0, mostLinks)) {
    room -= Buffer.byteLength(JSON.stringify(link)) + 100;
    if (room < 0) break;
    kept++;
  }
  return kept;
}

const shortened = (text: string) => {
  const characters = [...text];
  return characters.length <= 200 ? text : `${characters.slice(0, 199).join("")}…`;
};
