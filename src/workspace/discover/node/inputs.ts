import { inside, resolveFrom } from "../../paths.ts";
import { literal } from "../../pattern.ts";
import type { NodeProject } from "./projects.ts";
import { decoded } from "./targets.ts";

/** Files beside a root that every member is built from, as patterns; they need not be there. */
const shared = [
  "package.json",
  "pnpm-workspace.yaml",
  ".npmrc",
  ".pnpmfile.cjs",
  ".pnpmfile.mjs",
  ".yarnrc",
  ".yarnrc.yml",
  ".pnp.cjs",
  ".pnp.loader.mjs",
  ".yarn/patches/**",
  ".yarn/plugins/**",
  ".yarn/releases/**",
  "bunfig.toml",
  "patches/**",
  ".node-version",
  ".nvmrc",
];

/** Files beside a root that pin what is installed for every member. */
const locks = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
  "bun.lockb",
];

/**
 * Patterns of what is beside the roots, and of patches wherever they are: inputs of every member.
 * A lone package has it all in its own directory.
 */
export function sharedInputs(project: NodeProject): readonly string[] {
  const roots = project.lone ? [] : project.roots;
  const beside = roots.flatMap((root) => shared.map((file) => inside(literal(root), file)));
  return [...beside, ...patchesOf(project)];
}

/** Paths of the lock files beside the roots. */
export const lockFiles = ({ roots }: NodeProject): readonly string[] =>
  roots.flatMap((root) => locks.map((file) => inside(root, file)));

/**
 * Patterns of the files that members are patched with: those that the settings of the roots name,
 * and those that yarn's `patch:` names behind its `#`.
 */
function patchesOf(project: NodeProject): readonly string[] {
  const [top = "."] = project.roots;
  const patterns = new Set<string>();
  const add = (directory: string, path: string) => {
    const target = resolveFrom(directory, path);
    if (target !== undefined) patterns.add(literal(target));
  };
  const addPatches = (directory: string, spec: string) => {
    if (!spec.startsWith("patch:")) return;
    // `patch:lodash@npm%3A4.17.21#~/.yarn/patches/a.patch&./b.patch::version=4.17.21`
    const [, list = ""] = spec.split("::")[0]!.split("#");
    for (const patch of list.split("&")) {
      const path = decoded(patch).replace(/^optional!/, "");
      if (path === "" || /^~?builtin</.test(path)) continue;
      if (path.startsWith("~/")) add(top, path.slice(2));
      else add(directory, path);
    }
  };
  for (const { directory, files, overrides } of project.settings) {
    for (const file of files) add(directory, file);
    for (const { spec } of overrides) addPatches(directory, spec);
  }
  for (const { root, json } of project.members) {
    for (const { spec } of json.dependencies) addPatches(root, spec);
  }
  return [...patterns];
}
