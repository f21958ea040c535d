import type { Model } from "./data.ts";
import { count, h, s } from "./dom.ts";
import type { Matches } from "./filter.ts";
import type { Block, PlacedLane, Sizes } from "./geometry.ts";
import type { State } from "./state.ts";

/** A pipeline's frame: `list` takes its lanes, `lines` what ties its jobs. */
export interface Frame {
  readonly element: HTMLElement;
  readonly list: HTMLElement;
  readonly lines: SVGElement;
}

/** A pipeline's frame with its heading and stages, placed in that of its parent. */
export function frameOf(
  block: Block,
  { view }: Model,
  state: State,
  matches: Matches,
  parent: Block | undefined,
): Frame {
  const pipeline = view.pipelines[block.pipeline];
  const id = `pipeline-${block.pipeline}-title`;
  const place = `translate(${-block.left} ${-block.top})`;
  const lines = s("svg", { class: "lines", "aria-hidden": "true" }, s("g", { transform: place }));
  const list = h("ul", { class: "lanes", role: "list" });
  const title = h(
    block.depth === 0 ? "h2" : "h3",
    { id, class: block.depth === 0 ? "unseen" : "title" },
    pipeline?.title ?? "",
    h("span", { class: "source" }, pipeline?.source ?? ""),
  );
  const created = pipeline?.created[state.situation];
  if (created && !created.created && block.depth > 0) {
    title.append(h("span", { class: "badge out" }, `not created: ${created.why}`));
  }
  if (pipeline?.unknown !== undefined && block.stages.length > 0) {
    title.append(h("span", { class: "badge out" }, `not all jobs are known: ${pipeline.unknown}`));
  }
  const stages = h("ul", { class: "stages", role: "list", "aria-label": "stages" });
  for (const stage of block.stages) {
    const head = h("li", {}, stage.name);
    head.style.left = `${stage.left - block.left}px`;
    stages.append(head);
  }
  const head = h("div", { class: "head" }, title, block.stages.length > 0 ? stages : empty());
  head.style.top = `${block.depth * 76 - (block.depth > 0 ? 36 : 0)}px`;
  head.style.zIndex = String(20 - Math.min(block.depth, 15));
  const element = h(
    "section",
    {
      class: `block${block.depth > 0 ? " nested" : ""}`,
      id: `pipeline-${block.pipeline}`,
      "aria-labelledby": id,
    },
    head,
    lines,
    list,
  );
  element.style.left = `${block.left - (parent?.left ?? 0)}px`;
  element.style.top = `${block.top - (parent?.top ?? 0)}px`;
  element.style.width = `${block.width}px`;
  element.style.height = `${block.height}px`;
  return { element, list, lines };

  function empty(): HTMLElement {
    const jobs = pipeline?.jobs.length ?? 0;
    const text =
      pipeline?.unknown !== undefined
        ? `Its jobs are not known here: ${pipeline.unknown}`
        : jobs === 0
          ? "It has no jobs."
          : `None of its ${count(jobs, "job")} ${matches.filtered ? "fits what is looked for" : "is shown"}.`;
    return h("p", { class: "empty" }, text);
  }
}

/** The row of a service, or of what hangs together; `pills` takes its jobs. */
export function laneOf(
  lane: PlacedLane,
  block: Block,
  { view }: Model,
  sizes: Sizes,
): { readonly element: HTMLElement; readonly pills: HTMLElement } {
  const pills = h("ul", { class: "pills", role: "list" });
  const element = h("li", {
    class: block.grouped ? "lane grouped" : "lane",
    "aria-setsize": block.lanes.length,
    "aria-posinset": block.lanes.indexOf(lane) + 1,
  });
  if (block.grouped) {
    const service = lane.service === undefined ? undefined : view.services[lane.service];
    const label = h("div", { class: "label" });
    if (service) {
      label.append(
        h(
          "button",
          {
            type: "button",
            class: "of",
            "data-service": lane.service,
            tabindex: -1,
            title: `${service.name}: ${service.summary}`,
          },
          service.name,
        ),
        h("span", { class: "why", title: service.summary }, service.summary),
      );
    } else label.append(h("span", { class: "of" }, "the pipeline itself"));
    if (sizes.label > 0) label.style.width = `${sizes.label}px`;
    label.classList.toggle("above", sizes.label === 0);
    element.append(label);
  }
  element.append(pills);
  element.style.top = `${lane.top - block.top}px`;
  element.style.height = `${lane.height}px`;
  return { element, pills };
}
