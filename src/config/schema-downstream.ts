import * as z from "zod/mini";
import { about, anything, optional, otherwise, text, texts } from "./schema-words.ts";

/** Full paths of projects, as GitLab spells them (lib/gitlab/path_regex.rb). */
const projectPath = /^(?:\w|\.[\w-])[\w.-]*(?:\/(?:\w|\.[\w-])[\w.-]*)+$/;
const isProject = "should be the full path of a project, such as group/app";

/** Names of entries become names of jobs, and words of a command line. */
const entryName = /^[A-Za-z0-9][\w.-]{0,99}$/;

const entry = z.strictObject({
  project: about(text.check(z.regex(projectPath, isProject)), "its full path"),
  ref: optional(
    z.union([
      text.check(z.regex(/^\S+$/, "should be the name of a branch or a tag")),
      z.strictObject({ same: z.literal(true) }),
    ]),
    "a branch or a tag (default: its default branch); `{ same: true }`, also written `same-or-default`: the branch called like this pipeline's, where it has one",
  ),
  services: optional(
    texts.check(z.minLength(1)),
    "names of services, or patterns over names (`libs/*`, `**`): it is started where one of them is affected (default: where any service is)",
  ),
  variables: optional(
    z.record(text, text),
    "CI variables that it is started with; they arrive as they are written",
  ),
  inputs: optional(anything, "inputs that it is started with"),
  strategy: optional(
    z.enum(["depend", "mirror", "none"]),
    "whether its result counts here (default: mirror, or depend where GitLab is older than 18.2)",
  ),
  how: otherwise(
    "job",
    z.enum(["job", "api"]),
    "a trigger job of the child pipeline starts it, or `fanout trigger` by the API",
  ),
  stage: optional(text, 'with "job": the stage of its trigger job (default: the last one)'),
  forward: optional(
    z.strictObject({
      yaml_variables: optional(z.boolean(), "GitLab's"),
      pipeline_variables: optional(z.boolean(), "GitLab's"),
    }),
    'with "job": GitLab\'s `trigger:forward`',
  ),
  url: optional(
    text.check(
      z.regex(/^https?:\/\/[^\s/@?#]+[^\s@?#]*$/, "should be such as https://gitlab.example.com"),
    ),
    'with "api": the address of another GitLab',
  ),
});

type Entry = z.output<typeof entry>;
type Fault = { readonly path: readonly string[]; readonly problem: string };

/** As zod is told of them. */
const issuesOf = (value: unknown, faults: readonly Fault[]) =>
  faults.map(({ path, problem: message }) => {
    const input = path.reduce<unknown>((at, key) => Object(at)[key], value);
    return { code: "custom" as const, input, path: [...path], message };
  });

/** Which keys mean nothing for the way in which a pipeline is started. */
const foreign = { job: ["url"], api: ["stage", "forward"] } as const;

function entryFaults(entries: Readonly<Record<string, Entry>>): Fault[] {
  const started = new Map<string, string>();
  return Object.entries(entries).flatMap(([name, each]): Fault[] => {
    const faults: Fault[] = [];
    if (!entryName.test(name)) {
      faults.push({ path: [name], problem: "should have a name of letters, digits, ., - and _" });
    }
    for (const key of foreign[each.how]) {
      if (each[key] === undefined) continue;
      faults.push({ path: [name, key], problem: `should be left out with how: "${each.how}"` });
    }
    const { url = "", project, ref = "", variables = {}, inputs = {} } = each;
    const call = JSON.stringify([url, project.toLowerCase(), ref, variables, inputs]);
    const before = started.get(call);
    if (before === undefined) started.set(call, name);
    else {
      const problem = `should not start what "${before}" starts, with the same ref, variables and inputs`;
      faults.push({ path: [name, "project"], problem });
    }
    return faults;
  });
}

/** Pipelines of other projects that a change here starts, by name. */
export const downstream = z
  .record(text, entry)
  .check(({ value, issues }) => void issues.push(...issuesOf(value, entryFaults(value))));

const source = z.strictObject({
  id: optional(
    z.number().check(z.gt(0)),
    "its id, by which its trigger jobs are known ($CI_UPSTREAM_PROJECT_ID)",
  ),
  services: optional(
    texts.check(z.minLength(1)),
    "names of services, or patterns over names, that any change of it affects",
  ),
  paths: optional(
    z.record(text, texts.check(z.minLength(1))),
    "names of services, or patterns over names, by a pattern of its paths: a change of such a path affects them",
  ),
});

function sourceFaults(sources: Readonly<Record<string, z.output<typeof source>>>): Fault[] {
  const known = new Map<string | number, string>();
  return Object.entries(sources).flatMap(([project, { id, services, paths }]): Fault[] => {
    const faults: Fault[] = [];
    if (!projectPath.test(project)) faults.push({ path: [project], problem: isProject });
    if (services === undefined && Object.keys(paths ?? {}).length === 0) {
      faults.push({ path: [project], problem: "should have services or paths, or both" });
    }
    for (const key of [project.toLowerCase(), ...(id === undefined ? [] : [id])]) {
      const before = known.get(key);
      if (before !== undefined) {
        faults.push({
          path: [project],
          problem: `should be named once, and is the project "${before}"`,
        });
      }
      known.set(key, project);
    }
    return faults;
  });
}

/** Other projects whose changes affect services here, by their full paths. */
export const upstream = z
  .record(text, source)
  .check(({ value, issues }) => void issues.push(...issuesOf(value, sourceFaults(value))));

export type DownstreamEntry = Entry;
export type UpstreamSource = z.output<typeof source>;
