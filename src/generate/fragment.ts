import { yamlReader } from "../yaml/index.ts";
import { symbolicNeed } from "./need.ts";
import type { Template } from "./template.ts";

/**
 * What YAML of generators has beside GitLab's own tags: `needs: [!need build]` and
 * `!need-from-dependencies build` are symbolic needs.
 */
export const needTags = [
  { tag: "!need", of: (value: unknown) => symbolicNeed("job", String(value)) },
  {
    tag: "!need-from-dependencies",
    of: (value: unknown) => symbolicNeed("dependencies", String(value)),
  },
];

/**
 * Reads a plain YAML file of jobs by key: the same ones for each service. Raises YAML_SYNTAX and
 * its like at `origin`.
 */
export async function readFragment(source: string, origin: string): Promise<Template> {
  const { locateYaml, parseYaml } = await yamlReader();
  let read: { readonly value: unknown } | undefined;
  return {
    async render() {
      read ??= { value: parseYaml(source, origin, needTags) };
      return { ...read, lineOf: (path) => locateYaml(source, path) };
    },
  };
}
