import { compareLines } from "../compare-lines.ts";
import type { ViewJobChange } from "../view/index.ts";
import { h } from "./dom.ts";
import { jobYaml, yamlBlock } from "./yaml.ts";

const sentences: Readonly<Record<ViewJobChange["kind"], string>> = {
  added: "The head has this job, the base has not.",
  removed: "The base had this job, the head has it no more.",
  changed: "The job differs from that of the base.",
  same: "The job is the same on both sides.",
};

/** What a comparison says of a job: the keys that differ, and the YAML of both sides. */
export function changeOf(
  name: string,
  { kind, keys, before }: ViewJobChange,
  after: unknown,
): HTMLElement {
  const list = h("ul", { class: "keys" }, ...keys.map((key) => h("li", {}, h("code", {}, key))));
  const element = h(
    "section",
    { class: `change ${kind}` },
    h("h3", {}, kind === "same" ? "Compared" : kind),
    h("p", {}, sentences[kind]),
    keys.length > 0 && list,
  );
  if (kind === "changed" && before) {
    element.append(lineDiff(jobYaml(name, before), jobYaml(name, after)));
  } else if (kind === "removed" && before) {
    element.append(yamlBlock(jobYaml(name, before), "YAML of the base"));
  }
  return element;
}

/** Both texts as one, line by line: what they share, what is gone (−) and what is new (+). */
function lineDiff(before: string, after: string): HTMLElement {
  const code = h("code");
  const lines = (yaml: string) => yaml.trimEnd().split("\n");
  for (const { mark, text } of compareLines(lines(before), lines(after))) {
    const kind = mark === "+" ? "plus" : mark === "-" ? "minus" : "";
    code.append(h("span", { class: `line ${kind}` }, `${mark.replace("-", "−")} ${text}`), "\n");
  }
  const label = "YAML before (−) and after (+)";
  return h("pre", { class: "yaml", tabindex: 0, role: "region", "aria-label": label }, code);
}
