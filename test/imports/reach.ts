import type { Change, Tree } from "../../src/detect/index.ts";
import { importReach } from "../../src/imports/index.ts";
import type { ImportSettings, ImportStep } from "../../src/imports/types.ts";
import type { Files as Disk, Io } from "../../src/io.ts";
import { readWorkspace, type WorkspaceSettings } from "../../src/workspace/index.ts";
import { type Files, settings, treeOf } from "../workspace/tree.ts";

/** Files of a disk that is only a map; `read` counts what was asked for. */
export function memory(files = new Map<string, string>()): Disk & { files: Map<string, string> } {
  return {
    files,
    read: (path) => {
      const text = files.get(path);
      return text === undefined ? undefined : Buffer.from(text);
    },
    text: (path) => files.get(path),
    plain: (path) => files.get(path),
    exists: (path) => files.has(path),
    real: (path) => path,
    write: (path, bytes) => void files.set(path, bytes.toString()),
    temporary: () => "/tmp",
  };
}

export const ioOf = (files: Disk, err: (text: string) => void = () => {}): Io => ({
  cwd: "/repo",
  env: {},
  files,
  out: () => {},
  err,
  run: async () => ({ code: 1, stdout: "", stderr: "" }),
  terminal: { columns: undefined, color: false },
});

/** The changes that lead from some files to others. */
export function changesOf(base: Files, head: Files): Change[] {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
  return paths.flatMap((path): Change[] => {
    if (!Object.hasOwn(base, path)) return [{ path, status: "A" }];
    if (!Object.hasOwn(head, path)) return [{ path, status: "D" }];
    return JSON.stringify(base[path]) === JSON.stringify(head[path]) ? [] : [{ path, status: "M" }];
  });
}

/** `a.ts:1 b.ts`, or `a.ts:1 b.ts (why)`: one import. */
const step = ({ file, line, to, why }: ImportStep) =>
  `${file}${line === undefined ? "" : `:${line}`} ${to}${why === undefined ? "" : ` (${why})`}`;

interface Given extends Partial<WorkspaceSettings> {
  readonly precision?: ImportSettings["precision"];
  readonly disk?: Disk;
  readonly ignore?: readonly string[];
}

/** What the changes from base to head reach by imports, in short; npm is discovered. */
export async function reach(base: Files, head: Files, given: Given = {}) {
  const { precision = "imports", disk = memory(), ignore, ...rest } = given;
  const tree = treeOf(head);
  const all = settings({ discover: ["npm"], ...rest });
  const { workspace } = await readWorkspace(tree, all);
  const comparison = { changes: changesOf(base, head), tree, baseTree: treeOf(base) };
  const reading = { precision, cache: "/cache", quiet: true, ...(ignore ? { ignore } : {}) };
  const found = await importReach(workspace, comparison, reading, ioOf(disk));
  return {
    chains: Object.fromEntries(
      [...found.chains].map(([name, chains]) => [name, chains.map((chain) => chain.map(step))]),
    ),
    told: [...found.told],
    whole: [...found.whole],
    diagnostics: found.diagnostics.map(({ code, where }) => `${code} ${where.join(" ")}`),
  };
}

/** The same where these paths change of the files given, and nothing comes or goes. */
export const touched = (files: Files, paths: readonly string[], given: Given = {}) =>
  reach(
    { ...files, ...Object.fromEntries(paths.map((path) => [path, `${files[path]}\n`])) },
    files,
    given,
  );

/** Just the chains of `touched`. */
export const chains = async (files: Files, paths: readonly string[], given: Given = {}) =>
  (await touched(files, paths, given)).chains;

/** A package.json with this name, and more. */
export const named = (name: string, more: object = {}) => ({ name, version: "1.0.0", ...more });

/** One that depends on others of the workspace. */
export const needs = (name: string, on: readonly string[], more: object = {}) =>
  named(name, { ...more, dependencies: Object.fromEntries(on.map((each) => [each, "*"])) });

/** A workspace of npm with packages below apps/ and libs/. */
export const root = { private: true, workspaces: ["apps/*", "libs/*"] };

/** A tree that writes down which files are read of it, where these paths have changed. */
export function watched(files: Files, paths: readonly string[]) {
  const asked: string[] = [];
  const inner = treeOf(files);
  const tree: Tree = {
    ...inner,
    read: (wanted) => {
      asked.push(...wanted);
      return inner.read(wanted);
    },
  };
  const changes = paths.map((path): Change => ({ path, status: "M" }));
  return { asked, tree, comparison: { changes, tree, baseTree: inner } };
}
