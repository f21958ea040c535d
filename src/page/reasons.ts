import type { ViewReason } from "../view/index.ts";
import type { Model } from "./data.ts";
import { type Child, h } from "./dom.ts";

type Step = ViewReason["steps"][number];

/** What the kinds of steps are called in the filter. */
export const kinds: Readonly<Record<Step["by"], string>> = {
  file: "a file of its own",
  input: "an input",
  everything: "a path that concerns everything",
  dependency: "a dependency",
  removed: "a dependency that is gone",
  lock: "a lock file",
  import: "an import",
  upstream: "another project",
  "unknown-base": "no base to compare with",
  all: "all were asked for",
  selected: "named by hand",
};

/** Chains of reasons, each with its sentence and, where it has more than one, its steps. */
export function reasonList(model: Model, reasons: readonly ViewReason[]): HTMLElement {
  const items = reasons.map(({ told, steps, change }) =>
    h(
      "li",
      {},
      h("span", { class: "told" }, told),
      steps.length > 1 &&
        h("ol", { class: "chain" }, ...steps.map((step) => h("li", {}, ...tell(step, model)))),
      change !== undefined && pathLink(change, model),
    ),
  );
  return h("ul", { class: "reasons" }, ...items);
}

/** A button that looks for what a changed path concerns. */
export function pathLink(change: number, { view }: Model): HTMLElement {
  const path = view.changes[change]?.path ?? "";
  return h(
    "button",
    {
      type: "button",
      class: "link path",
      "data-path": path,
      title: "Show what this path concerns",
    },
    path,
  );
}

export const serviceLink = (name: string, { view }: Model): HTMLElement => {
  const index = view.services.findIndex((service) => service.name === name);
  if (index < 0) return h("span", {}, name);
  return h("button", { type: "button", class: "link", "data-service": index }, name);
};

const status = {
  A: "was added",
  D: "was deleted",
  M: "was changed",
  T: "changed its type",
} as const;
const place = (file: string, line: number | undefined) =>
  line === undefined ? file : `${file}:${line}`;
const more = (number: number | undefined) => (number ? `, and ${number} more` : "");

function tell(step: Step, model: Model): Child[] {
  switch (step.by) {
    case "file":
      return [h("code", {}, step.path), ` ${status[step.status]}`];
    case "input":
    case "everything":
      return [h("code", {}, step.path), " fits ", h("code", {}, step.pattern), more(step.more)];
    case "dependency":
      return [
        "depends on ",
        serviceLink(step.on, model),
        " by ",
        h("code", {}, place(step.manifest, step.line)),
      ];
    case "removed":
      return [
        `depended on ${step.on}, which is gone, by `,
        h("code", {}, place(step.manifest, step.line)),
      ];
    case "lock":
      return "why" in step
        ? [h("code", {}, step.path), `: ${step.why}`]
        : [h("code", {}, step.path), `: ${step.packages.join(", ")}`, more(step.more)];
    case "import":
      return [
        h("code", {}, place(step.file, step.line)),
        " imports ",
        h("code", {}, step.to),
        step.names ? ` (${step.names.join(", ")})` : "",
        step.why ? `: ${step.why}` : "",
      ];
    case "upstream":
      return [
        `${step.project} changed`,
        ...(step.path === undefined ? [] : [" ", h("code", {}, step.path), more(step.more)]),
        step.commit === undefined ? "" : ` (${step.commit.slice(0, 8)})`,
        step.why === undefined ? "" : `: ${step.why}`,
      ];
    case "unknown-base":
      return [step.why];
    case "all":
      return ["all services were asked for"];
    case "selected":
      return ["it was named by hand"];
  }
}
