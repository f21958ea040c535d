import { didYouMean } from "../../diagnostics/index.ts";
import { type Hash, isHash, member } from "../../model/index.ts";
import type { RefusalCode } from "../refusals/index.ts";
import { circle } from "./circle.ts";
import { creationError } from "./created.ts";
import type { GitlabError, Path, Scope } from "./entry.ts";
import { environmentOf } from "./environment-of.ts";
import { type Group, groupsOf } from "./groups.ts";
import { missingVariables } from "./matrix.ts";
import { namesOf } from "./names.ts";
import { needsIn, repeated } from "./needed.ts";
import { repeatedIn } from "./repeated.ts";
import type { FoundJob } from "./root.ts";
import { isList, isString, isStrings } from "./ruby.ts";
import { type Job, jobsOf, nameOf } from "./running.ts";
import { askedOf, type Named, type Wanted } from "./wanted.ts";

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
  // Around an empty list GitLab puts nothing (config/stages.rb).
  if (listed.length === 0) return [];
  const between = listed.filter((stage) => stage !== ".pre" && stage !== ".post");
  return [".pre", ...(between.flat(Number.POSITIVE_INFINITY) as string[]), ".post"];
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
  const places = new Map([...stages.entries()].reverse().map(([place, stage]) => [stage, place]));
  const groups = groupsOf(found);
  const names = namesOf(groups);
  const asked = askedOf(names);
  const running = new Map(groups.map((group) => [group, jobsOf(group, asked)]));
  const fault = (
    code: RefusalCode,
    job: Job,
    path: Path,
    words: string,
    hint = "",
  ): GitlabError => ({
    code,
    message: `${nameOf(job)} job: ${words}`,
    path: [job.group.name, ...path],
    ...(hint !== "" && { hint }),
  });

  /** The place of a group's stage; behind all others where there is none. */
  const placeOf = ({ stage }: Group): number => places.get(stage) ?? Number.POSITIVE_INFINITY;
  const most = limits.nameLength.value;

  const target = (
    job: Job,
    name: string,
    { kind, missing, later }: Link,
    path: Path,
    optional = false,
  ): Fault => {
    const other = names.find(name);
    if (!other) {
      const near = optional ? "" : didYouMean(name, names.all());
      return optional ? undefined : fault(missing, job, path, `undefined ${kind}: ${name}`, near);
    }
    if (kind === "need" && [...name].length > most) {
      const words = `need \`${name}\` name is too long (maximum is ${most} characters)`;
      return fault("needs-name-too-long", job, path, words);
    }
    return placeOf(other) <= placeOf(job.group)
      ? undefined
      : fault(later, job, path, `${kind} ${name} is not defined in current or prior stages`);
  };

  /** The same for all jobs that one entry names: they are looked at one by one where it may matter. */
  const targets = (job: Job, jobs: Named, link: Link, path: Path, optional = false): Fault => {
    const own = placeOf(job.group);
    const isSound =
      (optional || !jobs.isMissing) &&
      jobs.longest <= most &&
      jobs.owners.every((owner) => placeOf(owner) <= own);
    if (isSound) return undefined;
    return first(jobs.names(), (name) => target(job, name, link, path, optional));
  };

  const stage = (job: Job): Fault =>
    places.has(job.group.stage)
      ? undefined
      : fault(
          "stage-missing",
          job,
          ["stage"],
          `chosen stage ${job.group.stage} does not exist; available stages are ${stages.join(", ")}`,
          didYouMean(job.group.stage, stages),
        );

  const dependencies = (job: Job): Fault => {
    const own = member(job.group.config, "dependencies");
    const path = ["dependencies"];
    return first(isStrings(own) ? own : [], (name) =>
      targets(job, asked.named(name), links.dependency, path),
    );
  };

  /** Lists that are sound in this stage and all behind it: jobs share what they extend. */
  const sound = new Map<readonly Wanted[], number>();
  const needs = (job: Job, list: readonly Wanted[] | undefined, path: Path): Fault => {
    const place = placeOf(job.group);
    if (!list || (sound.get(list) ?? Number.POSITIVE_INFINITY) <= place) return undefined;
    const wrong = first(list, ({ jobs, optional }) =>
      targets(job, jobs, links.need, path, optional),
    );
    if (wrong) return wrong;
    const twice = repeatedIn(list);
    if (twice.length === 0) sound.set(list, place);
    const { name, config } = job.group;
    return twice.length > 0
      ? {
          code: "needs-duplicated",
          message: `${nameOf(job)} has the following needs duplicated: ${twice.join(", ")}.`,
          path: [name, ...path],
          ...(path.length === 1 && repeated(name, config)),
        }
      : undefined;
  };

  const rules = (job: Job): Fault => {
    const list = member(job.group.config, "rules");
    const flat = isList(list) ? list.flat(Number.POSITIVE_INFINITY) : [];
    return first(flat, (rule, index) => {
      const path = ["rules", index, "needs"];
      const list = isHash(rule) ? needsIn(rule) : undefined;
      return needs(job, list && asked.exactly(list), path);
    });
  };

  const included = (job: Job): Fault => {
    const trigger = member(job.group.config, "trigger");
    const include = isHash(trigger) ? member(trigger, "include") : undefined;
    return first(isList(include) ? include : [], (entry, index) => {
      const name = isHash(entry) ? member(entry, "job") : undefined;
      const path = ["trigger", "include", index, "job"];
      return isString(name) ? target(job, name, links.artifact, path) : undefined;
    });
  };

  const onStop = (job: Job): Fault => {
    const own = environmentOf(job.group.config);
    const name = own && member(own, "on_stop");
    if (!own || !isString(name)) return undefined;
    const wrong = (words: string) =>
      fault(
        "environment-stop-job",
        job,
        ["environment", "on_stop"],
        `on_stop job ${name} ${words}`,
      );
    const stopping = names.find(name);
    if (!stopping) return wrong("is not defined");
    const other = environmentOf(stopping.config);
    if (!other) return wrong("does not have environment defined");
    if (other.name !== own.name) return wrong("have different environment name");
    return other.action === "stop" ? undefined : wrong("needs to have action stop defined");
  };

  const published = (job: Job): Fault => {
    const pages = member(job.group.config, "pages");
    const own = member(job.group.config, "publish") ?? undefined;
    return isHash(pages) && own !== undefined && Object.hasOwn(pages, "publish")
      ? fault(
          "publish-twice",
          job,
          ["publish"],
          `use either ${nameOf(job)}:publish or ${nameOf(job)}:pages:publish`,
        )
      : undefined;
  };

  const ownNeeds = (job: Job): Fault => needs(job, job.needs, ["needs"]);
  const all = [stage, dependencies, ownNeeds, rules, included, onStop, published];
  /** What may differ between the jobs of a group. */
  const own = [ownNeeds];
  const jobs = [...running.values()].flat();
  return (
    first(jobs, (job) => first(job.index === 0 ? all : own, (check) => check(job))) ??
    circle(groups, running, names) ??
    creationError(jobs, limits)
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
