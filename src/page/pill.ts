import type { ViewJob } from "../view/index.ts";
import { type JobId, judgementOf, keyOf, type Model } from "./data.ts";
import { h, s } from "./dom.ts";
import type { Matches } from "./filter.ts";
import type { Spot } from "./geometry.ts";
import type { State } from "./state.ts";

/** What a pill needs to know of its surroundings. */
export interface Around {
  readonly model: Model;
  readonly state: State;
  readonly matches: Matches;
  readonly isOpen: (pipeline: number) => boolean;
}

/** How a job stands in a situation; each has a picture, a colour and a word. */
export type Standing = "runs" | "manual" | "delayed" | "on-failure" | "out";

const words: Readonly<Record<Standing, string>> = {
  runs: "runs by itself",
  manual: "manual",
  delayed: "delayed",
  "on-failure": "only on failure",
  out: "not created",
};

export const wordOf = (standing: Standing): string => words[standing];

export function standingOf(model: Model, id: JobId, situation: number): Standing {
  const pipeline = model.view.pipelines[id.pipeline];
  const job = pipeline?.jobs[id.job];
  const judged = pipeline && job && judgementOf(pipeline, job, situation);
  if (!judged?.created || !pipeline?.created[situation]?.created) return "out";
  if (judged.when === "manual") return "manual";
  if (judged.when === "delayed") return "delayed";
  return judged.when === "on_failure" ? "on-failure" : "runs";
}

/** The round sign in front of a name. */
export function dot(standing: Standing): SVGElement {
  const ring = (...inner: SVGElement[]) =>
    s(
      "svg",
      { class: `dot ${standing}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
      s("circle", { cx: 8, cy: 8, r: 6.5 }),
      ...inner,
    );
  const path = (d: string) => s("path", { d });
  switch (standing) {
    case "runs":
      return ring(s("circle", { class: "full", cx: 8, cy: 8, r: 3 }));
    case "manual":
      return ring(path("M6.4 5.2 10.8 8l-4.4 2.8z"));
    case "delayed":
      return ring(path("M8 4.6V8l2.4 1.6"));
    case "on-failure":
      return ring(path("M8 4.6v4M8 10.8v.6"));
    case "out":
      return ring(path("M5 11l6-6"));
  }
}

const marks = { added: "+", removed: "−", changed: "~", same: "" } as const;

/** A job as it stands in the graph: a button, and one more where it starts a pipeline. */
export function pillOf(spot: Spot, around: Around): HTMLElement {
  const { model, state, matches, isOpen } = around;
  const { pipeline, job: index } = spot.id;
  const owner = model.view.pipelines[pipeline];
  const job = owner?.jobs[index];
  const key = keyOf(spot.id);
  if (!owner || !job) return h("li");
  const standing = standingOf(model, spot.id, state.situation);
  const told = judgementOf(owner, job, state.situation)?.told ?? "";
  const change = job.change && job.change.kind !== "same" ? job.change.kind : undefined;
  const grouped = model.layout[pipeline]?.grouped ?? false;
  const only = matches.shown[pipeline]?.[index] === 2;
  const main = h(
    "button",
    {
      type: "button",
      class: "name",
      tabindex: -1,
      "data-key": key,
      title: `${job.name}${standing === "runs" ? "" : `: ${told || wordOf(standing)}`}`,
    },
    change !== "removed" && dot(standing),
    change && h("span", { class: "mark", "aria-hidden": "true" }, marks[change]),
    ...nameOf(job, model, grouped),
    job.copies > 1 && h("span", { class: "copies" }, `×${job.copies}`),
    change && h("span", { class: "unseen" }, `, ${change}`),
    standing !== "runs" &&
      change !== "removed" &&
      h("span", { class: "unseen" }, `, ${told || wordOf(standing)}`),
  );
  const classes = ["pill", standing === "out" && "out", change, job.kind, only && "only"];
  const pill = h("li", { class: classes.filter(Boolean).join(" ") }, main);
  if (job.opens !== undefined) {
    const open = isOpen(job.opens);
    const inside = matches.filtered ? (matches.within[job.opens] ?? 0) : undefined;
    pill.append(
      h(
        "button",
        {
          type: "button",
          class: "opener",
          tabindex: -1,
          "data-opens": job.opens,
          "data-of": key,
          "aria-expanded": String(open),
          ...(open ? { "aria-controls": `pipeline-${job.opens}` } : {}),
          "aria-label": `pipeline that ${job.name} starts`,
          title: open ? "Close the pipeline that it starts" : "Open the pipeline that it starts",
        },
        inside !== undefined && inside > 0 && h("span", { class: "inside" }, inside),
        s("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: "M6 4l4 4-4 4" })),
      ),
    );
  }
  return pill;
}

/** The last part of a name, from its last sign of separation on. */
const lastPart = /^(.+?)([:/][^:/]{1,18})$/s;

/**
 * A name in a pill: where its service stands beside it only what follows; else its last part
 * stays when it has to be cut.
 */
function nameOf(job: ViewJob, { view }: Model, grouped: boolean): HTMLElement[] {
  const owner = job.service === undefined ? undefined : view.services[job.service]?.name;
  if (grouped && owner !== undefined && job.name.startsWith(`${owner}:`)) {
    const rest = job.name.slice(owner.length + 1);
    return [
      h("span", { class: "unseen" }, `${owner}:`),
      h("span", { class: "text" }, h("span", { class: "cut" }, rest)),
    ];
  }
  const [, start = job.name, end = ""] = lastPart.exec(job.name) ?? [];
  return [h("span", { class: "text" }, h("span", { class: "cut" }, start), h("span", {}, end))];
}
