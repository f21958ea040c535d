import type { ViewService } from "../view/index.ts";
import type { Model } from "./data.ts";
import { type Child, count, h } from "./dom.ts";
import { jobLink, section } from "./job-panel.ts";
import { pathLink, reasonList, serviceLink } from "./reasons.ts";

export const states: Readonly<Record<ViewService["state"], string>> = {
  affected: "affected",
  "not-affected": "not affected",
  gone: "gone",
};

/** Of thousands the first few. */
const shownAtMost = 100;

/** Why a service is in or out, and its jobs. */
export function servicePanel(model: Model, index: number): Node[] {
  const service = model.view.services[index];
  if (!service) return [];
  const jobs = model.jobsOf[index] ?? [];
  return [
    h(
      "p",
      { class: "facts" },
      h("span", { class: `badge state ${service.state}` }, states[service.state]),
      h("span", { class: "badge" }, service.kind),
      h("code", {}, service.root),
    ),
    h("p", { class: "told" }, service.summary),
    service.reasons.length > 0 && section("Why it is in", reasonList(model, service.reasons)),
    ...(service.absent ? absence(model, service.absent) : []),
    section(
      "Its jobs",
      jobs.length === 0
        ? h("p", { class: "quiet" }, "It has none here.")
        : listOf(
            jobs.map((id) => {
              const job = model.view.pipelines[id.pipeline]?.jobs[id.job];
              return [
                jobLink(id, job?.name ?? ""),
                h("span", { class: "quiet" }, ` ${job?.stage}`),
              ];
            }),
          ),
    ),
  ].filter((each) => each instanceof Node);
}

/** What a service that is out looks out for, and what the changed paths concern instead. */
function absence(model: Model, absent: NonNullable<ViewService["absent"]>): HTMLElement[] {
  const { view } = model;
  const changes = view.changes.map(({ concerns, idle }, index): Child[] => {
    const names = concerns.flatMap((each) => view.services[each]?.name ?? []);
    return [
      pathLink(index, model),
      h(
        "span",
        { class: "quiet" },
        names.length === 0
          ? ` concerns none${idle ? `: ${idle}` : ""}`
          : ` concerns ${names.slice(0, 3).join(", ")}${names.length > 3 ? `, and ${names.length - 3} more` : ""}`,
      ),
    ];
  });
  return [
    section(
      "What would bring it in",
      h("h4", {}, "Changed paths like these"),
      listOf(absent.inputs.map((each) => [h("code", {}, each)])),
      h("h4", {}, "Lock files"),
      listOf(absent.locks.map((each) => [h("code", {}, each)])),
      h("h4", {}, "A change of what it depends on"),
      listOf(absent.dependencies.map((each) => [serviceLink(each, model)])),
      absent.more !== undefined &&
        h("p", { class: "quiet" }, `and ${count(absent.more, "more service")}`),
    ),
    section("What has changed instead", listOf(changes)),
  ];
}

function listOf(rows: readonly (readonly Child[])[]): HTMLElement {
  if (rows.length === 0) return h("p", { class: "quiet" }, "None.");
  const rest = rows.length - shownAtMost;
  return h(
    "ul",
    { class: "links" },
    ...rows.slice(0, shownAtMost).map((row) => h("li", {}, ...row)),
    rest > 0 && h("li", { class: "quiet" }, `and ${count(rest, "more", "more")}`),
  );
}
