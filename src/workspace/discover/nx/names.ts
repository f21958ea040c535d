import { parsePattern } from "../../pattern.ts";
import type { NxProject } from "./projects.ts";

/** Projects of one workspace, ready to be asked by what other projects call them. */
export interface NxNames {
  readonly projects: readonly NxProject[];
  /** Projects that are called just so. */
  called(name: string): readonly NxProject[];
  /**
   * The projects that a name, a glob, `tag:`, `directory:` or `*` stands for. Half a sentence
   * where it cannot be understood: a name that is no project's, or a glob that is none.
   */
  matching(pattern: string): readonly NxProject[] | string;
}

/** As Nx reads them: an exact name first, then a glob or a part of a name, then a directory. */
export function nxNames(projects: readonly NxProject[]): NxNames {
  const byName = new Map<string, NxProject[]>();
  for (const project of projects) {
    for (const name of new Set(project.names)) {
      byName.set(name, [...(byName.get(name) ?? []), project]);
    }
  }
  const called = (name: string) => byName.get(name) ?? [];
  return {
    projects,
    called,
    matching(pattern) {
      const exact = called(pattern);
      if (exact.length > 0) return exact;
      if (pattern === "*") return projects;
      // What a lock file pins is no project of this repository.
      if (pattern.startsWith("npm:")) return [];
      const [, label, value = ""] = /^(?:(name|tag|directory):)?(.*)$/s.exec(pattern) ?? [];
      const fields = label === undefined ? ["name", "directory"] : [label];
      for (const field of fields) {
        const test = tester(value, field);
        if (typeof test === "string") return test;
        const hits = projects.filter((project) => valuesOf(project, field).some(test));
        if (hits.length > 0) return hits;
      }
      return label === "tag" || isGlob(value) ? [] : "is no project";
    },
  };
}

function valuesOf(project: NxProject, field: string): readonly string[] {
  if (field === "tag") return project.tags;
  return field === "directory" ? [project.root] : project.names;
}

const isGlob = (text: string): boolean => /[*?[\]{}()|]/.test(text);

/** Whether a value of the field is meant; half a sentence for a glob that is none. */
function tester(text: string, field: string): ((value: string) => boolean) | string {
  if (text === "") return "is empty";
  if (isGlob(text)) {
    const pattern = parsePattern(text, { extglob: true, below: false });
    return typeof pattern === "string" ? pattern : (value) => pattern.test(value);
  }
  if (field !== "name") return (value) => value === text;
  // A whole word of the name: `ui` is in `@acme/ui` and `ui_kit`, but not in `ui-e2e`.
  const word = text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const part = new RegExp(`(?<![@a-z0-9-])${word}(?![@a-z0-9-])`, "i");
  return (value) => part.test(value);
}
