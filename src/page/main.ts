import { listen } from "./act.ts";
import { type Model, modelOf, readData } from "./data.ts";
import { h } from "./dom.ts";
import { filterBar } from "./filters.ts";
import { graphOf } from "./graph.ts";
import { headOf } from "./head.ts";
import { live } from "./live.ts";
import { panelOf } from "./panel.ts";
import { sheetsOf } from "./sheets.ts";
import { type State, storeOf } from "./state.ts";

/** Puts the page together and draws it; from then on each change of the state draws what it changes. */
function mount(model: Model, app: HTMLElement): void {
  const store = storeOf(model);
  const panel = panelOf(model, store);
  const graph = graphOf(model, store, () => panel.covers(graph.element));
  const head = headOf(model, store);
  const bar = filterBar(model, store);
  const sheets = sheetsOf(model, store, graph);
  app.append(
    head.element,
    h("div", { class: "tools" }, h("nav", { "aria-label": "Sheets" }, sheets.tabs), bar.element),
    h("div", { class: "work" }, sheets.element, panel.element),
  );
  app.hidden = false;
  const draw = (now: State, before?: State): void => {
    head.draw(now);
    bar.draw(now);
    sheets.draw(now);
    panel.draw(now, before);
    app.classList.toggle("chosen", now.chosen !== undefined);
    graph.draw(now, before);
    const tally = sheets.tally(now.sheet);
    bar.element.hidden = tally === undefined;
    bar.tell(tally ?? "");
  };
  store.onChange(draw);
  draw(store.get());
  listen(store, graph, panel, bar.search);
}

async function start(): Promise<void> {
  const notice = document.getElementById("notice");
  const app = document.getElementById("app");
  const data = document.getElementById("data");
  if (!notice || !app || !data) return;
  live();
  if (typeof DecompressionStream === "undefined") {
    notice.textContent =
      "This browser cannot unpack the page's data: it is older than Chrome 80, Firefox 113 or Safari 16.4.";
    return;
  }
  const model = modelOf(await readData(data.textContent ?? ""));
  data.remove();
  document.title = `${model.view.project}: pipeline preview`;
  notice.hidden = true;
  mount(model, app);
}

start().catch((error: unknown) => {
  const notice = document.getElementById("notice");
  if (notice) {
    notice.hidden = false;
    notice.textContent = `This page could not be drawn: ${String(error)}`;
  }
  throw error;
});
