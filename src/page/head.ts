import type { Model } from "./data.ts";
import { h } from "./dom.ts";
import { standingOf } from "./pill.ts";
import type { State, Store } from "./state.ts";

/** What is looked at: project, head line, tally, and the switches for the whole page. */
export interface Head {
  readonly element: HTMLElement;
  draw(state: State): void;
}

export function headOf(model: Model, store: Store): Head {
  const { view } = model;
  const situations = h(
    "select",
    { id: "situation" },
    ...view.situations.map(({ title }, index) => h("option", { value: index }, title)),
  );
  situations.addEventListener("change", () => store.set({ situation: Number(situations.value) }));
  const created = h("p", { class: "created", role: "status" });
  const element = h(
    "header",
    { class: "page-head" },
    h(
      "div",
      { class: "about" },
      h("p", { class: "project" }, view.project),
      h("h1", {}, view.headline),
      h("p", { class: "tally" }, view.tally),
    ),
    h(
      "div",
      { class: "switches" },
      h("label", { for: "situation" }, "Situation"),
      situations,
      themeSwitch(),
      created,
    ),
  );
  return {
    element,
    draw({ situation }) {
      situations.value = String(situation);
      const text = tallyOf(model, situation);
      if (created.textContent !== text) created.textContent = text;
      created.classList.toggle("none", !view.pipelines[0]?.created[situation]?.created);
    },
  };
}

/** How many jobs GitLab would create in a situation, all pipelines together. */
function tallyOf(model: Model, situation: number): string {
  const { view } = model;
  const first = view.pipelines[0]?.created[situation];
  if (first && !first.created) return `GitLab would create no pipeline: ${first.why}`;
  let [all, made, manual] = [0, 0, 0];
  for (const [pipeline, { jobs }] of view.pipelines.entries()) {
    for (const job of jobs.keys()) {
      if (jobs[job]?.change?.kind === "removed") continue;
      const standing = standingOf(model, { pipeline, job }, situation);
      all++;
      if (standing !== "out") made++;
      if (standing === "manual") manual++;
    }
  }
  const number = (value: number) => value.toLocaleString("en-GB");
  return `${number(made)} of ${number(all)} jobs created${manual > 0 ? `, ${number(manual)} of them manual` : ""}`;
}

const themes = { auto: "System colours", light: "Light", dark: "Dark" } as const;

/** Light, dark, or as the system has it; kept for the next time where the browser lets it be kept. */
function themeSwitch(): HTMLElement {
  const select = h(
    "select",
    { "aria-label": "Colours" },
    ...Object.entries(themes).map(([value, title]) => h("option", { value }, title)),
  );
  const wear = (theme: string): void => {
    if (theme === "auto") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.dataset.theme = theme;
    select.value = theme;
  };
  const kept = keep();
  if (kept !== null && Object.hasOwn(themes, kept)) wear(kept);
  select.addEventListener("change", () => {
    wear(select.value);
    keep(select.value);
  });
  return select;
}

/** Reads what is kept, or keeps something; null where a frame has no storage. */
function keep(value?: string): string | null {
  try {
    if (value !== undefined) localStorage.setItem("fanout-theme", value);
    return localStorage.getItem("fanout-theme");
  } catch {
    return null;
  }
}
