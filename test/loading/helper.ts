import { type Loaded, type LoadOptions, type LoadWorld, load } from "../../src/loading/index.ts";
import { limitsFor } from "../../src/model/index.ts";

export type Texts = Readonly<Record<string, string>>;

/** `null` is left out. */
type Outside = Readonly<Record<string, string | null>>;

/** A repository of these files, and what lies outside by its key. */
export const worldOf = (files: Texts, outside: Outside = {}): LoadWorld => ({
  read: async (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
  paths: async () => Object.keys(files),
  mapped: async (key) => (Object.hasOwn(outside, key) ? outside[key] : undefined),
});

export type Given = Partial<LoadOptions> & { readonly outside?: Outside };

/** Loads `.gitlab-ci.yml` of a repository; a single text is that file. */
export function loaded(
  files: Texts | string,
  { outside, ...options }: Given = {},
): Promise<Loaded> {
  const all = typeof files === "string" ? { ".gitlab-ci.yml": files } : files;
  return load(".gitlab-ci.yml", worldOf(all, outside), { limits: limitsFor({}), ...options });
}

/** `file:line:column code`, with a question mark where it may not come to it. */
export const told = ({ problems }: Loaded): readonly string[] =>
  problems.map(({ code, severity, place, where }) => {
    const at = place ? `${place.file}:${place.line}:${place.column}` : where.join(" ");
    return `${at} ${code}${severity === "error" ? "" : ` ${severity}`}`;
  });

/** What GitLab says. */
export const gitlabSays = ({ problems }: Loaded): readonly string[] =>
  problems.flatMap(({ gitlab }) => gitlab ?? []);

/** `file:line:column` of a path of the document. */
export function at(result: Loaded, ...path: readonly (string | number)[]): string | undefined {
  const place = result.where(path);
  return place && `${place.file}:${place.line}:${place.column}`;
}

export const job = "{ script: [x] }";
