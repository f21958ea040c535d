import type { Tree } from "../detect/index.ts";
import type { Service } from "../workspace/index.ts";
import { filesIn } from "./files.ts";
import { harmlessPattern, literalVariable } from "./text.ts";
import type { GeneratedService } from "./types.ts";

/** A service as generators see it: with its files and the names of its direct dependencies. */
export function generatedService(
  service: Service,
  dependencies: readonly string[],
  tree: Tree,
): GeneratedService {
  const { name, root, kind, tags, variables } = service;
  const path = (file: string) => inside(root, file);
  return {
    name,
    root,
    kind,
    tags,
    variables,
    dependencies,
    path,
    pattern: (file) => inside(harmlessPattern(root), file),
    files: () => filesIn(tree.listing, root),
    has: (file) => tree.has(path(file)),
    read: async (file) => (await tree.read([path(file)])).get(path(file)),
    nearest(...files) {
      for (let at = root; ; at = parent(at)) {
        if (files.some((file) => tree.has(inside(at, file)))) return at;
        if (at === ".") return undefined;
      }
    },
  };
}

const inside = (directory: string, file: string) =>
  directory === "." ? file : `${directory}/${file}`;

const parent = (directory: string) =>
  directory.includes("/") ? directory.slice(0, directory.lastIndexOf("/")) : ".";

/** The variables that every job of a service gets: its name, its directory, and its own. */
export const serviceVariables = (service: Service) => ({
  SERVICE_NAME: literalVariable(service.name),
  SERVICE_DIR: literalVariable(service.root),
  ...service.variables,
});
