import { directoryOf, type Service } from "../workspace/index.ts";

/** Which service holds a path: the deepest whose root does. */
export interface Owners {
  /** The service of a file, or of a directory that is its root. */
  of(path: string): Service | undefined;
  /** The service of which this directory is the root. */
  at(root: string): Service | undefined;
  /** Roots of services below a directory, itself left out. */
  below(directory: string): readonly string[];
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
  const roots = services.map(({ root }) => root);
  return {
    of: (path) => byRoot.get(path) ?? around(directoryOf(path)),
    at: (root) => byRoot.get(root),
    below: (directory) =>
      roots.filter(
        (root) => root !== directory && (directory === "." || root.startsWith(`${directory}/`)),
      ),
  };
}
