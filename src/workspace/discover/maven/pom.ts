import { fail } from "../../../diagnostics/index.ts";
import { parseXml, type XmlElement } from "../../../xml.ts";
import { at } from "../../manifests.ts";

/** A project file of Maven as fanout needs it. Texts are as written, `${...}` included. */
export interface Pom {
  /** Left out where the parent's counts. */
  readonly groupId: string | undefined;
  readonly artifactId: string;
  readonly packaging: string;
  readonly parent: PomParent | undefined;
  /** Directories or files, of all profiles too. */
  readonly modules: readonly PomText[];
  /** Every value that a property may have, by its name: those of profiles too. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
  readonly references: readonly PomReference[];
  /** Other texts that may be the path of a file. */
  readonly paths: readonly PomText[];
  /** Whether its own build makes something that runs. */
  readonly runs: boolean;
}

export interface PomText {
  readonly text: string;
  readonly line: number;
}

export interface PomParent {
  readonly groupId: string | undefined;
  readonly artifactId: string | undefined;
  /** A file or directory; `""` when the parent is looked up by name alone. */
  readonly relativePath: string;
  readonly line: number;
}

/** An artifact that the project is built with: a dependency, a plugin, an imported BOM, ... */
export interface PomReference {
  readonly groupId: string | undefined;
  readonly artifactId: string;
  readonly isPlugin: boolean;
  /** The plugin of `pluginManagement` that has it: it counts where that plugin is used. */
  readonly managedBy?: { readonly groupId: string | undefined; readonly artifactId: string };
  readonly line: number;
}

/** Where Maven looks for plugins that name no group. */
export const pluginGroup = "org.apache.maven.plugins";

/** Throws MANIFEST_SYNTAX, or MANIFEST_INVALID for what is no project of Maven. */
export async function parsePom(text: string, path: string): Promise<Pom> {
  const project = await parseXml(text, path);
  if (nameOf(project) !== "project") {
    const problem = `the root element is <${project.name}>, not <project>`;
    fail("MANIFEST_INVALID", at(path, project.line), { problem });
  }
  const artifactId = textOf(project, "artifactId");
  if (!artifactId) {
    fail("MANIFEST_INVALID", at(path, project.line), { problem: "the project has no artifactId" });
  }
  return {
    groupId: textOf(project, "groupId"),
    artifactId,
    packaging: textOf(project, "packaging") ?? "jar",
    parent: parentOf(project),
    ...walk(project, path),
  };
}

function parentOf(project: XmlElement): PomParent | undefined {
  const parent = child(project, "parent");
  if (!parent) return undefined;
  return {
    groupId: textOf(parent, "groupId"),
    artifactId: textOf(parent, "artifactId"),
    relativePath: child(parent, "relativePath")?.text ?? "../pom.xml",
    line: parent.line,
  };
}

/** Elements whose artifacts are named without being used. */
const unused = new Set(["exclusion", "relocation"]);

/** Plugins that make or start a program or its image. */
const runners = new Set([
  "docker-maven-plugin",
  "jib-maven-plugin",
  "liberty-maven-plugin",
  "micronaut-maven-plugin",
  "native-maven-plugin",
  "quarkus-maven-plugin",
  "spring-boot-maven-plugin",
  "wildfly-maven-plugin",
]);

interface Step {
  readonly element: XmlElement;
  readonly parent: string;
  readonly managed: "dependencies" | "plugins" | undefined;
  readonly managedBy?: PomReference["managedBy"];
}

/**
 * One walk over all elements. Whatever names an artifact is taken for a reference, wherever it
 * stands: plugins have many names for it. Without recursion, since nesting may be deep.
 */
function walk(project: XmlElement, path: string) {
  const modules: PomText[] = [];
  const properties = new Map<string, string[]>();
  const references: PomReference[] = [];
  const paths: PomText[] = [];
  let runs = false;
  const steps: Step[] = [{ element: project, parent: "", managed: undefined }];
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { element, parent } = step;
    const name = nameOf(element);
    const ofModel = parent === "project" || parent === "profile";
    if (unused.has(name) || (name === "parent" && parent === "project")) continue;
    if (name === "properties" && ofModel) {
      for (const property of element.children) {
        const values = properties.get(nameOf(property)) ?? [];
        properties.set(nameOf(property), [...values, property.text]);
      }
      continue;
    }
    if ((name === "modules" || name === "subprojects") && ofModel) {
      modules.push(...element.children.map(({ text, line }) => ({ text, line })));
      continue;
    }
    let { managed, managedBy } = step;
    if (name === "dependencyManagement") managed = "dependencies";
    if (name === "pluginManagement") managed = "plugins";
    const artifact = element === project ? undefined : artifactOf(element, name, path);
    if (artifact) {
      const isOnlyManaged =
        (managed === "dependencies" && textOf(element, "scope") !== "import") ||
        (managed === "plugins" && name === "plugin");
      if (!isOnlyManaged) references.push(managedBy ? { ...artifact, managedBy } : artifact);
      if (managed === "plugins" && name === "plugin") managedBy = artifact;
      if (!managed && artifact.isPlugin && runners.has(artifact.artifactId)) runs = true;
    } else if (/[/\\]/.test(element.text)) {
      paths.push({ text: element.text, line: element.line });
    }
    if (!managed && name === "mainClass") runs = true;
    // Backwards, so that they are taken in their order.
    for (let index = element.children.length - 1; index >= 0; index--) {
      steps.push({ element: element.children[index]!, parent: name, managed, managedBy });
    }
  }
  return { modules, properties, references, paths, runs };
}

function artifactOf(element: XmlElement, name: string, path: string): PomReference | undefined {
  const isPlugin = name === "plugin";
  const artifactId = textOf(element, "artifactId");
  const { line } = element;
  if (artifactId) {
    const groupId = textOf(element, "groupId") ?? (isPlugin ? pluginGroup : undefined);
    return { groupId, artifactId, isPlugin, line };
  }
  // A configuration may use the same words for something else.
  if (name === "dependency" && child(element, "groupId")) {
    fail("MANIFEST_INVALID", at(path, line), { problem: "the dependency has no artifactId" });
  }
  return undefined;
}

const nameOf = ({ name }: XmlElement): string => name.slice(name.indexOf(":") + 1);

const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((each) => nameOf(each) === name);

const textOf = (element: XmlElement, name: string): string | undefined =>
  child(element, name)?.text || undefined;
