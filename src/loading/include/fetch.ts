import { createHash } from "node:crypto";
import { rubyText } from "../inputs/ruby.ts";
import type { LoadedFile, LoadWorld } from "../types.ts";
import type { Variables } from "../variables.ts";
import { isAddress, type Location } from "./locations.ts";

/** What a file sees of the world around it (`expand_context_attrs` of external/file/*.rb). */
export interface Context {
  /** Where its local files are: the repository, below a key of `LoadWorld.mapped`, or nowhere. */
  readonly home: "repository" | "nowhere" | { readonly key: string };
  readonly variables: Variables;
  readonly child: boolean;
  /** Rules that nobody can judge here have let it in. */
  readonly uncertain: boolean;
}

export type Fetched =
  | { readonly file: LoadedFile; readonly context: Context }
  /** It lies outside and is not mapped. */
  | { readonly unknown: string }
  /** Somebody wants it left out. */
  | { readonly leftOut: true }
  /** GitLab's words. */
  | { readonly error: string };

const yamlFile = /[^/]\.ya?ml$/i;
const templateEnding = ".gitlab-ci.yml";

/** Fetches one included file, or tells why GitLab does not (lib/gitlab/ci/config/external/file/*.rb). */
export async function fetchFile(
  location: Location,
  context: Context,
  world: LoadWorld,
): Promise<Fetched> {
  const error = locationError(location) ?? contextError(location, context);
  if (error !== undefined) return { error };
  const name = String(location.name);
  const inside = location.kind === "local" && context.home === "repository";
  const key = inside ? name : keyOf(location, context);
  const isRead = inside && !location.isComputed;
  const text = await (isRead ? readInside(name, world) : world.mapped(key));
  if (text === null) return { leftOut: true };
  if (text === undefined) {
    return isRead ? { error: `Local file \`${name}\` does not exist!` } : { unknown: key };
  }
  if (text.trim() === "") return { error: emptyError(location) };
  if (location.kind === "remote" && !isIntact(text, location.integrity)) {
    return { error: `Remote file \`${name}\` failed integrity check!` };
  }
  const file = { path: key, text, ...(!inside && ({ outside: true } as const)) };
  return { file, context: contextOf(location, context, key) };
}

function locationError({ kind, name, isComputed }: Location): string | undefined {
  const shown = rubyText(name);
  if (typeof name !== "string") return `Included file \`${shown}\` needs to be a string`;
  if (kind === "component" || isComputed) return undefined;
  if (!yamlFile.test(shown)) return `Included file \`${shown}\` does not have YAML extension!`;
  if (kind === "remote" && !isAddress(shown)) {
    return `Remote file \`${shown}\` does not have a valid address!`;
  }
  return kind === "template" && !shown.endsWith(templateEnding)
    ? `Template file \`${shown}\` is not a valid location!`
    : undefined;
}

function contextError({ kind, name, job }: Location, context: Context): string | undefined {
  if (kind === "local" && context.home === "nowhere") {
    return `Local file \`${String(name)}\` does not have project!`;
  }
  if (kind === "component" && context.home === "nowhere") {
    return "Unable to use components outside of a project context";
  }
  if (kind !== "artifact") return undefined;
  if (!context.child) {
    return "Including configs from artifacts is only allowed when triggering child pipelines";
  }
  return rubyText(job).trim() === ""
    ? "Job must be provided when including configs from artifacts"
    : undefined;
}

/** The key under which a user maps a file that is not in the repository. */
function keyOf({ kind, name, project, ref, job }: Location, { home }: Context): string {
  const file = String(name);
  if (kind === "local") return `${typeof home === "object" ? home.key : ""}:${file}`;
  if (kind === "project") return `${projectKey(project, ref)}:${file}`;
  if (kind === "artifact") return `artifact:${rubyText(job)}:${file}`;
  return kind === "remote" ? file : `${kind}:${file}`;
}

const projectKey = (project: string, ref: string | undefined): string =>
  ref === undefined ? project : `${project}@${ref}`;

/** git knows no path with `.`, `..` or an empty step, so none is ever asked for. */
const readInside = async (path: string, world: LoadWorld): Promise<string | undefined> =>
  path.split("/").some((step) => step === "" || step === "." || step === "..") ||
  path.includes("\0") ||
  path.includes("\\")
    ? undefined
    : world.read(path);

function contextOf(location: Location, context: Context, key: string): Context {
  switch (location.kind) {
    case "local":
    case "artifact":
      return context;
    case "project":
      return { ...context, home: { key: projectKey(location.project, location.ref) } };
    case "component":
      return { ...context, home: { key }, child: false };
    default:
      return { ...context, home: "nowhere", variables: {}, child: false };
  }
}

function emptyError({ kind, name, project }: Location): string {
  const file = `file \`${String(name)}\``;
  if (kind === "local") return `Local ${file} is empty!`;
  if (kind === "project") return `Project \`${project.toLowerCase()}\` ${file} is empty!`;
  if (kind === "artifact") return `File \`${String(name)}\` is empty!`;
  if (kind === "component") return `Component '${String(name)}' - content not found`;
  return `Included ${file} is empty or does not exist!`;
}

const isIntact = (text: string, integrity: unknown): boolean =>
  typeof integrity !== "string" ||
  integrity.replace(/^sha256-/, "") === createHash("sha256").update(text).digest("base64");
