import { fail } from "../../../diagnostics/index.ts";
import { parseXml, type XmlElement } from "../../../xml.ts";
import { at } from "../../manifests.ts";

/** A file of MSBuild as fanout needs it: a project, or one that projects import. */
export interface ProjectFile {
  /** Names of SDKs, without version. */
  readonly sdks: readonly string[];
  /** Every value that a property may have, by its name in lower case; conditions are not looked at. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
  readonly imports: readonly ProjectText[];
  /** Projects that it is built with. */
  readonly references: readonly ProjectText[];
  /** What the other items include, by their name in lower case. */
  readonly items: ReadonlyMap<string, readonly ProjectText[]>;
  /** Other texts that may be the path of a file. */
  readonly paths: readonly ProjectText[];
}

/** A text as it is written: `$(...)`, wildcards and backslashes included. */
export interface ProjectText {
  readonly text: string;
  readonly line: number;
}

/** Throws MANIFEST_SYNTAX, or MANIFEST_INVALID for what is no file of MSBuild. */
export async function parseProject(text: string, path: string): Promise<ProjectFile> {
  const root = await parseXml(text, path);
  if (root.name !== "Project") {
    const problem = `the root element is <${root.name}>, not <Project>`;
    fail("MANIFEST_INVALID", at(path, root.line), { problem });
  }
  const file = {
    sdks: sdksOf(root.attributes.Sdk),
    properties: new Map<string, string[]>(),
    imports: [] as ProjectText[],
    references: [] as ProjectText[],
    items: new Map<string, ProjectText[]>(),
    paths: [] as ProjectText[],
  };
  const steps = [{ element: root, parent: "" }];
  // Without recursion, since nesting may be deep.
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { element, parent } = step;
    const { name, attributes, line, children } = element;
    if (parent === "PropertyGroup") add(file.properties, name.toLowerCase(), element.text);
    if (name === "Sdk") file.sdks.push(...sdksOf(attributes.Name));
    if (name === "Import") {
      if (attributes.Sdk) file.sdks.push(...sdksOf(attributes.Sdk));
      else file.imports.push(...listOf(attributes.Project, line));
    } else if (parent === "ItemGroup") {
      const included = listOf(attributes.Include, line);
      if (name === "ProjectReference") file.references.push(...included);
      else for (const each of included) add(file.items, name.toLowerCase(), each);
    } else if (name === "MSBuild") file.references.push(...listOf(attributes.Projects, line));
    file.paths.push(...pathsOf(element));
    if (children.length === 0) file.paths.push(...listOf(element.text, line).filter(mayBePath));
    // Backwards, so that they are taken in their order.
    for (let index = children.length - 1; index >= 0; index--) {
      steps.push({ element: children[index]!, parent: name });
    }
  }
  return file;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** `A;B/1.0` */
const sdksOf = (text: string | undefined): string[] =>
  listOf(text, 0).map(({ text: sdk }) => sdk.replace(/\/.*$/, ""));

const listOf = (text: string | undefined, line: number): ProjectText[] =>
  (text ?? "")
    .split(";")
    .map((part) => ({ text: part.trim(), line }))
    .filter((part) => part.text !== "");

/** Attributes that are no path of a file that is read, or are read elsewhere. */
const others = new Set([
  "Condition",
  "Exclude",
  "Include",
  "Link",
  "Project",
  "Projects",
  "Remove",
]);

/** Attributes of tasks, and metadata of items, that may lead to a file. */
const pathsOf = ({ attributes, line }: XmlElement): ProjectText[] =>
  Object.entries(attributes)
    .filter(([name]) => !others.has(name))
    .flatMap(([, text]) => listOf(text, line))
    .filter(mayBePath);

const mayBePath = ({ text }: ProjectText): boolean => /[/\\]/.test(text);
