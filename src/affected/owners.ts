import { directoryOf, type Service } from "../workspace/index.ts";

/**
 * Answers which service owns a path: the deepest whose root holds it. Directories are remembered,
 * so that thousands of paths cost one walk a directory.
 */
export function ownership(
  services: readonly Service[],
): (path: string, directory?: string) => string | undefined {
  const byRoot = new Map(services.map(({ root, name }) => [root, name]));
  const known = new Map<string, string | undefined>([[".", byRoot.get(".")]]);
  const ownerOfDirectory = (directory: string): string | undefined => {
    if (known.has(directory)) return known.get(directory);
    const owner = byRoot.get(directory) ?? ownerOfDirectory(directoryOf(directory));
    known.set(directory, owner);
    return owner;
  };
  // A submodule is a path that is itself a root.
  return (path, directory = directoryOf(path)) => byRoot.get(path) ?? ownerOfDirectory(directory);
}
