import type { Severity } from "../types.ts";
import type { Refusal } from "./row.ts";
import { type RefusalCode, refusals } from "./table.ts";

export { codeOfLoaded } from "./loaded.ts";
export type { Refusal } from "./row.ts";
export { type RefusalCode, refusals } from "./table.ts";

const documentation = "https://docs.gitlab.com/";

/** A refusal as reports and the documentation list it. */
export interface RefusalRule extends Refusal {
  readonly code: RefusalCode;
  readonly severity: Severity;
}

/** All refusals with their codes and whole addresses. GitLab makes no pipeline, so each is an error. */
export const refusalRules: readonly RefusalRule[] = (Object.keys(refusals) as RefusalCode[]).map(
  (code) => ({
    code,
    severity: "error",
    ...refusals[code],
    page: documentation + refusals[code].page,
  }),
);

const codes: ReadonlySet<string> = new Set(Object.keys(refusals));

export const isRefusal = (code: string): boolean => codes.has(code);
