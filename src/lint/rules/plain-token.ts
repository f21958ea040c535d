import { type Hash, isHash } from "../../model/index.ts";
import type { Found, Path, Rule } from "../types.ts";
import { isSecretName } from "./facts/scripts.ts";

/** Beginnings that GitLab, GitHub and AWS give to tokens, and what follows. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ["a personal access token of GitLab", /\bglpat-([\w-]{20,})/],
  ["a deploy token of GitLab", /\bgldt-([\w-]{20,})/],
  ["a trigger token of GitLab", /\bglptt-([0-9a-f]{40})/],
  ["a runner token of GitLab", /\bglrt-([\w-]{20,})/],
  ["a token of GitHub", /\bgh[pousr]_(\w{36,})/],
  ["an access key of AWS", /\b(?:AKIA|ASIA)([0-9A-Z]{16})\b/],
];

/** Any of them. */
const begins = /gl(?:pat|dt|ptt|rt)-|gh[pousr]_|AKIA|ASIA/;

/** Hex of 32 digits or more, and the 40 signs of an AWS secret. */
const bare = /^(?:[0-9a-f]{32,}|[\w+/]{40})$/i;

/** Fewer different signs than this are a placeholder, as in `xxxx`. */
const leastSigns = 8;
/** The shortest text that any of the shapes fits. */
const shortest = 20;

const rule: Rule = {
  code: "plain-token",
  severity: "error",
  docs: `A token that stands in the file is known to everyone who can read the repository, for as long as its history lives. Revoke
it, make a new one, and keep that in the project's CI/CD variables, masked and protected. Found are tokens of GitLab, GitHub
and AWS by how they begin, and long hex values of variables that are called a token, secret, password or key.`,
  check({ document }) {
    const found: Found[] = [];
    search(document, [], found);
    return found;
  },
};

/** `path` is where the search is; it changes on the way. */
function search(value: unknown, path: (string | number)[], found: Found[]): void {
  if (typeof value === "object" && value !== null) {
    if (!Array.isArray(value) && !isHash(value)) return;
    const steps = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const step of steps) {
      const item = (value as Hash)[step];
      const isShort = typeof item === "string" && item.length < shortest;
      if (isShort) continue;
      path.push(step);
      search(item, path, found);
      path.pop();
    }
  } else if (typeof value === "string") {
    const what =
      known(value) ?? (isVariable(path) && isRandom(value, bare) ? "a secret" : undefined);
    if (what === undefined) return;
    const hint = "Revoke it, and keep a new one in the project's CI/CD variables";
    found.push({ path: [...path], message: `${what} stands in the file in clear`, hint });
  }
}

const known = (text: string): string | undefined =>
  begins.test(text) ? shapedLike(text) : undefined;

const shapedLike = (text: string): string | undefined =>
  shapes.find(([, shape]) => {
    const [, secret = ""] = shape.exec(text) ?? [];
    return new Set(secret).size >= leastSigns && !secret.endsWith("EXAMPLE");
  })?.[0];

/** Whether a path leads to the value of a variable that is called a secret. */
function isVariable(path: Path): boolean {
  const steps = path.at(-1) === "value" ? path.slice(0, -1) : path;
  return steps.at(-2) === "variables" && isSecretName(String(steps.at(-1)));
}

const isRandom = (text: string, shape: RegExp): boolean =>
  shape.test(text) && /\d/.test(text) && new Set(text.toLowerCase()).size >= leastSigns;

export default rule;
