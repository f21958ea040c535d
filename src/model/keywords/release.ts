import * as z from "zod/mini";
import { pagesExpireIn } from "./durations.ts";
import { filled, flag, keywords, stringOrStrings, text } from "./shared.ts";

const link = keywords(
  {
    filepath: text.check(z.startsWith("/", "should begin with `/`")),
    link_type: z.enum(["other", "runbook", "package", "image"]),
  },
  { name: filled, url: filled },
);

const isDate = (value: string) =>
  /^\d{4}-\d\d-\d\d(?:T|$)/.test(value) && !Number.isNaN(Date.parse(value));

/** `release` (GitLab: entry/release.rb). */
export const release = keywords(
  {
    tag_message: text,
    name: text,
    ref: text,
    milestones: stringOrStrings,
    released_at: text.check(
      z.refine(isDate, "should be an ISO 8601 date such as 2024-03-15T08:00:00Z"),
    ),
    assets: keywords({}, { links: z.array(link).check(z.minLength(1, "must not be empty")) }),
  },
  { tag_name: filled, description: filled },
);

/** `pages` of a job (GitLab: entry/pages.rb). */
export const pages = z.union([
  flag,
  keywords({ path_prefix: text, expire_in: pagesExpireIn, publish: text }),
]);
