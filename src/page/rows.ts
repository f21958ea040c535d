import { fill, h } from "./dom.ts";

/** A long list of which only what is seen is in the document. */
export interface Rows {
  readonly element: HTMLElement;
  /** Draws anew: so many rows, each as `draw` makes it. */
  show(length: number): void;
}

const height = 52;
/** Rows above and below what is seen. */
const spare = 12;

/** Rows of one height, each a list item; arrows lead from button to button. */
export function rowsOf(label: string, draw: (index: number) => HTMLElement): Rows {
  const list = h("ul", { role: "list", "aria-label": label });
  const element = h("div", { class: "rows", tabindex: -1 }, list);
  let length = 0;
  let first = -1;
  let last = -1;
  const drawSeen = (): void => {
    const from = Math.max(0, Math.floor(element.scrollTop / height) - spare);
    const to = Math.min(
      length,
      Math.ceil((element.scrollTop + (element.clientHeight || 800)) / height) + spare,
    );
    if (from === first && to === last) return;
    [first, last] = [from, to];
    const focused = list.contains(document.activeElement)
      ? Number(document.activeElement?.closest("li")?.dataset.row)
      : undefined;
    const items: HTMLElement[] = [];
    for (let index = from; index < to; index++) {
      const item = draw(index);
      item.dataset.row = String(index);
      item.setAttribute("aria-setsize", String(length));
      item.setAttribute("aria-posinset", String(index + 1));
      item.style.top = `${index * height}px`;
      items.push(item);
    }
    fill(list, ...items);
    if (focused !== undefined) focusRow(focused);
  };
  const focusRow = (index: number): void => {
    const item = list.querySelector<HTMLElement>(`li[data-row="${index}"] button`);
    item?.focus({ preventScroll: true });
  };
  element.addEventListener("scroll", () => requestAnimationFrame(drawSeen));
  new ResizeObserver(drawSeen).observe(element);
  element.addEventListener("keydown", (event) => {
    const at = Number((event.target as HTMLElement).closest("li")?.dataset.row ?? Number.NaN);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: length - 1 }[event.key];
    if (to === undefined || Number.isNaN(to) || to < 0 || to >= length) return;
    event.preventDefault();
    const top = to * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight)
      element.scrollTop = top + height - element.clientHeight;
    drawSeen();
    focusRow(to);
  });
  return {
    element,
    show(count) {
      length = count;
      list.style.height = `${count * height}px`;
      first = -1;
      drawSeen();
    },
  };
}
