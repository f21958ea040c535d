import type { Affected } from "../../../src/affected/index.ts";
import { readContext } from "../../../src/context/index.ts";
import type { Base } from "../../../src/detect/index.ts";
import { generate, type LoadedGenerator } from "../../../src/generate/index.ts";
import { expandedNames, type JobDraft } from "../../../src/model/index.ts";
import { readWorkspace, type ServiceDefinition } from "../../../src/workspace/index.ts";
import { parseYaml } from "../../../src/yaml/read.ts";
import { treeOf } from "../../workspace/tree.ts";

const base: Base = { sha: "b", ref: null, how: "option", why: "x", fallback: false };

export const loadedAs = (
  name: string,
  jobs: LoadedGenerator["make"],
  matrix: LoadedGenerator["matrix"] = [],
): LoadedGenerator => ({
  origin: `${name}.ts`,
  files: [],
  options: {},
  matrix,
  wants: () => true,
  make: jobs,
});

/** Generates for these services, all of them affected, with all of these generators. */
export async function generated(
  define: Readonly<Record<string, Omit<ServiceDefinition, "root">>>,
  generators: Readonly<Record<string, LoadedGenerator>>,
  { version, limits }: { version?: string; limits?: Readonly<Record<string, number>> } = {},
) {
  const names = Object.keys(define);
  const tree = treeOf(Object.fromEntries(names.map((each) => [`s/${each}/x`, ""])));
  const { workspace } = await readWorkspace(tree, {
    discover: [],
    define: Object.fromEntries(names.map((each) => [each, { ...define[each], root: `s/${each}` }])),
    parseYaml,
  });
  const verdicts: Affected["verdicts"] = workspace.services.map(({ name: service }) => ({
    service,
    affected: true,
    reasons: [],
  }));
  return generate({
    config: {
      generators: Object.keys(generators),
      pipeline: { stages: ["build", "test", "deploy"] },
      gitlab: { limits },
    },
    params: {},
    origin: "fanout.config.ts",
    generators: new Map(Object.entries(generators)),
    context: readContext({}),
    version,
    workspace,
    affected: { verdicts, unowned: [] },
    comparison: { base, tree, baseTree: treeOf({}) },
    removed: [],
  });
}

/** One job as GitLab makes it: its own values of the matrix, and the names that it needs. */
export interface Made {
  readonly name: string;
  /** As it was written. */
  readonly draft: JobDraft;
  readonly cell: Readonly<Record<string, string>>;
  readonly needs: readonly { readonly name: string; readonly optional: boolean }[];
}

type Config = Readonly<Record<string, unknown>> & {
  readonly parallel?: { readonly matrix: readonly Readonly<Record<string, readonly string[]>>[] };
  readonly needs?: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly variables?: Readonly<Record<string, string>>;
};

/** Does what GitLab's normalizer.rb and matrix_interpolator.rb do with parallel jobs. */
export function expanded(jobs: readonly JobDraft[], axes: readonly string[]): Made[] {
  const configs = new Map(jobs.map(({ name, config }) => [name, config as Config]));
  return jobs.flatMap((draft): Made[] => {
    const config = draft.config as Config;
    const names = expandedNames(draft.name, config.parallel);
    const cells = config.parallel ? cellsOf(config.parallel.matrix[0] ?? {}) : [config.variables];
    return names.map((name, index) => {
      const cell = Object.fromEntries(
        Object.entries(cells[index] ?? {}).filter(([axis]) => axes.includes(axis)),
      );
      const needs = (config.needs ?? []).flatMap((written) => {
        const need = typeof written === "string" ? { job: written } : filled(written, cell);
        const job = String(need.job);
        const parallel = "parallel" in need ? need.parallel : configs.get(job)?.parallel;
        return expandedNames(job, parallel).map((each) => ({
          name: each,
          optional: "optional" in need,
        }));
      });
      return { name, draft, cell, needs };
    });
  });
}

function cellsOf(row: Readonly<Record<string, readonly string[]>>): Record<string, string>[] {
  let cells: Record<string, string>[] = [{}];
  for (const [axis, values] of Object.entries(row)) {
    cells = cells.flatMap((cell) => values.map((value) => ({ ...cell, [axis]: value })));
  }
  return cells;
}

const filled = (need: object, cell: Readonly<Record<string, string>>) =>
  JSON.parse(
    JSON.stringify(need).replace(/\$\[\[ matrix\.(\w+) \]\]/g, (whole, axis: string) =>
      axis in cell ? JSON.stringify(cell[axis]).slice(1, -1) : whole,
    ),
  ) as Readonly<Record<string, unknown>>;
