import { expandExisting, type Variables } from "../variables.ts";
import type { Outcome } from "./access.ts";

interface Applied {
  readonly name: string;
  readonly apply: (text: string) => string;
}

/**
 * Reads one function of an interpolation block; `undefined` when GitLab knows none that is written
 * so (lib/gitlab/ci/config/interpolation/functions/*.rb).
 */
function functionOf(written: string, variables: Variables): Applied | undefined {
  if (written === "expand_vars") {
    return { name: written, apply: (text) => expandExisting(text, variables) };
  }
  if (written === "posix_escape") return { name: written, apply: posixEscape };
  const cut = /^truncate\(\s*(\d+)\s*,\s*(\d+)\s*\)?$/.exec(written);
  if (!cut) return undefined;
  const from = Number(cut[1]);
  const to = from + Number(cut[2]);
  return { name: "truncate", apply: (text) => [...text].slice(from, to).join("") };
}

/** As Ruby's `Shellwords.shellescape`. */
const posixEscape = (text: string): string =>
  text === ""
    ? "''"
    : text.replace(/[^A-Za-z0-9_\-.,:+/@\n]/gu, String.raw`\$&`).replaceAll("\n", "'\n'");

/** Applies functions one after another (lib/gitlab/ci/config/interpolation/functions_stack.rb). */
export function applyAll(
  functions: readonly string[],
  value: unknown,
  variables: Variables,
): Outcome {
  const read = functions.map((written) => functionOf(written, variables));
  const [unknown, ...more] = functions
    .filter((_, index) => !read[index])
    .map(
      (written) =>
        `no function matching \`${written}\`: check that the function name, arguments, and types are correct`,
    );
  if (unknown !== undefined) return { errors: [unknown, ...more] };
  let at = value;
  for (const { name, apply } of read.filter((each) => each !== undefined)) {
    if (typeof at !== "string") {
      const problem = `invalid input type: ${name} can only be used with string inputs`;
      return { errors: [`error in \`${name}\` function: ${problem}`] };
    }
    at = apply(at);
  }
  return { value: at };
}
