import { directoryOf, type Service } from "../workspace/index.ts";

/** Which service holds a path: the deepest whose root does. */
export interface Owners {
  /** The service of a file, or of a directory that is its root. */
  of(path: string): Service | undefined;
  /** The service of which this directory is the root. */
  at(root: string): Service | undefined;
}

export function ownersOf(services: readonly Service[]): Owners {
  const byRoot = new Map(services.map((service) => [service.root, service]));
  const known = new Map<string, Service | undefined>([[".", byRoot.get(".")]]);
  const around = (directory: string): Service | undefined => {
    if (known.has(directory)) return known.get(directory);
    const service = byRoot.get(directory) ?? around(directoryOf(directory));
    known.set(directory, service);
    return service;
  };
  return {
    // A submodule is a path that is itself a root.
    of: (path) => byRoot.get(path) ?? around(directoryOf(path)),
    at: (root) => byRoot.get(root),
  };
}
