import { definePipeline, reference } from "../../../src/model/index.ts";
import fc from "../../helpers/property.ts";
import { type Document, findings } from "../../model/helper.ts";
import { draftOf } from "./helper.ts";

const stages = ["one", "two", "three"];
const rules = [{ if: "$A" }];

/** How a job is written; numbers choose among what is there before it. */
interface Seed {
  readonly service: number;
  readonly kind: "plain" | "child" | "remote" | "parallel";
  readonly stage: number;
  readonly needs: readonly { readonly job: number; readonly form: number }[] | undefined;
  readonly dependencies: readonly number[] | undefined;
  readonly base: "none" | "hidden" | "visible" | "reference" | "whole";
  readonly conditional: boolean;
  readonly ruleNeeds: readonly number[] | undefined;
  readonly artifacts: boolean;
}

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const plains = Array.from({ length: 9 }, () => "plain" as const);

const seeds = fc.array(
  fc.record<Seed>({
    service: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6),
    kind: fc.constantFrom(...plains, "child", "remote", "parallel", "parallel"),
    stage: fc.nat(4),
    needs: fc.option(fc.array(fc.record({ job: fc.nat(), form: fc.nat(4) }), { maxLength: 4 }), {
      nil: undefined,
      freq: 4,
    }),
    dependencies: rarely(fc.array(fc.nat(), { maxLength: 2 })),
    base: fc.constantFrom("none", "none", "none", "hidden", "visible", "reference", "whole"),
    conditional: fc.constantFrom(false, false, true),
    ruleNeeds: rarely(fc.array(fc.nat(), { maxLength: 2 })),
    artifacts: fc.boolean(),
  }),
  { minLength: 2, maxLength: 20, size: "max" },
);

interface Made {
  readonly name: string;
  readonly seed: Seed;
  readonly rank: number;
  readonly config: Document;
}

/** Services s1 to s6; 0 is none. Each job needs jobs before it, in stages before. */
function documentOf(all: readonly Seed[]): Document {
  const made: Made[] = [];
  all.forEach((seed, index) => {
    const isFree = seed.service === 0;
    const name = isFree ? `j${index}` : `s${seed.service}:j${index}`;
    made.push(jobOf(name, seed, made));
  });
  return {
    stages,
    default: { image: "node:22", tags: reference(".tags", "list") },
    variables: { GLOBAL: "1" },
    ".tags": { list: ["docker"] },
    ".base": { extends: ".under", variables: { BASE: "1" }, needs: reference(".under", "needs") },
    ".under": { variables: { UNDER: "1" }, needs: [] },
    ".unused": { script: ["x"] },
    sure: { stage: "two", script: ["x"] },
    ...Object.fromEntries(made.map(({ name, config }) => [name, config])),
  };
}

function jobOf(name: string, seed: Seed, before: readonly Made[]): Made {
  const rank = seed.stage;
  const stage = [".pre", ...stages, ".post"][rank];
  const earlier = before.filter((other) => other.rank <= rank);
  const pick = (choice: number) => earlier[choice % earlier.length];
  const runs = seed.kind !== "child" && seed.kind !== "remote";
  const picked = new Map(seed.needs?.map(({ job, form }) => [pick(job), form]));
  const needs = [...picked].flatMap(([job, form]) => (job ? [needOn(job, form)] : []));
  const isRunning = ({ seed: { kind } }: Made) => kind !== "child" && kind !== "remote";
  const visible = before.filter(isRunning).at(-1);
  const optional = (choice: number) => ({ job: pick(choice)!.name, optional: true });
  const ruleNeeds = earlier.length ? [...new Set(seed.ruleNeeds)].map(optional) : [];
  const unlike = [...new Map(ruleNeeds.map((need) => [need.job, need])).values()];
  const own: Record<string, unknown> = {
    stage,
    ...(seed.needs && { needs }),
    ...(seed.conditional && { rules }),
    ...(seed.ruleNeeds && { rules: [{ if: "$B", needs: unlike }, { if: "$A" }] }),
  };
  if (!runs) {
    const file = { include: [{ local: "x.yml" }], strategy: "depend" };
    return { name, seed, rank, config: { ...own, trigger: seed.kind === "child" ? file : "g/o" } };
  }
  if (seed.kind === "parallel") own.parallel = 2;
  if (seed.artifacts) own.artifacts = { paths: [name] };
  if (seed.dependencies && !seed.needs) {
    own.dependencies = [...new Set(seed.dependencies.map((choice) => pick(choice)?.name))].filter(
      (other) => other !== undefined,
    );
  }
  const script = { script: ["x"] };
  switch (seed.base) {
    case "hidden":
      return { name, seed, rank, config: { extends: ".base", ...script, ...own } };
    case "visible":
      return visible?.seed.kind === "plain" && visible.rank <= rank
        ? { name, seed, rank, config: { extends: visible.name, stage, ...script } }
        : { name, seed, rank, config: { ...own, ...script } };
    case "reference":
      return visible
        ? { name, seed, rank, config: { ...own, script: reference(visible.name, "script") } }
        : { name, seed, rank, config: { ...own, ...script } };
    case "whole":
      return {
        name,
        seed,
        rank,
        config: { ...own, ...script, needs: reference(".base", "needs") },
      };
    default:
      return { name, seed, rank, config: { ...own, ...script } };
  }
}

function needOn({ name, seed }: Made, form: number): unknown {
  const optional = seed.conditional || seed.ruleNeeds !== undefined || seed.base === "visible";
  const need = form === 3 && seed.kind === "parallel" ? `${name} 1/2` : name;
  if (optional) return { job: need, optional: true, ...(form === 1 && { artifacts: false }) };
  return form === 0 ? need : { job: need, ...(form === 1 && { artifacts: false }) };
}

/** Pipelines that GitLab accepts. */
export const drafts = seeds
  .map((all) => draftOf(documentOf(all)))
  .filter((draft) => findings(() => definePipeline(draft)).length === 0);
