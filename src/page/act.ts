import type { JobId } from "./data.ts";
import type { Graph } from "./graph.ts";
import { directionOf, nextKey } from "./keyboard.ts";
import { onlyPath } from "./lists.ts";
import type { Panel } from "./panel.ts";
import { noFilters, type Store } from "./state.ts";

const idOf = (key: string): JobId => {
  const [pipeline = 0, job = 0] = key.split("/").map(Number);
  return { pipeline, job };
};

/** What clicks and keys do, wherever on the page they happen. */
export function listen(store: Store, graph: Graph, panel: Panel, search: HTMLInputElement): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("button");
    if (!button) return;
    const before = store.get().chosen;
    const done = press(button.dataset, store, graph);
    // A click without a pointer is the Enter key: the keyboard follows to what it chose.
    if (done && event.detail === 0 && store.get().chosen !== before) panel.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    const typing = target.matches("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape") closeInnermost(store, graph, search, target);
    else if (graph.element.contains(target)) arrows(event, graph);
  });
  graph.element.addEventListener("pointerover", (event) => {
    graph.point((event.target as Element).closest<HTMLElement>("button.name")?.dataset.key);
  });
  graph.element.addEventListener("pointerleave", () => graph.point(undefined));
  graph.element.addEventListener("focusin", (event) => {
    const key = (event.target as HTMLElement).dataset.key;
    if (key === undefined) return;
    graph.keep(key);
    graph.point(key);
  });
  graph.element.addEventListener("focusout", () => graph.point(undefined));
}

/** What a button stands for is in its data; false where it is not one of these. */
function press(data: DOMStringMap, store: Store, graph: Graph): boolean {
  const state = store.get();
  if (data.key !== undefined) {
    graph.go(data.key, false);
    store.set({ chosen: { job: idOf(data.key) } }, true);
  } else if (data.job !== undefined) chooseJob(idOf(data.job), graph, store);
  else if (data.service !== undefined) {
    store.set({ chosen: { service: Number(data.service) } }, true);
  } else if (data.opens !== undefined) {
    const pipeline = Number(data.opens);
    const open = data.of === undefined ? true : !graph.isOpen(pipeline);
    store.set({ sheet: "pipeline", opened: new Map(state.opened).set(pipeline, open) });
    if (data.of !== undefined) graph.go(data.of, true);
    else graph.show(pipeline);
  } else if (data.path !== undefined) {
    store.set({ sheet: "pipeline", filters: onlyPath(data.path) }, true);
  } else return false;
  return true;
}

/** A job that the filters hide is shown again. */
function chooseJob(job: JobId, graph: Graph, store: Store): void {
  const seen = (graph.matches().shown[job.pipeline]?.[job.job] ?? 0) > 0;
  const all = seen ? {} : { filters: noFilters };
  store.set({ chosen: { job }, sheet: "pipeline", ...all }, true);
}

/** Escape closes what is open, the innermost first. */
function closeInnermost(
  store: Store,
  graph: Graph,
  search: HTMLInputElement,
  target: HTMLElement,
): void {
  const { chosen, filters } = store.get();
  if (target === search && filters.text !== "") {
    store.set({ filters: { ...filters, text: "" } });
  } else if (chosen) {
    store.set({ chosen: undefined }, true);
    const current = graph.current();
    if (current !== undefined && store.get().sheet === "pipeline") graph.go(current, true);
  } else if (target === search) search.blur();
}

function arrows(event: KeyboardEvent, graph: Graph): void {
  const direction = directionOf(event.key);
  const from = graph.current();
  if (direction === undefined || from === undefined) return;
  event.preventDefault();
  const next = nextKey(graph.placed(), from, direction);
  if (next !== undefined) graph.go(next, true);
}
