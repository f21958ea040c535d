import { describeReason, type Verdict } from "../affected/index.ts";
import { showPath } from "../detect/index.ts";
import { showName } from "../terminal.ts";
import { groupBy } from "../workspace/index.ts";

/**
 * What is affected as trees: at the top the services that a change concerns itself, with their
 * reasons; below each what depends on it, with the manifest's line. A service stands once, below
 * the dependency that its first chain goes through.
 */
export function affectedTree(verdicts: readonly Verdict[], verbose: boolean): string {
  const affected = verdicts.filter((verdict) => verdict.affected);
  const children = groupBy(affected, ({ reasons }) => parentOf(reasons[0]));
  const lines: string[] = [];
  // A stack of its own: chains of thousands are no danger.
  const open = (children.get(undefined) ?? []).map((verdict) => ({
    verdict,
    indent: "",
    tail: "",
  }));
  open.reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { verdict, indent, tail } = next;
    lines.push(`${tail}${showName(verdict.service)}  ${reasonOf(verdict)}`.trimEnd());
    const below = children.get(verdict.service) ?? [];
    if (tail === "") lines.push(...more(verdict, verbose, below.length > 0 ? "│  " : "   "));
    const rows = below.map((child, index) => {
      const last = index === below.length - 1;
      return {
        verdict: child,
        indent: `${indent}${last ? "   " : "│  "}`,
        tail: `${indent}${last ? "└─ " : "├─ "}`,
      };
    });
    open.push(...rows.reverse());
  }
  return lines.map((line) => `${line}\n`).join("");
}

function parentOf(reason: Verdict["reasons"][number] | undefined): string | undefined {
  const first = reason?.[0];
  return first?.by === "dependency" ? first.on : undefined;
}

/** For a dependent the line that makes it one, for all others their first reason. */
function reasonOf({ reasons }: Verdict): string {
  const [first] = reasons;
  const step = first?.[0];
  if (step?.by !== "dependency") return first ? describeReason(first) : "";
  return `${showPath(step.manifest)}${step.line === undefined ? "" : `:${step.line}`}`;
}

function more({ reasons }: Verdict, verbose: boolean, indent: string): string[] {
  const others = reasons.slice(1);
  if (verbose) return others.map((reason) => `${indent}${describeReason(reason)}`);
  return others.length === 0 ? [] : [`${indent}and ${others.length} more (--verbose)`];
}
