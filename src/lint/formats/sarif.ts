import { inOrder, type LintFinding, type LintOutcome } from "../finding.ts";
import type { Rule, Severity } from "../types.ts";
import { fingerprints } from "./fingerprint.ts";
import { plain, wholeMessage } from "./plain.ts";

/** What is told of a rule. */
export interface RuleText extends Pick<Rule, "code" | "severity" | "docs"> {
  /** What to do: one sentence without a full stop. */
  readonly hint?: string;
  /** A page that tells more. */
  readonly page?: string;
}

/**
 * A SARIF 2.1.0 log (docs.oasis-open.org/sarif/sarif/v2.1.0): one run, all rules with their help,
 * every finding as a result; silenced ones carry their reason as a suppression.
 */
export function sarifReport(
  { findings }: LintOutcome,
  rules: readonly RuleText[],
  version: string,
): string {
  const ordered = inOrder(findings);
  const known = allRules(rules, ordered);
  const indexes = new Map(known.map(({ code }, index) => [code, index]));
  const names = fingerprints(ordered);
  const results = ordered.map((finding, index) => ({
    ruleId: finding.code,
    ruleIndex: indexes.get(finding.code),
    level: levels[finding.severity],
    message: { text: literal(wholeMessage(finding)) },
    locations: [locationOf(finding)],
    partialFingerprints: { "finding/v1": names[index] },
    suppressions:
      finding.silenced === undefined
        ? []
        : [{ kind: "inSource", justification: plain(finding.silenced) }],
  }));
  const driver = { name: "fanout", version, rules: known.map(descriptorOf) };
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  const log = {
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** The rules given, and one for each further code that was found, by code. */
function allRules(
  rules: readonly RuleText[],
  findings: readonly LintFinding[],
): readonly RuleText[] {
  const byCode = new Map(rules.map((rule) => [rule.code, rule]));
  for (const { code, severity, fromGitLab } of findings) {
    if (byCode.has(code)) continue;
    const who = fromGitLab ? "GitLab" : "fanout";
    byCode.set(code, { code, severity, docs: `${who} tells this of the configuration.` });
  }
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

function descriptorOf({ code, severity, docs, hint, page }: RuleText) {
  const whole = hint === undefined ? docs : `${docs} ${hint}.`;
  const text = literal(plain(whole.replace(/\s+/g, " ").trim()));
  const end = text.indexOf(". ");
  return {
    id: code,
    shortDescription: { text: end < 0 ? text : text.slice(0, end + 1) },
    fullDescription: { text },
    help: { text },
    ...(page !== undefined && { helpUri: page }),
    defaultConfiguration: { level: levels[severity] },
  };
}

function locationOf({ file, line, column, length, path }: LintFinding) {
  const end = length === undefined ? {} : { endColumn: column + Math.max(1, length) };
  const name = path.map((step) => plain(String(step))).join(".");
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: column, ...end },
    },
    ...(name === "" ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: "member" }] }),
  };
}

/**
 * A path as a relative reference, bytes that are not UTF-8 as they are. What is included from the web
 * keeps its address.
 */
function uriOf(file: string): string {
  const web = /^https?:\/\//.exec(file)?.[0] ?? "";
  return web + file.slice(web.length).split("/").map(encodedSegment).join("/");
}

const encodedSegment = (segment: string): string => [...segment].map(encodedCharacter).join("");

function encodedCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  // Stray bytes are read as halves of surrogate pairs (detect/paths.ts).
  if (code >= 0xdc80 && code <= 0xdcff) return `%${(code - 0xdc00).toString(16).toUpperCase()}`;
  return /[A-Za-z0-9._~@-]/.test(character)
    ? character
    : encodeURIComponent(character.replace(/\p{Cs}/u, "\ufffd")).replace(
        /[!'()*]/g,
        (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
      );
}

/** Text in which no brace is a placeholder and no bracket a link (SARIF 3.11.5 and 3.11.6). */
function literal(text: string): string {
  const braced = text.replace(/[{}]/g, "$&$&");
  return braced.includes("](") ? braced.replace(/[[\]]/g, "\\$&") : braced;
}
