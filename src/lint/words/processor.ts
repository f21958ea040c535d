import { didYouMean } from "../../diagnostics/index.ts";
import { expandedNames, type Hash, isHash, member } from "../../model/index.ts";
import type { RefusalCode } from "../refusals/index.ts";
import { circle } from "./circle.ts";
import { creationError } from "./created.ts";
import type { GitlabError, Path, Scope } from "./entry.ts";
import { environmentOf } from "./environment-of.ts";
import { interpolated, missingVariables } from "./matrix.ts";
import { type Need, needsIn, repeated } from "./needed.ts";
import { namesOf, repeatedIn } from "./repeated.ts";
import type { FoundJob } from "./root.ts";
import { isList, isString, isStrings } from "./ruby.ts";

/** A job as it will run: one of those that `parallel` makes. */
interface Job {
  readonly name: string;
  readonly stage: string;
  readonly config: Hash;
  /** Its name as it is written. */
  readonly written: string;
  readonly needs: readonly Need[] | undefined;
  readonly dependencies: readonly string[] | undefined;
}

/** Stops at the first fault, as GitLab does. */
type Fault = GitlabError | undefined;

/** How one job names another, and what is told where it cannot. */
interface Link {
  readonly kind: "dependency" | "need";
  readonly missing: RefusalCode;
  readonly later: RefusalCode;
}

const links = {
  need: { kind: "need", missing: "needs-missing-job", later: "needs-later-stage" },
  dependency: {
    kind: "dependency",
    missing: "dependency-missing-job",
    later: "dependency-later-stage",
  },
  artifact: { kind: "dependency", missing: "artifact-job-missing", later: "artifact-job-later" },
} as const satisfies Record<string, Link>;

const defaultStages = ["build", "test", "deploy"];

/** entry/stages.rb, with .pre and .post around them. */
export function stagesIn(document: Hash): readonly string[] {
  const written = member(document, "stages");
  const listed = isList(written) ? written : defaultStages;
  const between = listed.filter((stage) => stage !== ".pre" && stage !== ".post");
  return [".pre", ...(between.flat(Number.POSITIVE_INFINITY) as string[]), ".post"];
}

/** The jobs that a name stands for after parallel expansion (config/normalizer.rb). */
type Expand = (name: string, parallel?: unknown) => readonly string[];

function expander(jobs: readonly FoundJob[]): Expand {
  const parallels = new Map(
    jobs.flatMap(({ name, entry }) => {
      const parallel = isHash(entry.config)
        ? (member(entry.config, "parallel") ?? undefined)
        : undefined;
      return parallel === undefined ? [] : [[name, parallel] as const];
    }),
  );
  return (name, parallel) =>
    parallels.has(name) ? expandedNames(name, parallel ?? parallels.get(name)) : [name];
}

/** All jobs as they will run, in their order. */
function runningJobs(jobs: readonly FoundJob[], expand: Expand): readonly Job[] {
  return jobs.flatMap(({ name, entry }) => {
    const config = entry.config as Hash;
    const stage = member(config, "stage");
    const written = needsIn(config, [name, "needs"]);
    const names = expand(name);
    const cells = interpolated(config, written, names.length);
    const own = member(config, "dependencies");
    const dependencies = isStrings(own) ? own.flatMap((each) => expand(each)) : undefined;
    // Without a variable of the matrix in them, the needs of all cells are one list.
    const expanded = new Map<unknown, readonly Need[] | undefined>();
    return names.map((each, index): Job => {
      const list = cells[index];
      if (!expanded.has(list)) {
        const targets = list?.flatMap((need) =>
          expand(need.name, need.parallel).map((target) => ({ ...need, name: target })),
        );
        expanded.set(list, targets);
      }
      const needs = expanded.get(list);
      return {
        name: each,
        written: name,
        stage: isString(stage) ? stage : "test",
        config,
        needs,
        dependencies,
      };
    });
  });
}

