import { showText } from "../diagnostics/index.ts";
import type { Terminal } from "../io.ts";
import { type Painter, painter } from "../terminal.ts";
import { groupBy } from "../workspace/index.ts";
import { columnsOf } from "./columns.ts";
import { fromTo, reasonsOf, type Unit, unitsOf } from "./fold.ts";
import type { Shown, ShownPipeline } from "./shown.ts";
import { stagesOf } from "./stages.ts";
import { wrap } from "./text.ts";
import { count } from "./words.ts";

/** What is drawn on; `all`: nothing is told in short. */
export type Look = Terminal & { readonly all?: boolean };

/** More than these are told by their number. */
const most = { units: 60, pipelines: 12, reasons: 40 };

/** Says what was not told, and how to have it told. */
const more = (what: string, { columns }: Look) =>
  wrap(`… and ${what} (--service NAME, --verbose)`, columns);

/**
 * A view as text: what is compared, each pipeline (stages as columns where they fit, as a tree
 * where they do not), and why each service is in it or not.
 */
export function terminalPreview(shown: Shown, look: Look): string {
  const paint = painter(look.color);
  const lines = [...head(shown, look, paint)];
  const [child, ...others] = alikePipelines(shown, look);
  if (child) lines.push(...draw(child, look, paint));
  const some = look.all ? others : others.slice(0, most.pipelines);
  for (const each of some) {
    lines.push(...wrap(titleOf(each, shown), look.columns).map(paint.bold), "");
    lines.push(...draw(each, look, paint));
  }
  const left = others.slice(some.length).reduce((sum, { pipelines }) => sum + pipelines.length, 0);
  if (left > 0) lines.push(...more(count(left, "more pipeline"), look), "");
  lines.push(...why(shown, look, paint));
  return `${lines.join("\n").trimEnd()}\n`;
}

function* head(shown: Shown, { columns }: Look, paint: Painter): Generator<string> {
  const { view, situation } = shown;
  const text = (line: string) => wrap(showText(line), columns);
  yield* text(view.headline);
  yield* text(view.tally);
  if (situation > 0) yield* text(`as ${view.situations[situation]?.title ?? ""}`);
  const first = view.pipelines[0]?.created[situation];
  if (first && !first.created) {
    yield* text(`GitLab would not create this pipeline: ${first.why}`).map(paint.bold);
  }
  yield "";
}

/** Pipelines that are drawn alike, with what is drawn. */
interface Alike {
  readonly pipelines: readonly ShownPipeline[];
  readonly units: readonly Unit[];
}

/** So many pipelines are told one by one. */
const foldFrom = 8;

/** The child first; pipelines of which nothing is known are told by their trigger jobs alone. */
function alikePipelines(shown: Shown, { all }: Look): Alike[] {
  const known = shown.pipelines.filter(({ at, jobs }) => at === 0 || jobs.length > 0);
  const folds = !all && known.length >= foldFrom;
  const groups = folds
    ? groupBy(known, (one) =>
        one.at === 0 ? "" : JSON.stringify(unitsOf(shown, one, { alike: true }).map(drawnOf)),
      ).values()
    : known.map((one) => [one]);
  return [...groups].map((group) => {
    const alike = group.length > 1;
    return { pipelines: group, units: unitsOf(shown, group[0]!, { all: all === true, alike }) };
  });
}

const drawnOf = ({ label, entries }: Unit) => ({ label, entries });

function titleOf({ pipelines }: Alike, { view }: Shown): string {
  const triggers = pipelines.map(({ pipeline }) => {
    const { startedBy } = pipeline;
    const job = startedBy && view.pipelines[startedBy.pipeline]?.jobs[startedBy.job];
    return job?.name ?? pipeline.title;
  });
  return `in the ${pipelines.length === 1 ? "pipeline that" : "pipelines that"} ${fromTo(triggers, "job")} ${pipelines.length === 1 ? "starts" : "start"}`;
}

function draw({ pipelines, units }: Alike, look: Look, paint: Painter): string[] {
  const some = look.all ? units : units.slice(0, most.units);
  const { stages } = pipelines[0]!.pipeline;
  const lines = columnsOf(stages, some, look, paint) ?? stagesOf(stages, some, look, paint);
  const left = units.slice(some.length).reduce((sum, { services }) => sum + services.length, 0);
  if (left > 0) lines.push(...more(`the jobs of ${count(left, "more service")}`, look), "");
  return lines;
}

/** Services by their reason, a line each; then those that are out, and why. */
function* why(shown: Shown, look: Look, paint: Painter): Generator<string> {
  const { columns, all } = look;
  const groups = reasonsOf(shown.services, all);
  if (groups.length === 0) return;
  yield paint.bold("why");
  const room = columns === undefined ? undefined : Math.max(8, columns - 6);
  const some = all ? groups : groups.slice(0, most.reasons);
  for (const { names, reason, services } of some) {
    const out = services[0]?.state === "not-affected";
    const [first = "", ...rest] = wrap(`${names}  ${showText(reason)}`, room);
    const at = first.startsWith(`${names}  `) ? names.length : first.length;
    yield `  ${out ? paint.dim(first) : `${first.slice(0, at)}${paint.dim(first.slice(at))}`}`;
    yield* rest.map((line) => `      ${paint.dim(line)}`);
  }
  const left = groups.slice(some.length);
  if (left.length === 0) return;
  const services = left.reduce((sum, group) => sum + group.services.length, 0);
  yield* more(`${count(left.length, "more reason")} of ${count(services, "service")}`, look);
}
