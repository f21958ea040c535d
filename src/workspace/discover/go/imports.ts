import { inside } from "../../paths.ts";
import type { GoModule } from "./modules.ts";

/** What the path of an import leads to, as seen from one module. */
export type Reached =
  /** A package of the same module. */
  | { readonly in: "module"; readonly directory: string }
  /** Directories of other modules of the repository, and of the package in each. */
  | { readonly in: "repository"; readonly modules: readonly Elsewhere[] }
  /** A module that comes from elsewhere. */
  | { readonly in: "world" }
  | { readonly in: "standard" }
  /** Files that are not there, or that were not read: it may lead to anything. */
  | { readonly in: "unknown"; readonly directory?: string };

export interface Elsewhere {
  readonly root: string;
  readonly directory: string;
}

export type Resolve = (path: string) => Reached;

/** Directories of modules by their path, which several may share. */
export type ByPath = ReadonlyMap<string, readonly string[]>;

/** Resolves imports of a module that has its packages read; each path once. */
export function resolver(module: GoModule, byPath: ByPath): Resolve {
  const known = new Map<string, Reached>();
  return (path) => {
    const reached = known.get(path) ?? resolve(path, module, byPath);
    known.set(path, reached);
    return reached;
  };
}

function resolve(path: string, module: GoModule, byPath: ByPath): Reached {
  const { root, mod, packages } = module;
  // cgo includes any file; no legal path holds a backslash, so an escape hides one; a relative
  // import has no meaning within a module.
  if (path === "C" || path.includes("\\") || /^\.\.?(?:\/|$)/.test(path)) return { in: "unknown" };
  const own = within(path, mod.module);
  const directory = own === "" ? root : inside(root, own ?? "");
  if (own !== undefined && packages?.files.has(directory)) return { in: "module", directory };
  for (const prefix of prefixes(path)) {
    if (prefix === mod.module) return { in: "unknown", directory };
    const roots = new Set((byPath.get(prefix) ?? []).filter((other) => other !== root));
    for (const { replaces } of [module, ...module.works]) {
      for (const replace of replaces) if (replace.module === prefix) roots.add(replace.to);
    }
    if (roots.size > 0) {
      const rest = path.slice(prefix.length + 1);
      const modules = [...roots].map((other) => ({
        root: other,
        directory: rest === "" ? other : inside(other, rest),
      }));
      return { in: "repository", modules };
    }
    if (mod.requires.some((require) => require.module === prefix)) return { in: "world" };
  }
  return { in: path.split("/")[0]!.includes(".") ? "world" : "standard" };
}

/** What follows the module path in that of a package; `undefined` for packages of others. */
function within(path: string, module: string): string | undefined {
  if (path === module) return "";
  return path.startsWith(`${module}/`) ? path.slice(module.length + 1) : undefined;
}

/** `a/b/c`, `a/b`, `a`. */
function* prefixes(path: string): Generator<string> {
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    yield path.slice(0, end);
  }
}

/** Whether `internal` in the path of a package keeps a whole module from importing it. */
export function mayImport(importer: string, path: string): boolean {
  const names = path.split("/");
  const last = names.lastIndexOf("internal");
  if (last <= 0) return last < 0;
  const around = names.slice(0, last).join("/");
  return within(importer, around) !== undefined || within(around, importer) !== undefined;
}
