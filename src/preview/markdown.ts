import { groupBy } from "../workspace/index.ts";
import { reasonsOf } from "./fold.ts";
import { codeName, codeText, row } from "./markdown-text.ts";
import { mermaidPreview } from "./mermaid.ts";
import { judgementOf, type Shown, type ShownPipeline } from "./shown.ts";
import { count, droppedOf, droppedWords } from "./words.ts";

/**
 * Characters of the whole: GitLab takes notes of up to 1,000,000
 * (Gitlab::Database::MAX_TEXT_SIZE_LIMIT); a reader's patience ends before.
 */
const most = { whole: 60_000, section: 12_000, stages: 40, names: 6 };

/** From this share on a limit is near, as LIMIT_NEAR has it. */
const near = 0.8;

/**
 * A view as a note of a merge request: a line that says it all, stages as a table, the graph, and
 * folded away the reasons, further pipelines, needs that were left out, limits and warnings.
 * `page` is the address of the page, where it is known.
 */
export function markdownPreview(shown: Shown, page?: string): string {
  const parts = [
    head(shown, page),
    stages(shown),
    graph(shown),
    nearLimits(shown),
    folded("Why", reasons(shown, "in")),
    folded("Not affected", reasons(shown, "out")),
    folded("Further pipelines", further(shown)),
    folded("Needs that were left out", dropped(shown)),
    folded("Warnings", warnings(shown)),
  ];
  const kept: string[] = [];
  let room = most.whole;
  for (const part of parts) {
    if (part === "" || part.length > room) continue;
    room -= part.length;
    kept.push(part);
  }
  return `${kept.join("\n\n")}\n`;
}

const isCreated = ({ situation }: Shown, { pipeline }: ShownPipeline) => {
  return (job: ShownPipeline["jobs"][number]) => judgementOf(job, pipeline, situation).created;
};

function head(shown: Shown, page: string | undefined): string {
  const { view, situation, pipelines } = shown;
  const [child, ...started] = pipelines.map((one) => one.jobs.filter(isCreated(shown, one)));
  const services = view.services.filter(({ state }) => state !== "gone");
  const affected = services.filter(({ state }) => state === "affected").length;
  const inStages = new Set(child?.map(({ stage }) => stage)).size;
  const below = started.reduce((sum, jobs) => sum + jobs.length, 0);
  const more =
    started.length === 0
      ? ""
      : `, and ${count(below, "job")} in ${count(started.length, "further pipeline")}`;
  const jobs = `${count(child?.length ?? 0, "job")} in ${count(inStages, "stage")}`;
  const part = shown.filtered ? " of those asked for" : "";
  const link = page === undefined ? "" : ` [Open the page](${linked(page)}).`;
  const who = `${affected} of ${count(services.length, "service")} affected`;
  const lines = [`**${who}: ${jobs}**${part}${more}.${link}`, "", codeText(view.headline)];
  if (situation > 0)
    lines.push("", `As it would be in: ${codeName(view.situations[situation]?.title ?? "")}.`);
  const created = view.pipelines[0]?.created[situation];
  if (created && !created.created) {
    lines.push("", `**GitLab would not create this pipeline:** ${codeText(created.why)}`);
  }
  return lines.join("\n");
}

