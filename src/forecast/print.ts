import { showName } from "../terminal.ts";
import type { DecidedBy, SimulatedJob } from "../simulate/index.ts";
import type { Forecast } from "./types.ts";

/** A forecast for a terminal: each pipeline, its jobs, and what decided; `all`: absent jobs too. */
export function printForecast(forecast: Forecast, all: boolean, indent = ""): string {
  const { startedBy, file, simulated, refused, unknown, children } = forecast;
  const title = startedBy === "" ? file : `${showName(startedBy)} starts ${file}`;
  const lines: string[] = [];
  if (unknown !== undefined) lines.push(`${showName(startedBy)}: ${unknown}`);
  else if (simulated?.created) lines.push(`${title}: created`);
  else {
    lines.push(`${title}: not created`);
    for (const error of [...refused, ...(simulated?.errors ?? [])]) lines.push(`  ${error}`);
  }
  const jobs = simulated?.jobs ?? [];
  const width = Math.max(0, ...jobs.map(({ name }) => showName(name).length));
  for (const job of jobs) {
    if (!job.created && !all) continue;
    const mark = job.created ? "+" : "-";
    lines.push(`  ${mark} ${showName(job.name).padEnd(width)}  ${verdict(job)}`.trimEnd());
  }
  const hidden = jobs.filter(({ created }) => !created).length;
  if (hidden > 0 && !all) lines.push(`  ${hidden} more left out (--verbose)`);
  const own = lines.map((line) => `${indent}${line}\n`).join("");
  return own + children.map((child) => printForecast(child, all, `${indent}    `)).join("");
}

function verdict({ created, when, allowFailure, by }: SimulatedJob): string {
  const how = created && when !== "on_success" ? when.replace("_", " ") : "";
  const lenient = created && allowFailure && when !== "manual" ? "may fail" : "";
  return [how, lenient, reason(by, created)].filter((part) => part !== "").join(", ");
}

function reason(by: DecidedBy, created: boolean): string {
  switch (by.by) {
    case "rule":
      return `by rules[${by.index}]`;
    case "no-rule":
      return "no rule holds";
    case "policy":
      return "by only and except";
    case "only":
      return `only:${by.key} does not hold`;
    case "except":
      return `except:${by.key} holds`;
    case "default-only":
      return "has no rules, and this is neither a branch nor a tag pipeline";
    case "nothing":
      return created ? "" : "nothing lets it in";
  }
}
