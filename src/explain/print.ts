import { describeStep, type Reason } from "../affected/index.ts";
import { showPath } from "../detect/index.ts";
import { table } from "../terminal.ts";
import type { Absent, ExplainedDownstream, ExplainedJob, Explanation } from "./types.ts";

/** At most so many rows of a list are printed; `--verbose` prints all. */
const most = 8;

/** An explanation for people: the verdict, then what leads to it, from the changed path on. */
export function printExplanation(explained: Explanation, verbose: boolean): string {
  const { verdict, service, jobs, absent, generators, subject, downstream } = explained;
  const parts = [`${verdict}.\n`];
  if (downstream) parts.push(...downstreamLines(explained, downstream, verbose));
  if (service) {
    const by = service.foundBy.length > 0 ? `found by ${service.foundBy.join(", ")}` : "defined";
    parts[0] += `${service.name} is a ${service.kind} in ${showPath(service.root)}, ${by}.\n`;
  }
  if (generators) parts.push(generatorLines(generators, service?.affected ?? true));
  for (const reason of limited(service?.reasons ?? [], verbose)) {
    const ends = subject.kind === "job" ? [subject.name] : jobs.map(({ name }) => name);
    parts.push(stairs(reason, service?.name ?? "", explained.present ? ends : []));
  }
  const hidden = (service?.reasons.length ?? 0) - limited(service?.reasons ?? [], verbose).length;
  if (hidden > 0) parts.push(`and ${hidden} more such chains (--verbose)\n`);
  if (jobs.length > 0)
    parts.push(
      `${subject.kind !== "service" && explained.present && jobs.length === 1 ? "The job" : "Its jobs"}\n${jobTable(jobs)}`,
    );
  if (absent) parts.push(wouldHaveHadTo(absent, verbose), whyNotLines(absent, verbose));
  return parts.filter(Boolean).join("\n");
}

/** Why a downstream pipeline is started, or what would have had to change. */
function downstreamLines(
  { subject, present }: Explanation,
  { project, ref, url, how, services, gone, changes }: ExplainedDownstream,
  verbose: boolean,
): string[] {
  const own = "its default branch";
  const same = `the branch called like this one, else ${own}`;
  const at = `${ref === null ? own : ref === "same-or-default" ? same : ref}${url === undefined ? "" : `, at ${url}`}`;
  const who = how === "job" ? "a trigger job starts it" : "`fanout trigger` starts it";
  const what = `A pipeline of ${project} on ${at}; ${who}.\n`;
  if (!present) {
    const rows = limited(services, verbose).map(
      ({ name, root }) => `  - anything that affects ${name} (${showPath(root)})\n`,
    );
    const more = services.length - rows.length;
    const rest = more > 0 ? `  - and ${more} more services (--verbose)\n` : "";
    const would = `It would be started by a change of\n${rows.join("")}${rest}`;
    return [what, ...(services.length > 0 ? [would] : []), whyNotLines({ changes }, verbose)];
  }
  const chains = services.flatMap(({ name, reasons }) =>
    limited(reasons, verbose)
      .slice(0, verbose ? undefined : 1)
      .map((reason) => stairs(reason, name, [subject.name])),
  );
  const lost = gone.map((name) => `  ${name} is gone\n  └─ ${subject.name}\n`);
  const all = [...chains, ...lost];
  const more = all.length - limited(all, verbose).length;
  return [
    what,
    ...limited(all, verbose),
    more > 0 ? `and ${more} more such chains (--verbose)\n` : "",
  ];
}

/** A chain as stairs, from the changed path down to the jobs. */
function stairs(reason: Reason, service: string, jobs: readonly string[]): string {
  const steps = [...reason].reverse();
  const lines: string[] = [];
  steps.forEach((step, index) => {
    const next = steps[index + 1];
    if (step.by === "dependency") {
      const line = step.line === undefined ? "" : `:${step.line}`;
      lines.push(
        `${dependent(next, service)} depends on ${step.on} (${showPath(step.manifest)}${line})`,
      );
    } else {
      lines.push(describeStep(step));
      const owner = next === undefined ? service : next.by === "dependency" ? next.on : undefined;
      if (step.by === "file" && owner !== undefined) lines.push(`${owner} holds it`);
    }
  });
  if (jobs.length > 0) lines.push(jobs.join(", "));
  return lines
    .map((line, depth) =>
      depth === 0 ? `  ${line}\n` : `  ${"   ".repeat(depth - 1)}└─ ${line}\n`,
    )
    .join("");
}

