import { describe, expect, test } from "vitest";
import { lint } from "../../../src/lint/index.ts";
import { type RefusalCode, refusalRules, refusals } from "../../../src/lint/refusals/index.ts";
import { limitsFor } from "../../../src/model/index.ts";
import { type Case, fileCases } from "./cases-files.ts";
import { jobCases } from "./cases-jobs.ts";

/** One configuration a code: a row that none reaches does not compile. */
const cases: Readonly<Record<RefusalCode, Case>> = { ...jobCases, ...fileCases };

/** What lint says of a repository with these files. */
async function findings(files: Case, code: string) {
  const texts = new Map(Object.entries(typeof files === "string" ? { [entry]: files } : files));
  const limits = limitsFor({});
  const { outcome } = await lint([entry], {
    world: {
      read: async (path) => texts.get(path),
      paths: async () => [...texts.keys()],
      mapped: async (key) => texts.get(key),
    },
    paths: [...texts.keys()],
    limits: code === "includes-too-big" ? small(limits) : limits,
    version: "18.11",
  });
  return outcome.findings;
}

const entry = ".gitlab-ci.yml";
const small = (limits: ReturnType<typeof limitsFor>) => ({
  ...limits,
  totalBytes: { ...limits.totalBytes, value: 3 },
});

describe("each refusal is told with its code, its words and what to do", () => {
  test.each(Object.entries(cases))("%s", async (code, files) => {
    const all = await findings(files, code);
    const own = all.filter((each) => each.code === code);
    expect(all.map((each) => `${each.code}: ${each.message}`).join("\n")).toContain(`${code}: `);
    for (const { fromGitLab, severity, hint } of own) {
      expect({ fromGitLab, severity }).toEqual({ fromGitLab: true, severity: "error" });
      expect(hint).toMatch(/\S/);
    }
    expect(own.map(({ message }) => message).some((each) => fits(each, code))).toBe(true);
    expect(all.filter((each) => each.fromGitLab && !Object.hasOwn(refusals, each.code))).toEqual(
      [],
    );
  });
});

/** The literal words of the row, `…` being anything, stand in the message; a remark in brackets does not. */
function fits(message: string, code: string): boolean {
  const { says } = refusals[code as RefusalCode];
  const literal = says.replace(/ \(in [^)]*\)$/, "");
  const pattern = literal
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[\\s\\S]*");
  return new RegExp(pattern).test(message);
}

test.each(refusalRules)(
  "the row of $code is whole",
  ({ code, severity, docs, hint, page, says }) => {
    expect(code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(severity).toBe("error");
    expect(docs).toMatch(/^[A-Z`].*\.$/s);
    expect(hint).not.toMatch(/\.$/);
    expect(page).toMatch(/^https:\/\/docs\.gitlab\.com\/[\w/]+\/(?:#[\w-]+)?$/);
    expect(says).not.toBe("");
  },
);
