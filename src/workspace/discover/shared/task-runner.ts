import { fail } from "../../../diagnostics/index.ts";
import { parseJsonc } from "../../../jsonc.ts";
import { at } from "../../manifests.ts";
import { resolveFrom } from "../../paths.ts";
import { literal, parsePattern } from "../../pattern.ts";
import { isRecord, lineIn, type Place } from "./json-values.ts";

/**
 * An object in JSON with comments, as nx.json, project.json and turbo.json are. Most have no
 * comment, and are read faster as plain JSON. Throws MANIFEST_SYNTAX and MANIFEST_INVALID.
 */
export async function parseObject(text: string, path: string): Promise<Record<string, unknown>> {
  const json = plain(text) ?? (await parseJsonc(text, path));
  if (!isRecord(json)) fail("MANIFEST_INVALID", at(path), { problem: "it holds no JSON object" });
  return json;
}

function plain(text: string): unknown {
  try {
    return JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

/**
 * A glob of a task's inputs, relative to `directory`, as a pattern of this repository; `undefined`
 * when it leads out of it. What takes paths away is for the caller to drop: a task that leaves
 * a file out is not the only one. Wildcards that patterns do not have, and `{projectName}` and
 * the like, become all that is below. Throws MANIFEST_INVALID, with the glob as it is `written`.
 */
export function inputPattern(
  directory: string,
  glob: string,
  place: Place,
  written: string = glob,
): string | undefined {
  const pattern = resolveFrom(literal(directory), widened(glob.replace(/^\/+/, "")));
  if (pattern === undefined) return undefined;
  if (pattern === ".") return "**";
  const positive = pattern.startsWith("!") ? `\\${pattern}` : pattern;
  const problem = parsePattern(positive);
  if (typeof problem !== "string") return positive;
  return fail("MANIFEST_INVALID", at(place.path, lineIn(place, written)), {
    problem: `the input ${JSON.stringify(written)} ${problem}`,
  });
}

/** Whether a glob takes paths away. */
export const takesAway = (glob: string): boolean => glob.startsWith("!") && !glob.startsWith("!(");

/** `tools/+(a|b)/x.ts` as `tools/**`. */
function widened(glob: string): string {
  if (!/\(|\{project/.test(glob)) return glob;
  const special = glob.search(/[({]/);
  return `${glob.slice(0, glob.lastIndexOf("/", special) + 1)}**`;
}
