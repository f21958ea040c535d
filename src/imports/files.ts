import { baseName } from "../workspace/index.ts";

/** Files whose imports a lexer or TypeScript's parser reads. */
const code = /\.[cm]?[jt]sx?$/;

/** Files with imports that neither reads surely. */
const opaque = /\.(?:vue|svelte|astro|mdx|marko|gjs|gts|coffee|civet|imba|res|es6|es)$/;

/** How a path takes part: `code` is read, `opaque` cannot be, other files can only be imported. */
export function kindOf(path: string): "code" | "opaque" | "other" {
  const kind = code.test(path) ? "code" : opaque.test(path) ? "opaque" : "other";
  return kind !== "other" && isForeign(path) ? "other" : kind;
}

/** Whether it lies where nothing is read: packages kept in the repository, and tools of Yarn's. */
export const isForeign = (path: string): boolean =>
  hasDirectory(path, "node_modules") ||
  hasDirectory(path, ".yarn") ||
  (path.includes(".pnp.") && /^\.pnp\.c?js$/.test(baseName(path)));

/** Whether a directory of this name leads to the path. */
const hasDirectory = (path: string, name: string): boolean =>
  path.includes(`${name}/`) && (path.startsWith(`${name}/`) || path.includes(`/${name}/`));

/** A file of declarations only. */
export const isDeclaration = (path: string): boolean =>
  path.includes(".d.") && /\.d(?:\.\w+)?\.[cm]?ts$/.test(path);

/** A configuration of TypeScript, by name. */
export const isTsConfig = (path: string): boolean =>
  path.endsWith(".json") && /^[jt]sconfig(?:[.-].*)?\.json$/.test(baseName(path));

export const isManifest = (path: string): boolean =>
  path.endsWith("package.json") && baseName(path) === "package.json";

/** Files of tools that look for them by name. */
const settingNames =
  /^(?:(?:project|angular|nx|turbo|lerna|rush|workspace|babel|jest|nest-cli|biome|tslint|deno|components|manifest|vercel|firebase|wrangler|package)\.jsonc?|.*(?:lint|babel|prettier|swc|nyc|mocha|npm|yarn|staged)rc(?:\.\w+)?|(?:.*[.-])?preset\.\w+)$/;

/** Whether tools read a file because of its name or place: its effect is not told by imports. */
export const isSettings = (path: string): boolean =>
  path.startsWith(".") ||
  path.includes("/.") ||
  path.includes(".config.") ||
  isTsConfig(path) ||
  (/json|rc|preset/.test(path) && settingNames.test(baseName(path)));

/** Those in which packages stand by name: settings of compilers, bundlers and linters. */
export function namesPackages(path: string): boolean {
  if (!isSettings(path) || isTsConfig(path) || isManifest(path)) return false;
  const base = baseName(path);
  if (/^(?:nx|turbo|lerna|rush|workspace|deno|vercel|firebase|wrangler)\./.test(base)) return false;
  if (/\.(?:config|preset)\.|[.-]preset\.|rc(?:\.\w+)?$|^[\w-]+\.jsonc?$/.test(base)) {
    return !isForeign(path);
  }
  return /(?:^|\/)\.(?:storybook|vitepress|config)\//.test(path);
}

/** Files that nothing imports: other languages, locks, and what has no ending. */
const neverImported =
  /(?:^|\/)(?:[^/.]+|\.[^/]*|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|bun\.lockb?|[^/]+\.(?:lock|go|mod|sum|py|rb|rs|java|kt|kts|gradle|cs|csproj|php|sh|bash|tf|hcl|adoc|rst|ex|exs|scala|swift|c|h|cc|cpp|hpp))$/;

/** Whether a change of the path can arrive anywhere by an import. */
export const isImportable = (path: string): boolean =>
  kindOf(path) !== "other" || namesPackages(path) || !neverImported.test(path);

/** Data that nothing but an import is known to read, where something imports it. */
export const isPlainData = (path: string): boolean => /\.(?:json|json5|wasm|txt)$/.test(path);
