import { type JobId, jobAt, type Model } from "./data.ts";

/** What is looked for; empty members let everything through. */
export interface Filters {
  readonly text: string;
  readonly service: string;
  readonly stage: string;
  /** The kind of a step: `file`, `dependency`. */
  readonly reason: string;
  readonly path: string;
  /** With two pipelines: `different`, or a kind of change. */
  readonly change: string;
}

export type Chosen = { readonly job: JobId } | { readonly service: number };
export type Sheet = "pipeline" | "services" | "changes" | "limits" | "findings";
export const sheets: readonly Sheet[] = ["pipeline", "services", "changes", "limits", "findings"];

/** All that a person has set on the page. */
export interface State {
  readonly filters: Filters;
  readonly situation: number;
  readonly sheet: Sheet;
  readonly chosen?: Chosen | undefined;
  /** Pipelines that were opened or closed by hand. */
  readonly opened: ReadonlyMap<number, boolean>;
}

export const noFilters: Filters = {
  text: "",
  service: "",
  stage: "",
  reason: "",
  path: "",
  change: "",
};

/** Keeps the state, tells who listens, and writes what links need into the address. */
export interface Store {
  get(): State;
  /** `remember`: the browser's way back leads to what was before. */
  set(part: Partial<State>, remember?: boolean): void;
  onChange(listener: (now: State, before: State) => void): void;
}

export function storeOf(model: Model): Store {
  let state = fromHash(location.hash, model, {
    filters: { ...noFilters, change: startsWith(model) },
    situation: 0,
    sheet: "pipeline",
    opened: new Map(),
  });
  const listeners: ((now: State, before: State) => void)[] = [];
  const become = (next: State) => {
    const before = state;
    state = next;
    for (const listener of listeners) listener(state, before);
  };
  addEventListener("popstate", () => become(fromHash(location.hash, model, state)));
  return {
    get: () => state,
    set(part, remember = false) {
      become(opening({ ...state, ...part }, model));
      const hash = toHash(state, model);
      if (hash === location.hash || (hash === "#" && location.hash === "")) return;
      try {
        if (remember) history.pushState(null, "", hash);
        else history.replaceState(null, "", hash);
      } catch {
        // A frame without an address of its own, as GitLab may show it, has none to write.
      }
    },
    onChange: (listener) => listeners.push(listener),
  };
}

/** What is chosen in a pipeline that is not open would not be seen. */
function opening(state: State, model: Model): State {
  if (!state.chosen || !("job" in state.chosen)) return state;
  const opened = new Map(state.opened);
  let at = model.view.pipelines[state.chosen.job.pipeline]?.startedBy;
  let below = state.chosen.job.pipeline;
  while (at && opened.size <= model.view.pipelines.length) {
    opened.set(below, true);
    below = at.pipeline;
    at = model.view.pipelines[below]?.startedBy;
  }
  return { ...state, opened };
}

/** Of thousands that are the same only the others are worth a look. */
const startsWith = ({ compared, view }: Model): string =>
  compared &&
  view.pipelines.some(({ jobs }) => jobs.some(({ change }) => change && change.kind !== "same"))
    ? "different"
    : "";

const names = { text: "q", service: "of", stage: "stage", reason: "why", path: "path" } as const;

function toHash({ filters, situation, sheet, chosen }: State, model: Model): string {
  const query = new URLSearchParams();
  if (chosen && "service" in chosen) {
    query.set("service", model.view.services[chosen.service]?.name ?? "");
  } else if (chosen) {
    query.set("job", jobAt(model, chosen.job)?.name ?? "");
    if (chosen.job.pipeline > 0) query.set("in", String(chosen.job.pipeline));
  }
  if (sheet !== "pipeline") query.set("sheet", sheet);
  if (situation > 0) query.set("as", model.view.situations[situation]?.id ?? "");
  for (const [member, name] of Object.entries(names)) {
    const value = filters[member as keyof typeof names];
    if (value !== "") query.set(name, value);
  }
  if (filters.change !== startsWith(model)) query.set("change", filters.change);
  return `#${query}`;
}

function fromHash(hash: string, model: Model, state: State): State {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const filters = {
    ...Object.fromEntries(Object.entries(names).map(([key, name]) => [key, query.get(name) ?? ""])),
    change: query.get("change") ?? startsWith(model),
  } as unknown as Filters;
  const situation = model.view.situations.findIndex(({ id }) => id === query.get("as"));
  const sheet = sheets.find((each) => each === query.get("sheet")) ?? "pipeline";
  const chosen = chosenIn(query, model);
  return opening({ ...state, filters, situation: Math.max(situation, 0), sheet, chosen }, model);
}

function chosenIn(query: URLSearchParams, { view }: Model): Chosen | undefined {
  const [name, owner] = [query.get("job"), query.get("service")];
  if (name !== null) {
    const pipeline = Number(query.get("in") ?? 0);
    const job = view.pipelines[pipeline]?.jobs.findIndex((each) => each.name === name) ?? -1;
    return job < 0 ? undefined : { job: { pipeline, job } };
  }
  const service = owner === null ? -1 : view.services.findIndex((each) => each.name === owner);
  return service < 0 ? undefined : { service };
}
