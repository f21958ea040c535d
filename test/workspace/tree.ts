import type { Tree } from "../../src/detect/index.ts";
import { UserError } from "../../src/diagnostics/index.ts";
import { readWorkspace, type WorkspaceSettings } from "../../src/workspace/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";

/** Files in memory: text, or a value that is written as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** A tree of these files. */
export function treeOf(files: Files): Tree {
  const texts = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === "string" ? content : JSON.stringify(content, null, 2),
    ]),
  );
  const paths = [...texts.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    paths,
    listing: paths.map((path) => `${path}\0`).join(""),
    has: (path) => texts.has(path),
    read: async (paths) =>
      new Map(paths.flatMap((path) => (texts.has(path) ? [[path, texts.get(path)!]] : []))),
    ids: async () => texts,
  };
}

/** Settings that find and define nothing but what is given. */
export const settings = (given: Partial<WorkspaceSettings>): WorkspaceSettings => ({
  discover: [],
  define: {},
  parseYaml,
  ...given,
});

/** The workspace of these files. */
export const workspaceOf = async (files: Files, given: Partial<WorkspaceSettings>) =>
  (await readWorkspace(treeOf(files), settings(given))).workspace;

/** Services as `root name kind foundBy`, edges as `from > to manifest:line`: easy to compare. */
export async function outline(files: Files, given: Partial<WorkspaceSettings>) {
  const { services, edges } = await workspaceOf(files, given);
  return {
    services: services.map(
      ({ root, name, kind, foundBy }) => `${root} ${name} ${kind} ${foundBy.join("+") || "-"}`,
    ),
    edges: edges.map(
      ({ from, to, manifest, line }) => `${from} > ${to} ${manifest}${line ? `:${line}` : ""}`,
    ),
  };
}

/** What the user is told: `CODE where: message`, one a finding. */
export async function complaints(files: Files, given: Partial<WorkspaceSettings>) {
  try {
    await readWorkspace(treeOf(files), settings(given));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.diagnostics.map(
      ({ code, where, message }) => `${code} ${where.join(" > ")}: ${message}`,
    );
  }
  return [];
}
