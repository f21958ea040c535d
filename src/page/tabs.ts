import { fill, h } from "./dom.ts";

export interface Tab {
  readonly title: string;
  /** Made when the tab is first shown. */
  readonly body: () => HTMLElement;
}

/** Tabs after the pattern of WAI-ARIA: arrows choose, one panel is there. */
export function tabsOf(name: string, tabs: readonly Tab[]): HTMLElement {
  const panel = h("div", { role: "tabpanel", id: `${name}-panel` });
  const buttons = tabs.map((tab, index) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `${name}-tab-${index}`,
        "aria-controls": `${name}-panel`,
        onclick: () => choose(index),
      },
      tab.title,
    ),
  );
  const list = h("div", { role: "tablist", class: "tabs" }, ...buttons);
  list.addEventListener("keydown", (event) => moveTab(event, buttons));
  function choose(index: number): void {
    for (const [at, button] of buttons.entries()) {
      button.setAttribute("aria-selected", String(at === index));
      button.tabIndex = at === index ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", `${name}-tab-${index}`);
    fill(panel, tabs[index]?.body());
  }
  choose(0);
  return h("div", {}, list, panel);
}

/** Arrows, Home and End lead from tab to tab, and choose. */
export function moveTab(event: KeyboardEvent, tabs: readonly HTMLElement[]): void {
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = tabs[(to + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
}
