import { keyOf, type Model } from "./data.ts";
import { fill, h } from "./dom.ts";
import { type Matches, matchesOf } from "./filter.ts";
import { type Frame, frameOf, laneOf } from "./frame.ts";
import { type Placed, type PlacedLane, place, type Sizes } from "./geometry.ts";
import { drawLines } from "./lines.ts";
import { pillOf } from "./pill.ts";
import type { State, Store } from "./state.ts";

/** The picture of the pipelines: only the lanes near what is seen are in the document. */
export interface Graph {
  readonly element: HTMLElement;
  placed(): Placed;
  isOpen(pipeline: number): boolean;
  /** Brings an open pipeline in sight, and the keyboard to its first job. */
  show(pipeline: number): void;
  /** Makes a job the one that Tab leads to; brings it in sight, and to it the keyboard if asked. */
  go(key: string, focus: boolean): void;
  /** Makes a job the one that Tab leads to, where it stands. */
  keep(key: string): void;
  /** The job that Tab leads to. */
  current(): string | undefined;
  /** Shows the lines of a job while it is pointed at. */
  point(key: string | undefined): void;
  draw(state: State, before: State | undefined): void;
  matches(): Matches;
}

/** Up to so many jobs are drawn at once: a reader of the whole document finds them all. */
const few = 400;
/** Pixels above and below what is seen that are drawn as well. */
const around = 600;

