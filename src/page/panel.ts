import { jobAt, type Model } from "./data.ts";
import { fill, h } from "./dom.ts";
import { jobPanel } from "./job-panel.ts";
import { servicePanel } from "./service-panel.ts";
import type { State, Store } from "./state.ts";

/** What is known of the chosen job or service, beside the picture. */
export interface Panel {
  readonly element: HTMLElement;
  draw(state: State, before: State | undefined): void;
  /** How many pixels of an element, from its foot up, lie under it: on a phone it is a sheet. */
  covers(element: Element): number;
  /** Brings the keyboard to its heading. */
  focus(): void;
}

export function panelOf(model: Model, store: Store): Panel {
  const kind = h("p", { class: "kind" });
  const title = h("h2", { tabindex: -1, id: "panel-title" });
  const close = h(
    "button",
    { type: "button", class: "close", "aria-label": "Close", title: "Close (Escape)" },
    "×",
  );
  close.addEventListener("click", () => store.set({ chosen: undefined }, true));
  const body = h("div", { class: "body" });
  const element = h(
    "aside",
    { class: "panel", "aria-labelledby": "panel-title", hidden: true },
    h("div", { class: "top" }, h("div", { class: "names" }, kind, title), close),
    body,
  );
  return {
    element,
    draw(state, before) {
      if (before && state.chosen === before.chosen && state.situation === before.situation) return;
      const { chosen } = state;
      element.hidden = chosen === undefined;
      if (!chosen) return;
      const top = body.scrollTop;
      if ("job" in chosen) {
        fill(kind, jobAt(model, chosen.job)?.kind === "trigger" ? "Trigger job" : "Job");
        fill(title, jobAt(model, chosen.job)?.name ?? "");
        fill(body, ...jobPanel(model, chosen.job, state.situation));
      } else {
        fill(kind, "Service");
        fill(title, model.view.services[chosen.service]?.name ?? "");
        fill(body, ...servicePanel(model, chosen.service));
      }
      body.scrollTop = before && chosen === before.chosen ? top : 0;
    },
    covers(other) {
      if (element.hidden) return 0;
      const [own, under] = [element.getBoundingClientRect(), other.getBoundingClientRect()];
      return own.left < under.right ? Math.max(0, under.bottom - own.top) : 0;
    },
    focus: () => title.focus(),
  };
}
