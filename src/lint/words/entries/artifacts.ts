import { isHash, knownChoices, knownKeys, member } from "../../../model/index.ts";
import { type Fault, fault, nodes } from "../entry.ts";
import { isList, isString, isStrings } from "../ruby.ts";
import * as t from "../validators.ts";
import { expiry, leaf } from "./simple.ts";

const formats = knownChoices("job", "artifacts", "reports", "coverage_report", "coverage_format");

/** entry/reports/coverage_report.rb */
const coverageReport = leaf(
  "coverage report",
  t.config(t.hash, t.allowed(["coverage_format", "path"])),
  t.key(
    "coverage_format",
    t.present,
    t.choice(formats, `must be one of supported formats: ${formats.join(", ")}.`),
  ),
  t.key("path", t.present, t.text),
);

/** In the order in which GitLab looks at them; `sast` it looks at twice. */
const reportFiles = [
  ..."junit api_fuzzing coverage_fuzzing sast sast secret_detection".split(" "),
  ..."dependency_scanning container_scanning cluster_image_scanning dast performance".split(" "),
  ..."browser_performance load_performance license_scanning metrics lsif dotenv".split(" "),
  ..."terraform accessibility requirements requirements_v2 cyclonedx annotations".split(" "),
  ..."repository_xray sarif".split(" "),
];

/** entry/reports.rb; that it is a hash is checked twice. */
const reports = {
  ...leaf(
    "reports",
    t.config(t.hash, t.hash, t.allowed(knownKeys("job", "artifacts", "reports"))),
    ...reportFiles.map((name) => t.given(name, t.stringOrStrings)),
  ),
  below: nodes(["coverage_report", coverageReport]),
};

const isExposed = (config: unknown): boolean =>
  isHash(config) && (member(config, "expose_as") ?? undefined) !== undefined;

const noStar = (value: unknown): Fault | undefined => {
  if (!isStrings(value)) return fault("not-a-list-of-strings", "should be an array of strings");
  const starred = isList(value) && value.some((path) => isString(path) && path.includes("*"));
  return starred
    ? fault("expose-as-wildcard", "can't contain '*' when used with 'expose_as'")
    : undefined;
};

/** app/models/ci/job_artifact.rb, MAX_EXPOSED_AS_LENGTH */
const longestExposed = 100;
const exposable = "can contain only letters, digits, '-', '_' and spaces";

/** entry/artifacts.rb; that it is a hash is checked twice. */
export const artifacts = {
  ...leaf(
    "artifacts",
    t.config(t.hash, t.hash, t.allowed(knownKeys("job", "artifacts"))),
    ...t.where(isExposed, t.key("paths", t.present)),
    t.config(t.apart("access-with-public", "access", "public")),
    t.given("name", t.text),
    t.given("public", t.flag),
    t.given("untracked", t.flag),
    t.given("paths", t.strings),
    ...t.where(isExposed, t.given("paths", noStar)),
    ...t.where(
      isExposed,
      t.given("expose_as", t.text, t.atMost(longestExposed, "text-too-long", t.tooLong)),
      t.given("expose_as", t.matching(/^\w[-\w ]*$/, "expose-as-characters", exposable)),
    ),
    t.given("exclude", t.strings),
    t.given("reports", t.hash),
    t.given("when", t.text, t.choice(knownChoices("job", "artifacts", "when"))),
    t.given("expire_in", expiry),
    t.given("access", t.text, t.choice(knownChoices("job", "artifacts", "access"))),
  ),
  below: nodes(["reports", reports]),
};
