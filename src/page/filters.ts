import type { Model } from "./data.ts";
import { h } from "./dom.ts";
import { folding } from "./fold.ts";
import { kinds } from "./reasons.ts";
import { type Filters, noFilters, type State, type Store } from "./state.ts";

/** The search and the filters. */
export interface FilterBar {
  readonly element: HTMLElement;
  readonly search: HTMLInputElement;
  draw(state: State): void;
  /** Tells how many fit, also to who cannot see it. */
  tell(text: string): void;
}

type Control = HTMLInputElement | HTMLSelectElement;

export function filterBar(model: Model, store: Store): FilterBar {
  const { view } = model;
  const controls = new Map<keyof Filters, Control>();
  const listen = <T extends Control>(member: keyof Filters, control: T): T => {
    controls.set(member, control);
    control.addEventListener("input", () =>
      store.set({ filters: { ...store.get().filters, [member]: control.value } }),
    );
    return control;
  };
  const search = listen(
    "text",
    h("input", {
      type: "search",
      id: "search",
      placeholder: "Search jobs and services",
      autocomplete: "off",
      spellcheck: "false",
      "aria-keyshortcuts": "/",
    }),
  );
  const typed = (member: keyof Filters, title: string, names: readonly string[]) => {
    const input = listen(
      member,
      h("input", {
        type: "text",
        id: `filter-${member}`,
        list: `list-${member}`,
        placeholder: "any",
        autocomplete: "off",
        spellcheck: "false",
      }),
    );
    const options = h("datalist", { id: `list-${member}` });
    // Thousands of names are no part of the first picture.
    input.addEventListener(
      "focus",
      () => options.append(...names.map((value) => h("option", { value }))),
      { once: true },
    );
    return labelled(member, title, input, options);
  };
  const choice = (
    member: keyof Filters,
    title: string,
    options: Iterable<readonly [string, string]>,
  ) =>
    labelled(
      member,
      title,
      listen(
        member,
        h(
          "select",
          { id: `filter-${member}` },
          h("option", { value: "" }, "any"),
          ...[...options].map(([value, text]) => h("option", { value }, text)),
        ),
      ),
    );
  const stages = new Set(view.pipelines.flatMap(({ stages: all }) => all));
  const used = new Set(model.kinds.flatMap((each) => [...each]));
  const found = h("p", { class: "found", role: "status", "aria-live": "polite" });
  const clear = h("button", { type: "button", class: "plain", hidden: true }, "Clear");
  clear.addEventListener("click", () => {
    store.set({ filters: noFilters });
    search.focus();
  });
  const more = folding(
    "more",
    "Filters",
    h(
      "div",
      { class: "choices" },
      typed(
        "service",
        "Service",
        view.services.map(({ name }) => name),
      ),
      choice(
        "stage",
        "Stage",
        [...stages].map((stage) => [stage, stage]),
      ),
      choice(
        "reason",
        "Reason",
        Object.entries(kinds).filter(([kind]) => used.has(kind)),
      ),
      typed(
        "path",
        "Changed path",
        view.changes.map(({ path }) => path),
      ),
      model.compared &&
        choice("change", "Difference", [
          ["different", "what differs"],
          ["added", "added"],
          ["removed", "removed"],
          ["changed", "changed"],
          ["same", "the same"],
        ]),
    ),
  );
  return {
    search,
    element: h(
      "form",
      {
        class: "filters",
        role: "search",
        "aria-label": "Jobs and services",
        onsubmit: (event: Event) => event.preventDefault(),
      },
      h(
        "label",
        { class: "search", for: "search" },
        h("span", { class: "unseen" }, "Search"),
        search,
        h("kbd", { "aria-hidden": "true" }, "/"),
      ),
      more,
      clear,
      found,
    ),
    draw({ filters }) {
      for (const [member, control] of controls) {
        if (control.value !== filters[member]) control.value = filters[member];
        control.classList.toggle("set", filters[member] !== "");
      }
      const set = Object.entries(filters).filter(
        ([member, value]) => value !== "" && member !== "text",
      );
      more.classList.toggle("set", set.length > 0);
      clear.hidden = set.length === 0 && filters.text === "";
    },
    tell(text) {
      if (found.textContent !== text) found.textContent = text;
    },
  };
}

const labelled = (member: string, title: string, ...control: readonly HTMLElement[]): HTMLElement =>
  h("div", { class: "choice" }, h("label", { for: `filter-${member}` }, title), ...control);
