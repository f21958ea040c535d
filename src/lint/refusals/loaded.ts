import type { Code } from "../../diagnostics/index.ts";
import type { Problem } from "../../loading/index.ts";
import type { RefusalCode } from "./table.ts";

type Row = readonly [pattern: RegExp, code: RefusalCode];

const includes: readonly Row[] = [
  [/^Maximum of \d+ nested includes/, "include-too-many"],
  [/^Total size of combined/, "includes-too-big"],
  [/^Each include must use only one of/, "include-kinds"],
  [/does not have a valid subkey for include\. Valid subkeys are: /, "include-kind-missing"],
  [/^Local file `[\s\S]*` does not exist!$/, "include-file-missing"],
  [/^Local file `[\s\S]*` does not have project!$/, "include-without-project"],
  [/^Unable to use components outside/, "include-without-project"],
  [/^Included file `[\s\S]*` needs to be a string$/, "include-name"],
  [/^Included file `[\s\S]*` does not have YAML extension!$/, "include-extension"],
  [/^Included file `[\s\S]*` does not have valid YAML syntax!$/, "include-content"],
  [/^Remote file `[\s\S]*` does not have a valid address!$/, "include-address"],
  [/^Remote file `[\s\S]*` failed integrity check!$/, "include-integrity"],
  [/^Template file `[\s\S]*` is not a valid location!$/, "include-template"],
  [/^Including configs from artifacts is only allowed/, "include-artifact-in-parent"],
  [/^Job must be provided when including/, "artifact-without-job"],
  [/ is empty(?: or does not exist)?!$| - content not found$/, "include-empty"],
  [/^include:rules config should be an array of hashes$/, "include-rules-form"],
  [/^include:rules:rule config contains unknown keys: /, "include-rules-keyword"],
  [/^include:rules:rule if invalid expression syntax$/, "rule-expression-syntax"],
  [/^include:rules:rule when unknown value: /, "include-rules-when"],
];

const inputs: readonly Row[] = [
  [/^Given inputs must be a hash/, "inputs-form"],
  [/^Given inputs not defined/, "inputs-without-spec"],
  [/^Component `[\s\S]*` cannot use `spec:include`/, "header-include-in-component"],
  [/^Header include file `/, "header-include"],
  [/^Duplicate input keys found: /, "input-twice"],
  [/^header:[\s\S]* config these keys cannot be used together: rules, /, "input-rules"],
  [/^header:[\s\S]* config (?:cannot define more than|options array)/, "input-options"],
  [/^header[: ]/, "header-form"],
  [/^unknown input arguments: /, "input-unknown"],
  [/^`[\s\S]*` input: required value has not been provided/, "input-missing"],
  [/^`[\s\S]*` input: /, "input-value"],
  [/^unknown interpolation provided: /, "interpolation-unknown"],
  [/^(?:array index \d|cannot index into )/, "interpolation-index"],
  [/^(?:no function matching |error in `|too many functions )/, "interpolation-function"],
  [/^(?:too many interpolation blocks|config (?:node )?too large)/, "interpolation-too-big"],
  [/^(?:invalid |maximum interpolation|too many array)/, "interpolation-syntax"],
];

const codes: Partial<Record<Code, RefusalCode | readonly Row[]>> = {
  LOAD_MISSING: "configuration-missing",
  LOAD_EMPTY: "configuration-empty",
  LOAD_YAML: "configuration-form",
  LOAD_NO_HASH: "configuration-form",
  LOAD_CLASS: "yaml-class",
  LOAD_TOO_BIG: [
    [/The provided YAML is too big$/, "file-too-big"],
    [/The parsed YAML is too big$/, "yaml-too-big"],
  ],
  LOAD_INCLUDE: includes,
  LOAD_INPUTS: inputs,
};

/**
 * The code of what loading tells in GitLab's words; `undefined` for what it tells in its own, and for
 * words that nobody has given a code yet. Of several faults in one message the first decides.
 */
export function codeOfLoaded({ code, gitlab, message }: Problem): RefusalCode | undefined {
  const known = gitlab === undefined ? undefined : codes[code];
  if (known === undefined || typeof known === "string") return known;
  // Before the words of an included file stands its name, which may hold anything.
  const words = code === "LOAD_INPUTS" ? message : gitlab;
  return known.find(([pattern]) => pattern.test(words ?? ""))?.[1];
}
