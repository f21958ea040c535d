import type { Model } from "./data.ts";
import { count, fill, h } from "./dom.ts";
import { wordsOf } from "./filter.ts";
import { rowsOf } from "./rows.ts";
import { states } from "./service-panel.ts";
import { type Filters, noFilters, type State } from "./state.ts";

/** A sheet beside the picture: drawn when it is looked at. */
export interface SheetBody {
  readonly element: HTMLElement;
  draw(state: State): void;
  /** What the search found here; left out where it looks for nothing. */
  tally?(): string;
}

/** All services, in and out, with why; the search and the filters narrow them. */
export function serviceSheet(model: Model): SheetBody {
  const { view, kinds, paths } = model;
  let shown: number[] = [];
  let drawnFor: Filters | undefined;
  const rows = rowsOf("services", (row) => {
    const index = shown[row] ?? 0;
    const service = view.services[index];
    const jobs = model.jobsOf[index]?.length ?? 0;
    return h(
      "li",
      { class: `service ${service?.state}` },
      h(
        "button",
        { type: "button", "data-service": index },
        h("span", { class: "who" }, service?.name),
        h("span", { class: `badge state ${service?.state}` }, states[service?.state ?? "gone"]),
        h("span", { class: "why" }, service?.summary),
        h("span", { class: "quiet" }, jobs > 0 && count(jobs, "job")),
      ),
    );
  });
  const empty = h("p", { class: "empty", hidden: true }, "No service fits what is looked for.");
  return {
    element: h("div", { class: "sheet" }, empty, rows.element),
    tally: () => ofAll(shown.length, view.services.length, "service"),
    draw({ filters }) {
      if (drawnFor === filters) return;
      drawnFor = filters;
      const words = wordsOf(`${filters.text} ${filters.service}`);
      const path = filters.path.toLowerCase();
      const wanted = view.changes.map((change) => change.path.toLowerCase().includes(path));
      shown = [...view.services.keys()].filter((index) => {
        const name = view.services[index]?.name.toLowerCase() ?? "";
        if (!words.every((word) => name.includes(word))) return false;
        if (filters.reason !== "" && !kinds[index]?.has(filters.reason)) return false;
        return path === "" || [...(paths[index] ?? [])].some((change) => wanted[change]);
      });
      empty.hidden = shown.length > 0;
      rows.show(shown.length);
    },
  };
}

const statuses = { A: "added", D: "deleted", M: "changed", T: "type changed" } as const;

/** The changed paths, with whom each concerns. */
export function changeSheet(model: Model): SheetBody {
  const { view } = model;
  let shown: number[] = [];
  let drawnFor: string | undefined;
  const rows = rowsOf("changed paths", (row) => {
    const change = view.changes[shown[row] ?? 0];
    const names = (change?.concerns ?? []).flatMap((each) => view.services[each]?.name ?? []);
    const first = names.slice(0, 4).join(", ");
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", "data-path": change?.path, title: "Show the jobs that it brings" },
        h(
          "span",
          { class: "who path" },
          change?.path,
          change?.from !== undefined && h("span", { class: "quiet" }, ` from ${change.from}`),
        ),
        h("span", { class: "badge" }, statuses[change?.status ?? "M"]),
        h(
          "span",
          { class: "why" },
          names.length === 0
            ? `concerns none${change?.idle ? `: ${change.idle}` : ""}`
            : `concerns ${first}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`,
        ),
      ),
    );
  });
  const empty = h("p", { class: "empty", hidden: true });
  return {
    element: h("div", { class: "sheet" }, empty, rows.element),
    tally: () => ofAll(shown.length, view.changes.length, "changed path"),
    draw({ filters }) {
      const text = `${filters.text} ${filters.path}`;
      if (drawnFor === text) return;
      drawnFor = text;
      const words = wordsOf(text);
      shown = [...view.changes.keys()].filter((index) =>
        words.every((word) => view.changes[index]?.path.toLowerCase().includes(word)),
      );
      empty.hidden = shown.length > 0;
      fill(
        empty,
        view.changes.length === 0
          ? "No path has changed, or there was nothing to compare with."
          : "No path fits what is looked for.",
      );
      rows.show(shown.length);
    },
  };
}

/** `3 of 20 jobs`, or `20 jobs` where that is all. */
export const ofAll = (some: number, all: number, one: string): string =>
  some === all ? count(all, one) : `${some.toLocaleString("en-GB")} of ${count(all, one)}`;

/** The filters that show what a path concerns, and nothing else. */
export const onlyPath = (path: string): Filters => ({ ...noFilters, path });
