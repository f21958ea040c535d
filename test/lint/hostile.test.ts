import { expect, test } from "vitest";
import { lint } from "../../src/lint/index.ts";
import { limitsFor } from "../../src/model/index.ts";
import { hostile } from "./hostile.ts";

/** Where the answer differs from the one that is thought to be GitLab's, and why. */
const differing = new Map([
  ["old Macintosh line ends", "the YAML library knows no line that ends in CR alone"],
  ["three documents", "GitLab's loader splits off two, so it reads no third (multi_doc_yaml.rb)"],
  ["a version to come", "the YAML library reads a document of any version"],
]);

test.each(hostile.map((each) => [each.name, each] as const))(
  "%s: an answer, and the one that GitLab gives",
  async (name, { bytes, others, gitlab }) => {
    const texts = new Map(Object.entries({ ...others, ".gitlab-ci.yml": bytes }));
    const paths = [...texts.keys()].sort();
    const { outcome } = await lint([".gitlab-ci.yml"], {
      world: {
        read: async (path) => texts.get(path)?.toString("utf8"),
        paths: async () => paths,
        mapped: async () => undefined,
      },
      paths,
      limits: limitsFor({}),
      version: "18.11",
    });
    const refusals = outcome.findings.filter(
      ({ severity, fromGitLab, code }) =>
        severity === "error" && (fromGitLab || code.startsWith("load-")),
    );
    for (const { message } of refusals) expect(message.length).toBeLessThan(50_000);
    const agrees = (gitlab === "takes") === (refusals.length === 0);
    if (differing.has(name)) return expect(agrees).toBe(false);
    if (gitlab === "takes") expect(refusals.map(({ message }) => message)).toEqual([]);
    if (gitlab === "refuses") expect(refusals).not.toEqual([]);
  },
);
