import { type Child, h } from "./dom.ts";

/** Where there is room for all. */
const wide = matchMedia("(min-width: 900px)");

/** Something that lies open where there is room, and is opened by hand where there is not. */
export function folding(name: string, title: string, ...children: readonly Child[]): HTMLElement {
  const element = h("details", { class: name }, h("summary", {}, title), ...children);
  const unfold = (): void => {
    element.open = wide.matches;
  };
  unfold();
  wide.addEventListener("change", unfold);
  return element;
}