/** An address as a link may hold it. */
const linked = (address: string): string =>
  address.replace(/[\s()<>[\]\\|`]/g, (found) => `%${found.charCodeAt(0).toString(16)}`);

/** The child's jobs by stage. */
function stages(shown: Shown): string {
  const [child] = shown.pipelines;
  if (!child || child.jobs.length === 0) return "";
  const created = isCreated(shown, child);
  const byStage = [...groupBy(child.jobs, ({ stage }) => stage)];
  const rows = byStage.slice(0, most.stages).map(([stage, jobs]) => {
    const here = jobs.filter(created);
    const services = [
      ...new Set(here.flatMap(({ service }) => (service === undefined ? [] : [service]))),
    ];
    const names = services.map((at) => shown.view.services[at]?.name ?? "");
    const left = jobs.length - here.length;
    const hand = here.filter(
      (job) => judgementOf(job, child.pipeline, shown.situation).when === "manual",
    );
    const notes = [
      ...(hand.length > 0 ? [`${hand.length} by hand`] : []),
      ...(left > 0 ? [`${left} left out by rules`] : []),
    ];
    const aside = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
    const listed = here.length === 0 ? "" : `: ${some(here.map(({ name }) => name))}`;
    return row([
      codeName(stage),
      `${here.length.toLocaleString("en")}${aside}${listed}`,
      some(names),
    ]);
  });
  const left = byStage.length - rows.length;
  if (left > 0) rows.push(row([`and ${count(left, "more stage")}`, "", ""]));
  return ["| Stage | Jobs | Services |", "| --- | --- | --- |", ...rows].join("\n");
}

function some(names: readonly string[]): string {
  const first = names.slice(0, most.names).map(codeName).join(", ");
  const left = names.length - most.names;
  return left > 0 ? `${first} and ${left.toLocaleString("en")} more` : first;
}

function graph(shown: Shown): string {
  const { text, folded: why } = mermaidPreview(shown);
  if (!text.includes("subgraph")) return "";
  const note = why === undefined ? "" : `\n\nThe graph is ${why}.`;
  return `\`\`\`mermaid\n${text}\`\`\`${note}`;
}

/** Lines below a title that opens them, as many as fit; how many more there are. */
function folded(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const kept: string[] = [];
  let room = most.section;
  for (const line of lines) {
    room -= line.length + 3;
    if (room < 0) break;
    kept.push(`- ${line}`);
  }
  const left = lines.length - kept.length;
  if (left > 0) kept.push(`- and ${left.toLocaleString("en")} more`);
  const number = lines.length.toLocaleString("en");
  return `<details>\n<summary>${title} (${number})</summary>\n\n${kept.join("\n")}\n\n</details>`;
}

function reasons({ services }: Shown, which: "in" | "out"): string[] {
  const wanted = services.filter(({ state }) => (state === "not-affected") === (which === "out"));
  return reasonsOf(wanted).map(({ services: group, reason }) => {
    const names = some(group.map(({ name }) => name));
    return reason === "" || reason === "not affected" ? names : `${names}: ${codeText(reason)}`;
  });
}

function further(shown: Shown): string[] {
  const { view, pipelines } = shown;
  return pipelines.slice(1).map((one) => {
    const { startedBy, unknown, source } = one.pipeline;
    const trigger = startedBy && view.pipelines[startedBy.pipeline]?.jobs[startedBy.job];
    const by = trigger ? `${codeName(trigger.name)} starts ` : "";
    if (unknown !== undefined && one.jobs.length === 0)
      return `${by}${codeText(source)}: ${codeText(unknown)}`;
    const jobs = one.jobs.filter(isCreated(shown, one));
    return `${by}${count(jobs.length, "job")}: ${some(jobs.map(({ name }) => name))}`;
  });
}

const dropped = ({ pipelines }: Shown): string[] =>
  pipelines.flatMap(({ jobs }) =>
    jobs
      .filter((job) => droppedOf(job).length > 0)
      .map((job) => {
        const needs = droppedOf(job).map(
          ({ need, why }) => `${codeName(need)} (${droppedWords[why]})`,
        );
        const left = needs.length - most.names;
        const more = left > 0 ? ` and ${left.toLocaleString("en")} more` : "";
        return `${codeName(job.name)} without ${needs.slice(0, most.names).join(", ")}${more}`;
      }),
  );

function nearLimits({ view }: Shown): string {
  const lines = view.limits
    .filter(({ share }) => share !== null && share >= near)
    .map(({ name, value, limit, share, where }) => {
      const place = where === undefined ? "" : ` in ${codeName(where)}`;
      return `- ${codeName(name)}: ${value.toLocaleString("en")} of ${limit?.toLocaleString("en")} (${Math.floor(100 * share!)} %)${place}`;
    });
  return lines.length === 0
    ? ""
    : ["Limits of GitLab's that are nearly used up:", "", ...lines].join("\n");
}

const warnings = ({ view }: Shown): string[] =>
  view.diagnostics
    .filter(({ severity }) => severity !== "info")
    .map(({ where, message }) =>
      codeText(where.length === 0 ? message : `${where.join(" › ")}: ${message}`),
    );
