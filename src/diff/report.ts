import type { DiffReport } from "./schema.ts";
import type { Made, Sides } from "./sides.ts";
import type { Difference, KeyChange } from "./types.ts";
import { asData } from "./values.ts";
import { whyOf } from "./words.ts";

/** The comparison as a document. */
export function diffReport(
  { from, to, compared, diagnostics }: Sides,
  told: Difference,
): DiffReport {
  return {
    version: 1,
    from: sideOf(from, compared.base.sha ?? "", false),
    to: sideOf(to, compared.head, compared.workTree),
    why: whyOf(compared.base),
    same: told.same,
    services: told.services.map((service) => ({ ...service })),
    pipelines: told.pipelines.map(({ name, change, keys }) => ({
      startedBy: name,
      change,
      keys: keys.map(keyOf),
    })),
    jobs: told.jobs.map(({ service, keys, ...job }) => ({
      ...job,
      service: service ?? null,
      keys: keys.map(keyOf),
    })),
    diagnostics: diagnostics.map(({ code, severity, where, message }) => ({
      code,
      severity,
      where: [...where],
      message,
    })),
  };
}

const sideOf = ({ plan }: Made, sha: string, workTree: boolean) => ({
  sha,
  workTree,
  configured: plan !== undefined,
});

const keyOf = ({ key, ...values }: KeyChange) => ({
  key,
  ...("before" in values && { before: asData(values.before) }),
  ...("after" in values && { after: asData(values.after) }),
});
