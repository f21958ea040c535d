import { type Diagnostic, fail, found } from "../../../diagnostics/index.ts";
import { at } from "../../manifests.ts";
import type { DiscoveredEdge } from "../../types.ts";
import {
  entriesOf,
  isRecord,
  isText,
  lineIn,
  type Place,
  placeAt,
  textsOf,
} from "../shared/json-values.ts";
import { inputPattern, takesAway } from "../shared/task-runner.ts";
import type { NxNames } from "./names.ts";
import type { NxProject, NxSource } from "./projects.ts";

/** Words that are read together: those with `!` take projects away from what the others mean. */
interface Mention {
  readonly words: readonly string[];
  readonly place: Place;
  readonly field: string;
  /** What is written, where it is more than a word. */
  readonly written?: string;
}

/**
 * The edges that a file of Nx makes from these projects: `implicitDependencies`, and what targets
 * wait for or read of other projects. A word that means no project becomes a problem.
 */
export function edgesOf(
  source: NxSource,
  from: readonly NxProject[],
  names: NxNames,
  problems: Diagnostic[],
): DiscoveredEdge[] {
  const edges: DiscoveredEdge[] = [];
  for (const { words, place, field, written } of [
    ...implicit(source),
    ...mentions(source, names),
  ]) {
    const removed = new Set(
      words.filter(takesAway).flatMap((word) => {
        const projects = names.matching(word.slice(1));
        return typeof projects === "string" ? [] : projects;
      }),
    );
    for (const word of words) {
      if (takesAway(word)) continue;
      const line = lineIn(place, written ?? word);
      const projects = names.matching(word);
      if (typeof projects === "string") {
        const problem = `"${field}" names ${JSON.stringify(word)}, which ${projects}`;
        problems.push(found("MANIFEST_INVALID", at(place.path, line), { problem }));
        continue;
      }
      const end = { manifest: place.path, ...(line === undefined ? {} : { line }) };
      for (const to of projects) {
        if (removed.has(to)) continue;
        for (const { root } of from)
          if (root !== to.root) edges.push({ from: root, to: to.root, ...end });
      }
    }
  }
  return edges;
}

/** In nx.json the field is something else: files, and whom they concern. */
function implicit({ config, place }: NxSource): Mention[] {
  const field = "implicitDependencies";
  if (isRecord(config[field])) return [];
  const here = placeAt(place, field);
  return [{ words: textsOf(config[field], field, here), place: here, field }];
}

/** What the targets of a file say of other projects. */
function mentions(source: NxSource, names: NxNames): Mention[] {
  return [
    ...listsOf(source, "dependsOn").flatMap(({ entry, place }) =>
      isText(entry) ? target(entry, place, names) : ofProjects(entry, "dependsOn", place),
    ),
    ...listsOf(source, "inputs").flatMap(({ entry, place }) => ofProjects(entry, "inputs", place)),
  ];
}

/** `codegen:build` is a target of another project, where one is called so. */
function target(entry: string, place: Place, names: NxNames): Mention[] {
  for (let colon = entry.indexOf(":"); colon > 0; colon = entry.indexOf(":", colon + 1)) {
    const name = entry.slice(0, colon);
    if (names.called(name).length === 0) continue;
    return [{ words: [name], place, field: "dependsOn", written: entry }];
  }
  return [];
}

/** `{"projects": ["codegen"], ...}`; itself and what it depends on need no edge. */
function ofProjects(entry: unknown, field: string, place: Place): Mention[] {
  if (!isRecord(entry) || entry.projects === undefined) return [];
  const given = isText(entry.projects) ? [entry.projects] : entry.projects;
  const here = placeAt(placeAt(place, field), "projects");
  const words = textsOf(given, "projects", here).filter((word) => !self.test(word));
  const all = words[0] !== undefined && takesAway(words[0]);
  return [{ words: all ? ["*", ...words] : words, place: here, field }];
}

const self = /^\{?(?:self|dependencies)\}?$/;

/** The entries of all lists of that name: of targets, and for `inputs` the named ones. */
function listsOf({ config, place }: NxSource, field: "dependsOn" | "inputs") {
  const named = field === "inputs" ? entriesOf(config.namedInputs) : [];
  const targets = [...entriesOf(config.targets), ...entriesOf(config.targetDefaults)];
  return [
    ...named.flatMap(([name, list]) => entries(list, name, place)),
    ...targets.flatMap(([name, target]) =>
      [target]
        .flat()
        .filter(isRecord)
        .flatMap((each) => entries(each[field], field, placeAt(place, name))),
    ),
  ];
}

function entries(list: unknown, field: string, place: Place) {
  if (list === undefined || list === null) return [];
  if (Array.isArray(list)) return list.map((entry: unknown) => ({ entry, place }));
  const problem = `${JSON.stringify(field)} is no list`;
  return fail("MANIFEST_INVALID", at(place.path, lineIn(place, field)), { problem });
}

/**
 * Patterns of files of the workspace that targets read, `{workspaceRoot}/x`, in whatever target
 * or named input they stand. What is taken away again is kept: more than needed is safe.
 */
export function inputsOf(source: NxSource, directory: string): string[] {
  return listsOf(source, "inputs").flatMap(({ entry, place }) => {
    const texts = isRecord(entry) ? Object.values(entry).filter(isText) : [entry].filter(isText);
    return texts.flatMap((text) => {
      const glob = /^\{workspaceRoot\}(.*)$/s.exec(text)?.[1];
      const pattern = glob === undefined ? undefined : inputPattern(directory, glob, place, text);
      return pattern === undefined ? [] : [pattern];
    });
  });
}

/** Files of an older nx.json's `implicitDependencies`, each with the projects that it concerns. */
export function filesOf(
  { config, place }: NxSource,
  directory: string,
  names: NxNames,
): { readonly pattern: string; readonly projects: readonly NxProject[] }[] {
  return entriesOf(config.implicitDependencies).flatMap(([file, whom]) => {
    const pattern = inputPattern(directory, file, place);
    if (pattern === undefined) return [];
    const listed = Array.isArray(whom) ? whom.filter(isText).map(names.called) : [[]];
    const all = listed.some((projects) => projects.length === 0);
    return [{ pattern, projects: all ? names.projects : listed.flat() }];
  });
}
