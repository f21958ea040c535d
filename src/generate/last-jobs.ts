import { isConditional, isHash } from "../model/index.ts";
import { type Layers, layersOf } from "./decide.ts";
import type { MatrixDraft } from "./matrix/axes.ts";
import { isSymbolicNeed } from "./need.ts";

/** What keeps a job from running by itself when the jobs before it have succeeded. */
const idle: readonly unknown[] = ["manual", "on_failure", "never"];

/** GitLab's, for a job that says none (docs: ci/yaml, `stage`). */
const usual = "test";

/**
 * Names of the jobs after which all work of these services is done, in the order of the drafts:
 * those that no other job of their service is sure to wait for. Jobs that wait for somebody, or
 * for a failure, do not count, nor do those of stages behind `stage`, which GitLab lets nobody
 * need from there.
 */
export function lastJobs(
  drafts: readonly MatrixDraft[],
  services: ReadonlySet<string>,
  { stages, stage }: { readonly stages: readonly string[]; readonly stage: string },
): readonly string[] {
  const order = [".pre", ...stages, ".post"];
  const latest = order.indexOf(stage);
  const configs = new Map(drafts.map(({ name, config }) => [name, config]));
  const jobs = drafts.flatMap((draft) => {
    const { name, service, config } = draft;
    if (service === undefined || !services.has(service)) return [];
    if (name.startsWith(".") || !isHash(config)) return [];
    const layers = layersOf(config, configs);
    const late = latest >= 0 && order.indexOf(String(first(layers, "stage") ?? usual)) > latest;
    return late || !runsByItself(layers) ? [] : [{ name, service, layers }];
  });
  const awaited = new Set(
    jobs
      .filter(({ layers }) => isSure(layers))
      .flatMap(({ service, layers }) => waitsFor(service, layers)),
  );
  return jobs.map(({ name }) => name).filter((name) => !awaited.has(name));
}

/** What a job says itself, else what it extends. */
const first = ({ all }: Layers, key: string): unknown =>
  all.map((layer) => layer[key]).find((value) => value !== undefined && value !== null);

function runsByItself(layers: Layers): boolean {
  const rules = [first(layers, "rules") ?? []].flat(Number.POSITIVE_INFINITY);
  const whens = rules.map((rule) => (isHash(rule) ? rule.when : undefined));
  // A rule that says never leaves the job out; the others decide.
  return (
    !idle.includes(first(layers, "when")) &&
    !whens.some((when) => when !== "never" && idle.includes(when))
  );
}

const isSure = (layers: Layers): boolean =>
  layers.whole &&
  !isConditional({
    ...pick(layers, "rules"),
    ...pick(layers, "only"),
    ...pick(layers, "except"),
  });

function pick(layers: Layers, key: string): Record<string, unknown> {
  const value = first(layers, key);
  return value === undefined ? {} : { [key]: value };
}

/** Full names of the jobs of its service that a job needs. */
function waitsFor(service: string, layers: Layers): string[] {
  return [first(layers, "needs") ?? []].flat().flatMap((need) => {
    if (isSymbolicNeed(need)) {
      return need.kind === "job" ? [need.job, `${service}:${need.job}`] : [];
    }
    const job = isHash(need) ? need.job : need;
    return typeof job === "string" ? [job] : [];
  });
}