/** The service that a step of a chain speaks of: what the next one depends on, or the service asked about. */
const dependent = (next: Reason[number] | undefined, service: string): string =>
  next?.by === "dependency" ? next.on : service;

function jobTable(jobs: readonly ExplainedJob[]): string {
  return table(
    jobs.map(({ name, stage, origin, needs, dropped, conditional, pipeline }) => {
      const notes = [
        `by ${origin}`,
        pipeline && `in the pipeline that ${pipeline} starts`,
        needs.length > 0 && `needs ${needs.join(", ")}`,
        ...dropped.map(({ need, why }) => `without ${need} (${words[why]})`),
        conditional && "its rules may leave it out",
      ];
      return [`  ${name}`, stage ?? "", notes.filter(Boolean).join("; ")];
    }),
  );
}

const words = {
  "not-affected": "not affected",
  "no-such-job": "no such job",
  "no-such-cell": "no cell of its matrix agrees",
  cycle: "a circle of services",
} as const;

function generatorLines(
  generators: NonNullable<Explanation["generators"]>,
  affected: boolean,
): string {
  if (generators.length === 0) return "No generator is configured for it.\n";
  const rows = generators.map(({ origin, wanted, jobs }) => [
    `  ${origin}`,
    !wanted
      ? "is not for it (its `when`)"
      : jobs.length === 0
        ? "makes no job"
        : `${affected ? "makes" : "would make"} ${jobs.join(", ")}`,
  ]);
  return `Its generators\n${table(rows)}`;
}

function wouldHaveHadTo(absent: Absent, verbose: boolean): string {
  const { root, except, inputs, locks, everything, dependencies, upstream } = absent;
  const others = except.length === 0 ? "" : `, but not ${enumerate(except, verbose)}`;
  const rows = [
    root === "." ? `any path${others}` : `any path in ${showPath(root)}${others}`,
    inputs.length > 0 && `its inputs: ${enumerate(inputs, verbose)}`,
    locks.length > 0 && `what ${enumerate(locks, verbose)} resolves for it`,
    everything.length > 0 && `what concerns everything: ${enumerate(everything, verbose)}`,
    ...limited(dependencies, verbose).map(({ from, to, manifest, line }, index) => {
      const place = `${showPath(manifest)}${line === undefined ? "" : `:${line}`}`;
      const through =
        index > 0 && from !== dependencies[0]?.from ? `, which ${from} depends on` : "";
      return `anything that affects ${to}${through} (${place})`;
    }),
    dependencies.length > most &&
      !verbose &&
      `and ${dependencies.length - most} more services that it depends on (--verbose)`,
    ...upstream.map(({ project, pattern }) =>
      pattern === undefined ? `${project}, another project` : `${pattern} of ${project}`,
    ),
  ];
  return `It would be affected by a change of\n${rows
    .filter((row) => row !== false)
    .map((row) => `  - ${row}\n`)
    .join("")}`;
}

function whyNotLines({ changes }: Pick<Absent, "changes">, verbose: boolean): string {
  if (changes.length === 0) return "";
  const shown = limited(changes, verbose);
  const rows = shown.map(({ path, why }) => [`  ${showPath(path)}`, why]);
  const more = changes.length - shown.length;
  const rest = more > 0 ? `  and ${more} more (--verbose)\n` : "";
  return `What changed, and why it is not that\n${table(rows)}${rest}`;
}

const limited = <T>(all: readonly T[], verbose: boolean): readonly T[] =>
  verbose ? all : all.slice(0, most);

function enumerate(all: readonly string[], verbose: boolean): string {
  const shown = limited(all, verbose).map(showPath).join(", ");
  return all.length > most && !verbose ? `${shown} and ${all.length - most} more` : shown;
}