/** `covered`: how many pixels at the foot of the picture lie under something else. */
export function graphOf(model: Model, store: Store, covered: () => number): Graph {
  const canvas = h("div", { class: "canvas" });
  const element = h("div", { class: "graph", tabindex: -1 }, canvas);
  let matches = matchesOf(model, store.get().filters);
  let sizes = sizesFor(element.clientWidth);
  let placed: Placed = { blocks: [], spots: new Map(), width: 0, height: 0 };
  let current: string | undefined;
  let pointed: string | undefined;
  const frames = new Map<number, Frame>();
  const drawn = new Map<string, HTMLElement>();

  function isOpen(pipeline: number): boolean {
    const told = store.get().opened.get(pipeline);
    return told ?? (matches.filtered && (matches.within[pipeline] ?? 0) > 0);
  }
  function put(): Placed {
    return place(model, matches, isOpen, sizes);
  }

  /** All anew: frames, and the lanes in sight. */
  function redraw(): void {
    const focused = document.activeElement?.getAttribute("data-key") ?? undefined;
    sizes = sizesFor(element.clientWidth);
    placed = put();
    canvas.style.width = `${placed.width}px`;
    canvas.style.height = `${placed.height}px`;
    drawn.clear();
    frames.clear();
    fill(canvas);
    for (const block of placed.blocks) {
      const above = block.from?.id.pipeline;
      const parent = placed.blocks.find(({ pipeline }) => pipeline === above);
      const frame = frameOf(block, model, store.get(), matches, parent);
      frames.set(block.pipeline, frame);
      (frames.get(above ?? -1)?.element ?? canvas).append(frame.element);
    }
    if (current === undefined || !placed.spots.has(current)) {
      current = placed.spots.keys().next().value;
    }
    scrolled();
    light();
    if (focused !== undefined && placed.spots.has(focused)) go(focused, true);
  }

  function scrolled(): void {
    const all = placed.spots.size <= few;
    const [from, to] = [
      element.scrollTop - around,
      element.scrollTop + element.clientHeight + around,
    ];
    // Where Tab leads is kept, so that the keyboard does not lose its place.
    const kept = placed.spots.get(current ?? "");
    const wanted = new Map<string, readonly [PlacedLane, number]>();
    for (const { lanes, pipeline } of placed.blocks) {
      for (const lane of lanes) {
        const holds =
          pipeline === kept?.id.pipeline &&
          lane.top <= kept.top &&
          kept.top < lane.top + lane.height;
        const near = all || holds || (lane.top < to && lane.top + lane.height > from);
        if (near) wanted.set(lane.key, [lane, pipeline]);
      }
    }
    for (const [key, lane] of drawn) {
      if (wanted.has(key)) continue;
      lane.remove();
      drawn.delete(key);
    }
    let added = false;
    for (const [key, [lane, pipeline]] of wanted) {
      if (drawn.has(key)) continue;
      const block = placed.blocks.find((each) => each.pipeline === pipeline);
      if (!block) continue;
      const row = laneOf(lane, block, model, sizes);
      for (const spot of lane.spots) {
        const pill = pillOf(spot, { model, state: store.get(), matches, isOpen });
        pill.style.left = `${spot.left - block.left}px`;
        pill.style.top = `${spot.top - lane.top}px`;
        row.pills.append(pill);
      }
      drawn.set(key, row.element);
      frames.get(pipeline)?.list.append(row.element);
      added = true;
    }
    if (added) lightPills();
  }

  /** Marks what is chosen, what is tied to it, and where Tab leads. */
  function light(): void {
    lightPills();
    const keys = [chosenKey(store.get()), pointed].filter((key) => key !== undefined);
    for (const block of placed.blocks) {
      const group = frames.get(block.pipeline)?.lines.firstElementChild;
      if (group) fill(group, ...drawLines(model, placed, block, sizes, [...new Set(keys)]));
    }
    canvas.classList.toggle(
      "pointing",
      keys.some((key) => placed.spots.has(key)),
    );
  }

  function lightPills(): void {
    const chosen = chosenKey(store.get());
    for (const button of canvas.querySelectorAll<HTMLElement>("button.name")) {
      const key = button.dataset.key;
      button.tabIndex = key === current ? 0 : -1;
      if (key === chosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      const opener = button.nextElementSibling;
      if (opener instanceof HTMLElement) opener.tabIndex = key === current ? 0 : -1;
    }
  }

  function go(key: string, focus: boolean): void {
    const spot = placed.spots.get(key);
    if (!spot) return;
    current = key;
    const block = placed.blocks.find(({ pipeline }) => pipeline === spot.id.pipeline);
    const head = 40 * ((block?.depth ?? 0) + 1) + 36 * (block?.depth ?? 0) + 8;
    const side = block?.grouped ? sizes.label + 24 : 24;
    const right = spot.left + sizes.pill + 24 - element.clientWidth;
    const bottom = spot.top + 56 - (element.clientHeight - covered());
    if (spot.top - head < element.scrollTop) element.scrollTop = spot.top - head;
    else if (bottom > element.scrollTop) element.scrollTop = Math.min(bottom, spot.top - head);
    if (spot.left - side < element.scrollLeft) element.scrollLeft = spot.left - side;
    else if (right > element.scrollLeft) element.scrollLeft = right;
    scrolled();
    lightPills();
    if (focus) {
      canvas
        .querySelector<HTMLElement>(`button.name[data-key="${CSS.escape(key)}"]`)
        ?.focus({ preventScroll: true });
    }
  }

  let waiting = false;
  element.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      scrolled();
    });
  });
  new ResizeObserver(() => {
    const next = sizesFor(element.clientWidth);
    if (next.pill === sizes.pill && next.label === sizes.label) scrolled();
    else {
      redraw();
      const chosen = chosenKey(store.get());
      if (chosen !== undefined) go(chosen, false);
    }
  }).observe(element);

  return {
    element,
    placed: () => placed,
    isOpen,
    show(pipeline) {
      const block = placed.blocks.find((each) => each.pipeline === pipeline);
      const first = block?.lanes[0]?.spots[0];
      if (first) go(keyOf(first.id), true);
      else if (block) element.scrollTop = block.top - 80;
    },
    matches: () => matches,
    current: () => current,
    go,
    keep(key) {
      current = key;
      lightPills();
    },
    point(key) {
      if (key === pointed) return;
      pointed = key;
      light();
    },
    draw(state, before) {
      if (!before || state.filters !== before.filters) matches = matchesOf(model, state.filters);
      const same =
        before &&
        state.filters === before.filters &&
        state.opened === before.opened &&
        state.situation === before.situation;
      if (same) light();
      else redraw();
      const chosen = chosenKey(state);
      if (chosen !== undefined && (!before || state.chosen !== before.chosen)) go(chosen, false);
    },
  };
}

const chosenKey = ({ chosen }: State): string | undefined =>
  chosen && "job" in chosen ? keyOf(chosen.job) : undefined;

/** Names of services stand beside their jobs where there is room. */
function sizesFor(width: number): Sizes {
  if (width > 0 && width < 560) return { pill: 168, gap: 36, label: 0 };
  return { pill: 204, gap: 52, label: labelFor(width) };
}

function labelFor(width: number): number {
  if (width > 0 && width < 820) return 0;
  return width < 1200 ? 220 : 290;
}
