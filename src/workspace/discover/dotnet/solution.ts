import { fail } from "../../../diagnostics/index.ts";
import { parseXml } from "../../../xml.ts";
import { at } from "../../manifests.ts";

/** What a solution lists. Paths are as written, with either slash. */
export interface Solution {
  readonly projects: readonly SolutionProject[];
}

export interface SolutionProject {
  readonly path: string;
  readonly line: number;
  /** A directory without a project file. */
  readonly isWebSite: boolean;
  /** Paths of projects that it waits for. */
  readonly after: readonly { readonly path: string; readonly line: number }[];
}

const folder = "{2150E333-8FDC-42A3-9474-1A3956D46DE8}";
const webSite = "{E24C65DC-7377-472B-9ABA-BC803B73C61A}";

const projectLine = /^Project\("([^"]*)"\) *= *"[^"]*", *"([^"]*)", *"([^"]*)"$/;
const afterLine = /^(\{[^{}]*\}) *= *\{[^{}]*\}$/;

/** A `.sln` file, or a `.slnx` file. Throws MANIFEST_SYNTAX or MANIFEST_INVALID. */
export function parseSolution(text: string, path: string): Solution | Promise<Solution> {
  return path.toLowerCase().endsWith(".slnx") ? parseXmlSolution(text, path) : parseSln(text, path);
}

/** learn.microsoft.com/visualstudio/extensibility/internals/solution-dot-sln-file */
function parseSln(text: string, path: string): Solution {
  if (!text.includes("Microsoft Visual Studio Solution File")) {
    fail("MANIFEST_SYNTAX", at(path, 1), { problem: "this is no Visual Studio solution" });
  }
  const projects: (SolutionProject & { readonly id: string; readonly ids: Wait[] })[] = [];
  let isAfter = false;
  text.split("\n").forEach((source, index) => {
    const words = source.trim();
    const line = index + 1;
    if (words.startsWith("Project(")) {
      const [, type, place, id] = projectLine.exec(words) ?? [];
      if (type === undefined || place === undefined || id === undefined) {
        const problem = 'a project should read Project("{type}") = "name", "path", "{id}"';
        fail("MANIFEST_SYNTAX", at(path, line), { problem });
      }
      const isWebSite = type.toUpperCase() === webSite;
      // A folder is kept for its place in the list, and dropped below.
      const kept = type.toUpperCase() === folder ? "" : place;
      projects.push({ path: kept, line, isWebSite, after: [], id: id.toUpperCase(), ids: [] });
    } else if (words.startsWith("ProjectSection(")) {
      isAfter = words.startsWith("ProjectSection(ProjectDependencies)");
    } else if (words === "EndProjectSection") {
      isAfter = false;
    } else if (isAfter) {
      const id = afterLine.exec(words)?.[1]?.toUpperCase();
      if (id !== undefined) projects.at(-1)?.ids.push({ id, line });
    }
  });
  const byId = new Map(projects.map(({ id, path: place }) => [id, place]));
  return {
    projects: projects
      .filter(({ path: place }) => place !== "")
      .map(({ path: place, line, isWebSite, ids }) => ({
        path: place,
        line,
        isWebSite,
        after: ids.flatMap((wait) => {
          const other = byId.get(wait.id);
          return other ? [{ path: other, line: wait.line }] : [];
        }),
      })),
  };
}

interface Wait {
  readonly id: string;
  readonly line: number;
}

/** Elements that are projects, in folders or not. */
async function parseXmlSolution(text: string, path: string): Promise<Solution> {
  const root = await parseXml(text, path);
  if (root.name !== "Solution") {
    const problem = `the root element is <${root.name}>, not <Solution>`;
    fail("MANIFEST_INVALID", at(path, root.line), { problem });
  }
  const projects: SolutionProject[] = [];
  const elements = [...root.children].reverse();
  for (let element = elements.pop(); element; element = elements.pop()) {
    const { name, attributes, children, line } = element;
    if (name === "Folder") elements.push(...[...children].reverse());
    if (name !== "Project") continue;
    if (!attributes.Path) {
      fail("MANIFEST_INVALID", at(path, line), { problem: "the project has no Path" });
    }
    const isWebSite = attributes.Type?.toLowerCase() === "website";
    const after = children.flatMap((each) => {
      const other = each.name === "BuildDependency" ? each.attributes.Project : undefined;
      return other ? [{ path: other, line: each.line }] : [];
    });
    projects.push({ path: attributes.Path, line, isWebSite, after });
  }
  return { projects };
}