/** What GitLab checks across jobs: job by job, and only the first fault (ci/yaml_processor.rb). */
export function processorError(
  document: Hash,
  found: readonly FoundJob[],
  { limits }: Scope,
): Fault {
  const missing = missingVariables(found);
  if (missing) return missing;
  const stages = stagesIn(document);
  const running = runningJobs(found, expander(found));
  const byName = new Map(running.map((job) => [job.name, job]));
  const fault = (
    code: RefusalCode,
    job: Job,
    path: Path,
    words: string,
    hint = "",
  ): GitlabError => ({
    code,
    message: `${job.name} job: ${words}`,
    path: [job.written, ...path],
    ...(hint !== "" && { hint }),
  });

  const target = (
    job: Job,
    name: string,
    { kind, missing, later }: Link,
    path: Path,
    optional = false,
  ): Fault => {
    const other = byName.get(name);
    if (!other) {
      const near = optional ? "" : didYouMean(name, byName.keys());
      return optional ? undefined : fault(missing, job, path, `undefined ${kind}: ${name}`, near);
    }
    const most = limits.nameLength.value;
    if (kind === "need" && [...name].length > most) {
      const words = `need \`${name}\` name is too long (maximum is ${most} characters)`;
      return fault("needs-name-too-long", job, path, words);
    }
    const place = stages.indexOf(other.stage);
    return place >= 0 && place <= stages.indexOf(job.stage)
      ? undefined
      : fault(later, job, path, `${kind} ${name} is not defined in current or prior stages`);
  };

  const stage = (job: Job): Fault =>
    stages.includes(job.stage)
      ? undefined
      : fault(
          "stage-missing",
          job,
          ["stage"],
          `chosen stage ${job.stage} does not exist; available stages are ${stages.join(", ")}`,
          didYouMean(job.stage, stages),
        );

  /** The jobs of a matrix share their needs, and their stage. */
  const sound = new Set<readonly Need[]>();
  const needs = (job: Job, list: readonly Need[] | undefined, path: Path): Fault => {
    if (!list || sound.has(list)) return undefined;
    const wrong = first(list, (need) => target(job, need.name, links.need, path, need.optional));
    if (wrong) return wrong;
    const names = list.map((need) => need.name);
    const twice = repeatedIn(names);
    if (twice.length === 0) sound.add(list);
    return twice.length > 0
      ? {
          code: "needs-duplicated",
          message: `${job.name} has the following needs duplicated: ${twice.join(", ")}.`,
          path: [job.written, ...path],
          ...(path.length === 1 && repeated(job.written, job.config)),
        }
      : undefined;
  };

  const rules = (job: Job): Fault => {
    const list = member(job.config, "rules");
    const flat = isList(list) ? list.flat(Number.POSITIVE_INFINITY) : [];
    return first(flat, (rule, index) => {
      const path = ["rules", index, "needs"];
      return isHash(rule) ? needs(job, needsIn(rule, path), path) : undefined;
    });
  };

  const included = (job: Job): Fault => {
    const trigger = member(job.config, "trigger");
    const include = isHash(trigger) ? member(trigger, "include") : undefined;
    return first(isList(include) ? include : [], (entry, index) => {
      const name = isHash(entry) ? member(entry, "job") : undefined;
      const path = ["trigger", "include", index, "job"];
      return isString(name) ? target(job, name, links.artifact, path) : undefined;
    });
  };

  const onStop = (job: Job): Fault => {
    const own = environmentOf(job.config);
    const name = own && member(own, "on_stop");
    if (!own || !isString(name)) return undefined;
    const wrong = (words: string) =>
      fault(
        "environment-stop-job",
        job,
        ["environment", "on_stop"],
        `on_stop job ${name} ${words}`,
      );
    const stopping = byName.get(name);
    if (!stopping) return wrong("is not defined");
    const other = environmentOf(stopping.config);
    if (!other) return wrong("does not have environment defined");
    if (other.name !== own.name) return wrong("have different environment name");
    return other.action === "stop" ? undefined : wrong("needs to have action stop defined");
  };

  const published = (job: Job): Fault => {
    const pages = member(job.config, "pages");
    const own = member(job.config, "publish") ?? undefined;
    return isHash(pages) && own !== undefined && Object.hasOwn(pages, "publish")
      ? fault(
          "publish-twice",
          job,
          ["publish"],
          `use either ${job.name}:publish or ${job.name}:pages:publish`,
        )
      : undefined;
  };

  const checks = [
    stage,
    (job: Job) =>
      first(job.dependencies ?? [], (name) =>
        target(job, name, links.dependency, ["dependencies"]),
      ),
    (job: Job) => needs(job, job.needs, ["needs"]),
    rules,
    included,
    onStop,
    published,
  ];
  return (
    first(running, (job) => first(checks, (check) => check(job))) ??
    circle(running.map(({ name, needs: list = [] }) => [name, namesOf(list)])) ??
    creationError(running, limits)
  );
}

/** The first fault of a list. */
function first<T>(list: readonly T[], judge: (item: T, index: number) => Fault): Fault {
  for (let index = 0; index < list.length; index++) {
    const found = judge(list[index]!, index);
    if (found) return found;
  }
  return undefined;
}
