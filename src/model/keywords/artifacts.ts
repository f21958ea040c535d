import * as z from "zod/mini";
import { expireIn } from "./durations.ts";
import { filled, flag, keywords, stringOrStrings, strings, text } from "./shared.ts";

const resultWhen = z.enum(["on_success", "on_failure", "always"]);

/** GitLab: entry/reports.rb. */
const reportNames = [
  ..."accessibility annotations api_fuzzing browser_performance cluster_image_scanning".split(" "),
  ..."codequality container_scanning coverage_fuzzing cyclonedx dast dependency_scanning".split(
    " ",
  ),
  ..."dotenv junit license_scanning load_performance lsif metrics performance".split(" "),
  ..."repository_xray requirements requirements_v2 sarif sast secret_detection terraform".split(
    " ",
  ),
] as const;

export type ReportName =
  | "accessibility"
  | "annotations"
  | "api_fuzzing"
  | "browser_performance"
  | "cluster_image_scanning"
  | "codequality"
  | "container_scanning"
  | "coverage_fuzzing"
  | "cyclonedx"
  | "dast"
  | "dependency_scanning"
  | "dotenv"
  | "junit"
  | "license_scanning"
  | "load_performance"
  | "lsif"
  | "metrics"
  | "performance"
  | "repository_xray"
  | "requirements"
  | "requirements_v2"
  | "sarif"
  | "sast"
  | "secret_detection"
  | "terraform";

const files = Object.fromEntries(reportNames.map((name) => [name, stringOrStrings])) as Record<
  ReportName,
  typeof stringOrStrings
>;

const reports = keywords({
  ...files,
  coverage_report: keywords({}, { coverage_format: z.enum(["cobertura", "jacoco"]), path: filled }),
});

/** `artifacts` (GitLab: entry/artifacts.rb). */
export const artifacts = keywords({
  name: text,
  paths: strings,
  exclude: strings,
  untracked: flag,
  reports,
  when: resultWhen,
  expire_in: expireIn,
  expose_as: text
    .check(z.maxLength(100, "is longer than 100 characters"))
    .check(z.regex(/^\w[-\w ]*$/, "can contain only letters, digits, '-', '_' and spaces")),
  access: z.enum(["none", "developer", "maintainer", "all"]),
  public: flag,
})
  .check(
    z.refine((value) => value.access === undefined || value.public === undefined, {
      error: "`access` and `public` cannot be used together",
    }),
  )
  .check(
    z.refine((value) => value.expose_as === undefined || (value.paths?.length ?? 0) > 0, {
      error: "`expose_as` needs `paths`",
    }),
  )
  .check(
    z.refine(
      (value) => value.expose_as === undefined || !value.paths?.some((path) => path.includes("*")),
      { error: "`paths` cannot contain `*` beside `expose_as`" },
    ),
  );

const file = strings
  .check(z.minLength(1, "must name at least one file"))
  .check(z.maxLength(2, "names more than 2 files"));

/** GitLab: validators.rb, KeyValidator: no `/`, not `.` or `..`, escaped or not. */
function isCacheKey(key: string): boolean {
  const path = key.replaceAll(/%2f/gi, "/").replaceAll(/%2e/gi, ".");
  return !path.includes("/") && path !== "." && path !== "..";
}

const keyText = text.check(z.refine(isCacheKey, "cannot contain `/` or be `.` or `..`"));

const cacheKey = z.union([
  keyText,
  keywords({ files: file, files_commits: file, prefix: keyText }).check(
    z.refine(
      (key) => (key.files === undefined) !== (key.files_commits === undefined),
      "must use exactly one of `files` and `files_commits`",
    ),
  ),
]);

const oneCache = keywords({
  key: cacheKey,
  paths: strings,
  untracked: flag,
  unprotect: flag,
  when: resultWhen,
  policy: text.check(
    z.refine(
      (value) => value === "" || /pull-push|push|pull|\$\w{1,255}/.test(value),
      "should be pull-push, push, pull, or a variable",
    ),
  ),
  fallback_keys: strings.check(z.maxLength(5, "has more than 5 entries")),
});

/** `cache`: one, or up to four (GitLab: entry/caches.rb). */
export const cache = z.union([
  z.array(oneCache).check(z.maxLength(4, "has more than 4 entries")),
  oneCache,
]);
