import type { Model } from "./data.ts";
import { h } from "./dom.ts";
import type { Graph } from "./graph.ts";
import { legend } from "./legend.ts";
import { findingSheet, isNear, limitSheet } from "./limits.ts";
import { changeSheet, ofAll, type SheetBody, serviceSheet } from "./lists.ts";
import { type Sheet, type State, type Store, sheets } from "./state.ts";
import { moveTab } from "./tabs.ts";

/** The sheets of the page and the tabs that lead to them. */
export interface Sheets {
  readonly tabs: HTMLElement;
  readonly element: HTMLElement;
  draw(state: State): void;
  /** What the search found in the sheet that is looked at; undefined where it finds nothing. */
  tally(sheet: Sheet): string | undefined;
}

const titles: Readonly<Record<Sheet, string>> = {
  pipeline: "Pipeline",
  services: "Services",
  changes: "Changed paths",
  limits: "Limits",
  findings: "Findings",
};

export function sheetsOf(model: Model, store: Store, graph: Graph): Sheets {
  const { view } = model;
  const counts: Readonly<Record<Sheet, number>> = {
    pipeline: model.total,
    services: view.services.length,
    changes: view.changes.length,
    limits: view.limits.filter(isNear).length,
    findings: view.diagnostics.length,
  };
  const still = (make: () => HTMLElement): SheetBody => {
    const element = h("div", { class: "sheet still", tabindex: -1 });
    return {
      element,
      draw() {
        if (element.childElementCount === 0) element.append(make());
      },
    };
  };
  const picture = h("div", { class: "sheet picture" }, graph.element, legend(model.compared));
  const bodies: Readonly<Record<Sheet, SheetBody>> = {
    pipeline: {
      element: picture,
      draw: () => {},
      tally: () => ofAll(graph.matches().count, model.total, "job"),
    },
    services: serviceSheet(model),
    changes: changeSheet(model),
    limits: still(() => limitSheet(view)),
    findings: still(() => findingSheet(view)),
  };
  const buttons = sheets.map((sheet) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${sheet}`,
        "aria-controls": `sheet-${sheet}`,
        onclick: () => store.set({ sheet }, true),
      },
      titles[sheet],
      counts[sheet] > 0 &&
        h(
          "span",
          { class: sheet === "limits" ? "number warn" : "number" },
          counts[sheet].toLocaleString("en-GB"),
        ),
      sheet === "limits" &&
        counts.limits > 0 &&
        h("span", { class: "unseen" }, " near or past the limit"),
    ),
  );
  const tabs = h(
    "div",
    { role: "tablist", class: "tabs main", "aria-label": "What to look at" },
    ...buttons,
  );
  tabs.addEventListener("keydown", (event) => moveTab(event, buttons));
  for (const sheet of sheets) {
    const { element } = bodies[sheet];
    element.id = `sheet-${sheet}`;
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", `tab-${sheet}`);
  }
  return {
    tabs,
    element: h("main", {}, ...sheets.map((sheet) => bodies[sheet].element)),
    tally: (sheet) => bodies[sheet].tally?.(),
    draw(state) {
      for (const [index, sheet] of sheets.entries()) {
        const chosen = sheet === state.sheet;
        const button = buttons[index];
        button?.setAttribute("aria-selected", String(chosen));
        if (button) button.tabIndex = chosen ? 0 : -1;
        bodies[sheet].element.hidden = !chosen;
      }
      bodies[state.sheet].draw(state);
    },
  };
}
