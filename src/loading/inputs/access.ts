import { type Hash, isHash } from "../../model/index.ts";
import { member } from "../hash.ts";

export type Outcome =
  | { readonly value: unknown }
  | { readonly errors: readonly [string, ...(readonly string[])] };

const maxObjects = 5;
const maxBytes = 1024;
const maxIndices = 5;

/**
 * The value that `inputs.name` or `inputs.list[0]` leads to, or GitLab's words
 * (lib/gitlab/ci/config/interpolation/access.rb).
 */
export function access(path: string, context: Hash): Outcome {
  const steps = path.split(".");
  const objects = [...steps.slice(0, maxObjects - 1), steps.slice(maxObjects - 1).join(".")].filter(
    (_, index) => index < steps.length,
  );
  const errors: string[] = [];
  if (objects.length <= 1) {
    errors.push("invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]");
  }
  if (Buffer.byteLength(path) > maxBytes) {
    errors.push("maximum interpolation expression size exceeded");
  }
  const [first, ...rest] = errors;
  if (first !== undefined) return { errors: [first, ...rest] };
  let at: unknown = context;
  for (const step of objects) {
    const next = step.includes("[") ? indexed(at, step, path) : keyed(at, step, path);
    if ("errors" in next) return next;
    at = next.value;
  }
  return { value: at };
}

function keyed(value: unknown, key: string, path: string): Outcome {
  if (isHash(value) && Object.hasOwn(value, key)) return { value: member(value, key) };
  return { errors: [`unknown interpolation provided: \`${key}\` in \`${path}\``] };
}

function indexed(value: unknown, step: string, path: string): Outcome {
  const match = /^(\w*)((?:\[\d+\])+)$/.exec(step);
  if (!match) return { errors: [badIndex(step, path)] };
  const [, key = "", brackets = ""] = match;
  if (key === "") return { errors: [`invalid indexed access without a key in \`${path}\``] };
  const indices = [...brackets.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  if (indices.length > maxIndices) {
    const depth = `(maximum depth: ${maxIndices})`;
    return { errors: [`too many array indices in \`${path}\` ${depth}`] };
  }
  const list = keyed(value, key, path);
  if ("errors" in list) return list;
  let at = list.value;
  for (const index of indices) {
    if (!Array.isArray(at)) {
      return { errors: [`cannot index into non-array value at [${index}] in \`${path}\``] };
    }
    if (index >= at.length) {
      const size = `(size: ${at.length})`;
      return { errors: [`array index ${index} out of bounds ${size} in \`${path}\``] };
    }
    at = (at as readonly unknown[])[index];
  }
  return { value: at };
}

function badIndex(step: string, path: string): string {
  if (step.split("[").length !== step.split("]").length) {
    return `invalid array index in \`${path}\`: missing closing bracket`;
  }
  const contents = [...step.matchAll(/\[([^\]]*)\]/g)].map(([, inner = ""]) => inner);
  const wrong = contents.find((inner) => !/^\d+$/.test(inner));
  return wrong === undefined
    ? `invalid array index syntax in \`${path}\``
    : `invalid array index in \`${path}\`: \`${wrong}\` is not a valid index`;
}
