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
  for (const { sign, line } of compare(before.trimEnd().split("\n"), after.trimEnd().split("\n"))) {
    const kind = sign === "+" ? "plus" : sign === "−" ? "minus" : "";
    code.append(h("span", { class: `line ${kind}` }, `${sign} ${line}`), "\n");
  }
  const label = "YAML before (−) and after (+)";
  return h("pre", { class: "yaml", tabindex: 0, role: "region", "aria-label": label }, code);
}

interface Compared {
  readonly sign: " " | "+" | "−";
  readonly line: string;
}

/** By the longest common run of lines; only of jobs, which have tens of lines. */
export function compare(before: readonly string[], after: readonly string[]): Compared[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++;
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const same = (line: string): Compared => ({ sign: " ", line });
  return [
    ...before.slice(0, start).map(same),
    ...between(old, now),
    ...before.slice(before.length - end).map(same),
  ];
}

/** Cells of the table below which it is worth its time. */
const most = 250_000;

function between(old: readonly string[], now: readonly string[]): Compared[] {
  const gone = (line: string): Compared => ({ sign: "−", line });
  const come = (line: string): Compared => ({ sign: "+", line });
  if (old.length * now.length > most) return [...old.map(gone), ...now.map(come)];
  // common[i][j]: lines that the rests from i and from j share.
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row)
        row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: Compared[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      out.push({ sign: " ", line: old[i] ?? "" });
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) out.push(gone(old[i++] ?? ""));
    else out.push(come(now[j++] ?? ""));
  }
  return [...out, ...old.slice(i).map(gone), ...now.slice(j).map(come)];
}
