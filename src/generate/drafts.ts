import { fail } from "../diagnostics/index.ts";
import { isHash } from "../model/index.ts";
import type { Service } from "../workspace/index.ts";
import { decided, type Layers, layersOf, startedBy } from "./decide.ts";
import { type Axes, type MatrixDraft, noAxes, parallelOf } from "./matrix/axes.ts";
import { serviceVariables } from "./service.ts";
import { unquotedText } from "./text.ts";

/** Drafts by their key, under the names that they have in the pipeline; each is to have these axes. */
export function draftsFrom(
  value: unknown,
  service: Service,
  origin: string,
  ref: string,
  axes: Axes = noAxes,
): [string, MatrixDraft][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fail("GENERATOR_RESULT", [origin, service.name], {});
  }
  const made = Object.entries(value)
    .filter(([, config]) => config !== undefined)
    .map(([key, config]) => {
      const hidden = key.startsWith(".");
      const name = hidden ? `.${service.name}:${key.slice(1)}` : `${service.name}:${key}`;
      const raw = unquotedText(config, [service.root, service.name, ref]);
      if (raw) fail("SHELL_TEXT", [origin, name, raw.key, raw.index], { text: raw.text });
      return { key, hidden, name, config: config as unknown };
    });
  const jobs = new Map(made.map(({ name, config }) => [name, config]));
  return made.map(({ key, hidden, name, config }) => {
    const draft = { name, service: service.name, origin, axes };
    if (!isHash(config)) return [key, { ...draft, config }];
    const layers = withCells(layersOf(config, jobs), axes);
    const whole = hidden ? layers : withVariables(layers, service);
    return [key, { ...draft, config: decided(whole, hidden) }];
  });
}

/** What a job will have of a matrix counts as a layer: its variables are handed over, too. */
const withCells = (layers: Layers, axes: Axes): Layers =>
  axes.size === 0 ? layers : { ...layers, all: [...layers.all, { parallel: parallelOf(axes) }] };

/**
 * Every job of a service knows its name and directory. A trigger of another project does not:
 * whatever it forwards counts there as a pipeline variable, which the user's role may forbid
 * (GITLAB.md section 4).
 */
function withVariables(layers: Layers, service: Service): Layers {
  const { own, all } = layers;
  const { variables } = own;
  if (startedBy(layers) === "project") return layers;
  if (variables !== undefined && (typeof variables !== "object" || variables === null)) {
    return layers;
  }
  const given = { ...own, variables: { ...serviceVariables(service), ...variables } };
  return { ...layers, own: given, all: [given, ...all.slice(1)] };
}
