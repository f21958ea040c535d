import { baseName } from "../workspace/index.ts";

/** Files whose imports a lexer or TypeScript's parser reads. */
const code = /\.[cm]?[jt]sx?$/;

/** Files with imports that neither reads surely. */
const opaque = /\.(?:vue|svelte|astro|mdx|marko|gjs|gts|coffee|civet|imba|res|es6|es)$/;

/** Below these nothing is read: packages that are kept in the repository, and tools of Yarn's. */
const foreign = /(?:^|\/)(?:node_modules|\.yarn)\/|(?:^|\/)\.pnp\.c?js$/;

/** How a path takes part: `code` is read, `opaque` cannot be, other files can only be imported. */
export function kindOf(path: string): "code" | "opaque" | "other" {
  if (code.test(path)) return isForeign(path) ? "other" : "code";
  return opaque.test(path) && !isForeign(path) ? "opaque" : "other";
}

export const isForeign = (path: string): boolean => foreign.test(path);

/** A file of declarations only. */
export const isDeclaration = (path: string): boolean => /\.d(?:\.\w+)?\.[cm]?ts$/.test(path);

/** A configuration of TypeScript, by name. */
export const isTsConfig = (path: string): boolean =>
  /^(?:tsconfig|jsconfig)(?:[.-][\w.-]*)?\.json$/.test(baseName(path));

export const isManifest = (path: string): boolean => baseName(path) === "package.json";

/** Settings that tools look for by name; some hold names of packages. */
const settings =
  /^(?:\..*|.*\.config\.\w+|.*rc|.*rc\.\w+|(?:project|angular|nx|turbo|lerna|rush|workspace|babel|jest|nest-cli|biome|tslint|deno|components|manifest|vercel|firebase|wrangler|package)\.jsonc?|(?:jest|vitest|vite|tailwind|eslint|babel)[.-]preset\.\w+)$/;

/** Whether tools read a file because of its name or place: its effect is not told by imports. */
export function isSettings(path: string): boolean {
  return settings.test(baseName(path)) || isTsConfig(path) || /(?:^|\/)\.[^/]+\//.test(path);
}

/** Settings in which packages stand by name: those of compilers, bundlers and linters. */
export const namesPackages = (path: string): boolean =>
  (/(?:\.config\.\w+|[.-]preset\.\w+)$|^\..*rc(?:\.\w+)?$|^(?:project|angular|babel|jest|nest-cli|components)\.jsonc?$/.test(
    baseName(path),
  ) ||
    /(?:^|\/)\.(?:storybook|vitepress|config)\//.test(path)) &&
  !isForeign(path);

/** Files that nothing imports: other languages, locks, and what has no ending. */
const neverImported =
  /(?:^|\/)(?:[^/.]+|\.[^/]*|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|bun\.lockb?|[^/]+\.(?:lock|go|mod|sum|py|rb|rs|java|kt|kts|gradle|cs|csproj|php|sh|bash|tf|hcl|adoc|rst|ex|exs|scala|swift|c|h|cc|cpp|hpp))$/;

/** Whether a change of the path can arrive anywhere by an import. */
export const isImportable = (path: string): boolean =>
  isSettings(path) || !neverImported.test(path);

/** Data that nothing but an import is known to read, where something imports it. */
export const isPlainData = (path: string): boolean => /\.(?:json|json5|wasm|txt)$/.test(path);
