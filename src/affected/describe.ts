import { showPath } from "../detect/index.ts";
import type { Reason, Step, Verdict } from "./types.ts";

const changed = { A: "added", D: "deleted", M: "changed", T: "changed its type" } as const;

/** One step of a chain as people read it: `depends on ui (apps/web/package.json:7)`. */
export function describeStep(step: Step): string {
  switch (step.by) {
    case "file": {
      const moved = step.from === undefined ? "" : ` (was ${showPath(step.from)})`;
      return `${showPath(step.path)} ${changed[step.status]}${moved}`;
    }
    case "input":
      return `${showPath(step.path)}${others(step.more)} changed, an input by ${step.pattern}`;
    case "everything":
      return `${showPath(step.path)}${others(step.more)} changed, which concerns everything (${step.pattern})`;
    case "dependency":
      return `depends on ${step.on} (${showPath(step.manifest)}${line(step)})`;
    case "removed":
      return `depended on ${step.on}, which is gone (${showPath(step.manifest)}${line(step)} of the base)`;
    case "lock":
      return "why" in step
        ? `${showPath(step.path)} changed, and ${step.why}`
        : `${showPath(step.path)} now resolves ${list(step.packages, step.more)}`;
    case "import": {
      const { file, to, names, why } = step;
      const what = names ? `${list(names)} of ${showPath(to)}` : showPath(to);
      const because = why === undefined ? "" : `, since ${why}`;
      return `${showPath(file)}${line(step)} ${why === undefined ? "imports" : "depends on"} ${what}${because}`;
    }
    case "upstream":
      return upstream(step);
    case "unknown-base":
      return step.why;
    case "all":
      return "asked for by --all";
    case "selected":
      return "asked for by --services";
  }
}

function upstream(step: Extract<Step, { by: "upstream" }>): string {
  const { project, commit, pattern, path, more, why } = step;
  const at = commit === undefined ? "" : ` (${commit.slice(0, 8)})`;
  if (path === undefined) {
    const all = why === undefined ? "" : `, and all that it maps to counts, since ${why}`;
    return `${project} changed${at}${all}`;
  }
  const by = pattern === undefined ? "" : `, mapped by ${pattern}`;
  return `${showPath(path)}${others(more)} changed in ${project}${at}${by}`;
}

const line = (step: { readonly line?: number }) => (step.line === undefined ? "" : `:${step.line}`);

const list = (words: readonly string[], more = 0) =>
  `${words.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;

const others = (more: number | undefined) => (more === undefined ? "" : ` and ${more} more`);

/** Chains longer than this are shortened in the middle. */
const longest = 6;

/** A chain in one line, from the service to the changed path. */
export function describeReason(reason: Reason): string {
  const left = reason.length - longest;
  const steps = reason.map(describeStep);
  if (left > 0) steps.splice(longest - 2, left + 1, `(${left + 1} more dependencies)`);
  return steps.join(" → ");
}

/** The first reason, and how many more there are. */
export function summarize(verdict: Verdict): string {
  const [first, ...more] = verdict.reasons;
  if (!first) return "not affected";
  const rest = more.length === 0 ? "" : ` (and ${more.length} more)`;
  return `${describeReason(first)}${rest}`;
}
