import { printJson } from "./report.ts";

export interface Link {
  readonly label: string;
  readonly url: string;
}

/**
 * Links on the page of a job, in lists by name
 * (https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsannotations). A name has at
 * most 255 characters and a list at most 1,000 links (app/models/ci/job_annotation.rb and its schema).
 */
export const annotationsText = (lists: Readonly<Record<string, readonly Link[]>>): string =>
  printJson(
    Object.fromEntries(
      Object.entries(lists).map(([name, links]) => [
        name,
        links.map(({ label, url }) => ({ external_link: { label, url } })),
      ]),
    ),
  );
