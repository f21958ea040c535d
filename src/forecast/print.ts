import { tellVerdict } from "../simulate/index.ts";
import { showName } from "../terminal.ts";
import type { Forecast } from "./types.ts";

/** A forecast for a terminal: each pipeline, its jobs, and what decided; `all`: absent jobs too. */
export function printForecast(forecast: Forecast, all: boolean, indent = ""): string {
  const { simulated, missing, children } = forecast;
  const lines = [`${titleOf(forecast)}: ${stateOf(forecast)}`];
  for (const error of errorsOf(forecast))
    lines.push(...error.split("\n").map((line) => `  ${line}`));
  for (const key of forecast.unknown === undefined ? missing : []) {
    lines.push(`  ? ${showName(key)} is not read here, nor its jobs; --map can name a copy`);
  }
  const jobs = simulated?.jobs ?? [];
  const shown = jobs.filter(({ created }) => created || all);
  const width = Math.max(0, ...shown.map(({ name }) => showName(name).length));
  for (const job of shown) {
    const mark = job.created ? "+" : "-";
    lines.push(`  ${mark} ${showName(job.name).padEnd(width)}  ${tellVerdict(job)}`.trimEnd());
  }
  const hidden = jobs.length - shown.length;
  if (hidden > 0)
    lines.push(`  ${hidden} ${jobs.length > hidden ? "more " : ""}left out (--verbose)`);
  const own = lines.map((line) => `${indent}${line}\n`).join("");
  return own + children.map((child) => printForecast(child, all, `${indent}    `)).join("");
}

const titleOf = ({ startedBy, file }: Forecast): string =>
  startedBy === "" ? showName(file) : `${showName(startedBy)} starts ${showName(file)}`;

function stateOf({ unknown, simulated }: Forecast): string {
  if (unknown !== undefined) return `not known here: ${unknown}`;
  return simulated?.created ? "created" : "not created";
}

/** Why a pipeline is not created, each reason once. */
export const errorsOf = ({ refused, simulated }: Forecast): readonly string[] => [
  ...new Set([...refused, ...(simulated?.errors ?? [])]),
];
