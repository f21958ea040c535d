import type { Tree } from "../../../detect/index.ts";
import type { Diagnostic } from "../../../diagnostics/index.ts";
import { resolveFrom } from "../../paths.ts";
import { isThere } from "../shared/tree-walk.ts";
import { unknown } from "../terraform/values.ts";

/** What a name in a Dockerfile stands for besides an image of that name, and where that is said. */
export type NamedContext = Said &
  ({ readonly build: string } | { readonly directory: string } | { readonly image: string });

/** A place in a Compose or Bake file. */
export interface Said {
  readonly manifest: string;
  readonly line: number | undefined;
}

/** An image that a Compose or Bake file says how to build. */
export interface Build {
  /** Tells it from others: `keyOf` its project and name. */
  readonly key: string;
  readonly name: string;
  /** Whether its context or Dockerfile is said, and not only for others that inherit it. */
  readonly said: boolean;
  /** Files that say so, the first of them first. */
  readonly manifests: readonly string[];
  /** The directory of its build context. */
  readonly context: string;
  /** Paths of its Dockerfile, in the order in which it is looked for. */
  readonly dockerfiles: readonly string[];
  /** The text of a Dockerfile that stands in the file itself. */
  readonly inline: { readonly text: string; readonly manifest: string } | undefined;
  readonly contexts: ReadonlyMap<string, NamedContext>;
  /** Values of ARG; `unknown` stands in what is known only when it runs. */
  readonly arguments: ReadonlyMap<string, string>;
  /** Names that the image is given. */
  readonly images: readonly string[];
}

export interface Builds {
  readonly builds: readonly Build[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A service of one Compose project, or a target of Bake files in one directory. */
export const keyOf = (directory: string, name: string): string => `${directory}\n${name}`;

/** Addresses of git repositories and archives. */
export const isRemote = (context: string): boolean =>
  /^(?:[a-z][a-z\d+.-]*:\/\/|git@|github\.com\/)|\.git(?:#|$)/i.test(context);

/**
 * A directory as seen from that of the file; from the top directory where only that is there, since
 * commands are often run from it. `undefined` outside the repository.
 */
export function contextFrom(directory: string, written: string, tree: Tree): string | undefined {
  const near = resolveFrom(directory, written);
  const far = resolveFrom(".", written);
  if (near !== undefined && isThere(tree, near)) return near;
  return far !== undefined && isThere(tree, far) ? far : near;
}

/** Where a Dockerfile may be: in its context, or beside the file that names it. */
export const dockerfilesFrom = (context: string, directory: string, written: string): string[] =>
  [resolveFrom(context, written), resolveFrom(directory, written)].filter(
    (path) => path !== undefined,
  );

/** The meaning of a named context, seen from a directory; `undefined` for one that is downloaded. */
export function namedContext(
  text: string,
  directory: string,
  tree: Tree,
  said: Said,
): NamedContext | undefined {
  const [, scheme, rest = ""] = /^([a-z-]+):(?:\/\/)?(.*)$/.exec(text) ?? [];
  if (scheme === "service" || scheme === "target")
    return { ...said, build: keyOf(directory, rest) };
  if (scheme === "docker-image") return { ...said, image: rest };
  if (isRemote(text) || scheme !== undefined) return undefined;
  const known = text.includes(unknown) ? "." : contextFrom(directory, text, tree);
  return known === undefined ? undefined : { ...said, directory: known };
}

const variable = /\$(?:\$|\{(\w+)(?:(:?[-+?])([^{}$]*))?\}|(\w+))/g;

/** A text with its variables replaced; `unknown` for one that has no value. */
export function substitute(text: string, lookUp: (name: string) => string | undefined): string {
  const once = text.replace(variable, (all, braced, sign, other, bare) => {
    if (all === "$$") return "$";
    const value = lookUp(braced ?? bare);
    if (sign?.endsWith("+")) return value === undefined ? "" : other;
    return value ?? (sign?.endsWith("-") ? other : unknown);
  });
  // A default may hold variables; they have been replaced first.
  if (once !== text && once.includes("${")) return substitute(once, lookUp);
  return once.replace(/\$\{.*$/s, unknown);
}
