import { dirname, posix } from "node:path";
import type { Change } from "../../../src/detect/index.ts";
import type { ImportGraph, ResolvedImport } from "../../../src/imports/graph.ts";
import { symbolReader } from "../../../src/imports/symbols/index.ts";
import type { ImportStep } from "../../../src/imports/types.ts";
import { treeOf } from "../../workspace/tree.ts";

type Imports = Pick<ImportGraph, "files" | "importsOf" | "importersOf">;

/** Files by path. */
export type Texts = Readonly<Record<string, string>>;

/** The imports of these files, each read by its words and found beside the file. */
export function graphOf(files: Texts, gone: readonly string[] = []) {
  const known = new Set([...Object.keys(files), ...gone]);
  const imports = new Map<string, ResolvedImport[]>();
  for (const [file, text] of Object.entries(files)) {
    const found = [
      ...text.matchAll(/(?:from|import|require\(|import\(|mock\()\s*["']([^"']+)["']/g),
    ];
    imports.set(
      file,
      found.flatMap(({ 1: specifier = "", index }) => {
        const path = posix.join(dirname(file), specifier);
        const bare = path.replace(/\.js$/, "");
        const to = [path, `${path}.ts`, `${path}.tsx`, `${bare}.ts`, `${path}/index.ts`].find(
          (each) => known.has(each),
        );
        const line = text.slice(0, index).split("\n").length;
        return specifier.startsWith(".") && to ? [{ file, line, specifier, to }] : [];
      }),
    );
  }
  const all = [...imports.values()].flat().sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    files: Object.keys(files).sort(),
    importsOf: (file) => imports.get(file) ?? [],
    importersOf: (path) => all.filter(({ to }) => to === path),
  } satisfies Imports;
}

/** The changes that lead from some files to others. */
export function changesOf(base: Texts, head: Texts): Change[] {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
  return paths.flatMap((path): Change[] => {
    if (base[path] === head[path]) return [];
    return [
      { path, status: base[path] === undefined ? "A" : head[path] === undefined ? "D" : "M" },
    ];
  });
}

/** `app.ts:1 {f} lib.ts`, one an import. */
const written = (steps: readonly ImportStep[]) =>
  steps
    .map(({ file, line, to, names, why }) =>
      [
        line ? `${file}:${line}` : file,
        ...(names ? [`{${names.join(", ")}}`] : []),
        ...(why ? [`(${why})`] : []),
        to,
      ].join(" "),
    )
    .join(", ");

/** Follows all changes: chains by file, all in one list, and what a user is told. */
async function followed(base: Texts, head: Texts) {
  const changes = changesOf(base, head);
  const gone = changes.filter(({ status }) => status === "D").map(({ path }) => path);
  const world = { tree: treeOf(head), baseTree: treeOf(base), changes };
  const reader = await symbolReader(graphOf(head, gone), world);
  const found: (readonly ImportStep[])[] = [];
  for (const change of changes) found.push(...(await reader.reachedFrom(change)).chains.values());
  return { found, diagnostics: reader.diagnostics() };
}

/** What a user is told: `CODE file: message`. */
export const told = async (base: Texts, head: Texts): Promise<string[]> =>
  (await followed(base, head)).diagnostics.map(
    ({ code, where, message }) => `${code} ${where.join()}: ${message}`,
  );

/** The chains from each changed path, written in short. */
export const chains = async (base: Texts, head: Texts): Promise<string[]> =>
  (await followed(base, head)).found.map(written);

/** The files that the changes reach, sorted. */
export async function reachedFrom(base: Texts, head: Texts): Promise<string[]> {
  const files = (await followed(base, head)).found.map(([first]) => first!.file);
  return [...new Set(files)].sort();
}

/** The files, without those that changed, in which something is affected by an edit. */
export async function reached(base: Texts, edit: Readonly<Record<string, string | undefined>>) {
  const head: Record<string, string> = {};
  for (const [path, text] of Object.entries({ ...base, ...edit }))
    if (text !== undefined) head[path] = text;
  return (await reachedFrom(base, head)).filter((path) => !(path in edit));
}
