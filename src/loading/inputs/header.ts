import { type Hash, isHash } from "../../model/index.ts";
import { member } from "../hash.ts";
import { rubyText } from "./ruby.ts";

const inputKeys = ["default", "description", "options", "regex", "type", "rules"];
const inputTypes = ["array", "boolean", "number", "string"];
const specKeys = ["inputs", "include", "component", "description"];
const maxOptions = 50;

const unknownKeys = (hash: Hash, known: readonly string[], where: string): readonly string[] => {
  const unknown = Object.keys(hash).filter((key) => !known.includes(key));
  return unknown.length ? [`${where} config contains unknown keys: ${unknown.join(", ")}`] : [];
};

/** What is wrong with a header, in GitLab's words (lib/gitlab/ci/config/header/*.rb). */
export function headerErrors(header: Hash): readonly string[] {
  const errors = unknownKeys(header, ["spec"], "header");
  const spec = member(header, "spec");
  if (spec === undefined || spec === null) return errors;
  if (!isHash(spec)) return [...errors, "header:spec config should be a hash"];
  const inputs = member(spec, "inputs") ?? {};
  return [
    ...errors,
    ...unknownKeys(spec, specKeys, "header:spec"),
    ...(isHash(inputs) ? inputErrors(inputs) : ["header:spec:inputs config should be a hash"]),
  ];
}

export const inputErrors = (inputs: Hash): readonly string[] =>
  Object.entries(inputs).flatMap(([name, spec]) => oneInput(`header:spec:inputs:${name}`, spec));

function oneInput(where: string, spec: unknown): readonly string[] {
  if (spec === null || spec === undefined) return [];
  if (!isHash(spec)) return [`${where} config should be a hash`];
  const errors = [...unknownKeys(spec, inputKeys, where)];
  const type = member(spec, "type") ?? undefined;
  if (type !== undefined && !inputTypes.includes(String(type))) {
    errors.push(`${where} input type unknown value: ${rubyText(type)}`);
  }
  const regex = member(spec, "regex") ?? "";
  if (typeof regex !== "string") errors.push(`${where} input regex should be a string`);
  errors.push(...optionErrors(where, member(spec, "options") ?? []));
  for (const key of ["options", "default"]) {
    if (Object.hasOwn(spec, "rules") && Object.hasOwn(spec, key)) {
      errors.push(`${where} config these keys cannot be used together: rules, ${key}`);
    }
  }
  return errors;
}

function optionErrors(where: string, options: unknown): readonly string[] {
  if (!Array.isArray(options)) return [`${where} input options should be a array`];
  const tooMany = options.length > maxOptions;
  return [
    ...(tooMany ? [`${where} config cannot define more than ${maxOptions} options`] : []),
    ...(options.includes(null) ? [`${where} config options array cannot contain null values`] : []),
  ];
}
