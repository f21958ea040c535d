import { type Diagnostic, found } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import type { Plan } from "../run.ts";

/**
 * What the rules of lint find in the pipelines that a run made, one finding a rule. Their code is
 * loaded here, and past the face, for every run pays for it.
 */
export async function lintPlan(made: Plan, io: Io): Promise<readonly Diagnostic[]> {
  const { lintMade } = await import("../lint/made.ts");
  const { config, comparison, limits, emitted } = made;
  const { tree } = comparison;
  const options = {
    limits,
    version: config.gitlab.version ?? io.env.CI_SERVER_VERSION,
    settings: config.lint.rules,
    repository: {
      paths: tree.paths,
      read: async (path: string) => (await tree.read([path])).get(path),
    },
  };
  // One a rule: what a generator does wrong, it does for every service.
  const first = new Map<
    string,
    { where: (string | number)[]; message: string; hint: string; more: number }
  >();
  for (const { pipeline, fileOf } of emitted.pipelines) {
    for (const { code, severity, path, message, hint = "" } of await lintMade(pipeline, options)) {
      if (severity === "info") continue;
      const known = first.get(code);
      const where = [fileOf.get(String(path[0])) ?? "", ...path].filter((step) => step !== "");
      if (known) known.more++;
      else first.set(code, { where, message, hint, more: 0 });
    }
  }
  return [...first].map(([rule, { where, ...told }]) =>
    found("LINT_FOUND", where, { rule, ...told }),
  );
}
