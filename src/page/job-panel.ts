import type { ViewJob, ViewNeed } from "../view/index.ts";
import { type JobId, judgementOf, type Model } from "./data.ts";
import { type Child, count, h } from "./dom.ts";
import { changeOf } from "./job-change.ts";
import { dot, standingOf, wordOf } from "./pill.ts";
import { reasonList, serviceLink } from "./reasons.ts";
import { rulesOf } from "./rules.ts";
import { tabsOf } from "./tabs.ts";
import { jobYaml, yamlBlock } from "./yaml.ts";

/** Why a need was left out. */
const dropped: Readonly<Record<string, string>> = {
  "not-affected": "its service is not affected",
  "no-such-job": "there is no such job",
  "no-such-cell": "the matrix has no such cell",
  cycle: "it would close a circle",
  "other-pipeline": "it is in another pipeline, which runs before",
};

export const section = (title: string, ...children: readonly Child[]): HTMLElement =>
  h("section", {}, h("h3", {}, title), ...children);

/** A button that chooses a job. */
export const jobLink = (id: JobId, name: string): HTMLElement =>
  h("button", { type: "button", class: "link", "data-job": `${id.pipeline}/${id.job}` }, name);

/** All that is known of a job in a situation. */
export function jobPanel(model: Model, id: JobId, situation: number): Node[] {
  const pipeline = model.view.pipelines[id.pipeline];
  const job = pipeline?.jobs[id.job];
  if (!pipeline || !job) return [];
  const compiled = job.compiled ?? job.written;
  const standing = standingOf(model, id, situation);
  const created = pipeline.created[situation];
  const service = job.service === undefined ? undefined : model.view.services[job.service];
  return [
    h(
      "p",
      { class: "facts" },
      job.change?.kind !== "removed" &&
        h("span", { class: `badge ${standing}` }, dot(standing), wordOf(standing)),
      job.copies > 1 && h("span", { class: "badge" }, `${job.copies} in parallel`),
      job.opens !== undefined && openButton(job, model),
    ),
    created &&
      !created.created &&
      h("p", { class: "notice-line" }, `Its pipeline is not created: ${created.why}`),
    job.change && changeOf(job.name, job.change, compiled),
    h(
      "dl",
      { class: "table" },
      ...row("stage", job.stage),
      ...row(
        "service",
        service ? serviceLink(service.name, model) : "none: of the pipeline itself",
      ),
      ...row("made by", h("code", {}, job.origin)),
      ...row("stands in", h("code", {}, job.file)),
      ...(id.pipeline > 0 ? row("pipeline", pipeline.title) : []),
    ),
    service &&
      section(
        "Why it is here",
        service.reasons.length > 0
          ? reasonList(model, service.reasons)
          : h("p", {}, service.summary),
      ),
    section("Rules", ...rulesOf(compiled, judgementOf(pipeline, job, situation))),
    section("Needs", needList(model, id, job)),
    section("Needed by", neededList(model, id)),
    section(
      "YAML",
      tabsOf("yaml", [
        {
          title: "As compiled",
          body: () => yamlBlock(jobYaml(job.name, compiled), "YAML as GitLab compiles it"),
        },
        {
          title: "As written",
          body: () => yamlBlock(jobYaml(job.name, job.written), "YAML as it is written"),
        },
      ]),
    ),
  ].filter((each) => each instanceof Node);
}

const row = (name: string, value: Child): HTMLElement[] => [h("dt", {}, name), h("dd", {}, value)];

const openButton = (job: ViewJob, model: Model): HTMLElement =>
  h(
    "button",
    { type: "button", class: "plain", "data-opens": job.opens },
    `Open ${model.view.pipelines[job.opens ?? -1]?.title ?? "its pipeline"}`,
  );

function needList(model: Model, { pipeline }: JobId, job: ViewJob): HTMLElement {
  const config: object = job.compiled ?? job.written;
  const items = job.needs.map((need) => h("li", {}, ...needOf(need, pipeline, model)));
  const without = job.dropped.map(({ need, why }) =>
    h(
      "li",
      { class: "dropped" },
      h("s", {}, need),
      h("span", { class: "quiet" }, ` left out: ${dropped[why] ?? why}`),
    ),
  );
  const none = Object.hasOwn(config, "needs")
    ? "Nothing: it starts at once."
    : "Nothing by name: it waits for the stages before.";
  return items.length + without.length === 0
    ? h("p", { class: "quiet" }, none)
    : h("ul", { class: "links" }, ...items, ...without);
}

function needOf(need: ViewNeed, pipeline: number, model: Model): Child[] {
  const service =
    need.job === undefined ? undefined : model.view.pipelines[pipeline]?.jobs[need.job];
  return [
    need.job === undefined
      ? h("span", {}, need.name)
      : jobLink({ pipeline, job: need.job }, need.name),
    service && h("span", { class: "quiet" }, ` ${service.stage}`),
    need.optional && h("span", { class: "badge" }, "optional"),
  ];
}

/** Of thousands the first few. */
const shownAtMost = 200;

function neededList({ view, neededBy }: Model, { pipeline, job }: JobId): HTMLElement {
  const others = neededBy[pipeline]?.[job] ?? [];
  if (others.length === 0) return h("p", { class: "quiet" }, "No job of this pipeline.");
  const items = others.slice(0, shownAtMost).map((other) => {
    const found = view.pipelines[pipeline]?.jobs[other];
    return h(
      "li",
      {},
      jobLink({ pipeline, job: other }, found?.name ?? ""),
      h("span", { class: "quiet" }, ` ${found?.stage}`),
    );
  });
  const rest = others.length - items.length;
  return h(
    "ul",
    { class: "links" },
    ...items,
    rest > 0 && h("li", { class: "quiet" }, `and ${count(rest, "more job")}`),
  );
}
