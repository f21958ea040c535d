import { callAt, literalOf, pathArgument, stringsOf, valueAt } from "./calls.ts";
import { computed, type Token, tokensOf } from "./tokens.ts";

/** What a settings script says. Project paths begin with a colon, directories are as written. */
export interface GradleSettings {
  readonly name: string | undefined;
  readonly projects: readonly { readonly path: string; readonly line: number }[];
  /** Projects beside the directory of the script, as `includeFlat` has them. */
  readonly flat: readonly string[];
  /** Directories of projects that are not where their path says. */
  readonly directories: ReadonlyMap<string, GradlePlace>;
  readonly builds: readonly { readonly directory: string; readonly line: number }[];
  /** Other scripts that it applies. */
  readonly applied: readonly string[];
  /** Lines that can only be known by running the script: its projects, or builds. */
  readonly computedProjects: readonly number[];
  readonly computedBuilds: readonly number[];
}

/** A directory as seen from that of a project; from that of the script where there is none. */
export interface GradlePlace {
  readonly from: string | undefined;
  readonly directory: string;
}

/** Throws MANIFEST_SYNTAX. */
export function parseSettings(text: string, path: string): GradleSettings {
  const tokens = tokensOf(text, path);
  const settings = {
    name: undefined as string | undefined,
    projects: [] as { path: string; line: number }[],
    flat: [] as string[],
    directories: new Map<string, GradlePlace>(),
    builds: [] as { directory: string; line: number }[],
    applied: [] as string[],
    computedProjects: [] as number[],
    computedBuilds: [] as number[],
  };
  // The project that a `projectDir` without any belongs to: `project(":a").apply { projectDir = ... }`.
  let project: string | undefined;
  tokens.forEach((token, index) => {
    const { text: word, kind, line } = token;
    if (kind === "sign" && word === "}") project = undefined;
    if (kind !== "word" || isDeclared(tokens, index)) return;
    const call = () => callAt(tokens, index).args;
    if (word === "include") includes(tokens, index, settings);
    else if (word === "includeFlat") {
      const { texts, isComputed } = stringsOf(call().flat());
      settings.flat.push(...texts);
      if (isComputed) settings.computedProjects.push(line);
    } else if (word === "includeBuild") {
      const directory = placeOf(call()[0] ?? []);
      if (directory && !directory.from)
        settings.builds.push({ directory: directory.directory, line });
      else settings.computedBuilds.push(line);
    } else if (word === "project" || word === "findProject") {
      project = absolute(literalOf(pathArgument(call())));
    } else if (word === "projectDir" && tokens[index + 1]?.text === "=") {
      const place = placeOf(valueAt(tokens, index + 1));
      const owner = tokens[index - 1]?.text === "." ? tokens[index - 2]?.text : ")";
      if (owner === ")" && project !== undefined && place) settings.directories.set(project, place);
      else if (owner !== "rootProject") settings.computedProjects.push(line);
    } else if (word === "name" && tokens[index - 2]?.text === "rootProject") {
      settings.name = literalOf(valueAt(tokens, index + 1)) ?? settings.name;
    } else if (word === "from" && tokens.slice(Math.max(0, index - 2), index).some(isApply)) {
      const script = scriptOf(valueAt(tokens, index + 1));
      if (script === undefined) settings.computedProjects.push(line);
      else if (!script.includes("://")) settings.applied.push(script);
    }
  });
  return settings;
}

const isApply = ({ text }: Token): boolean => text === "apply";

/** `fun include(`, `def include(`, `include =`: the name is given a meaning, or is no call. */
const isDeclared = (tokens: readonly Token[], index: number): boolean =>
  /^(?:fun|def|void|val|var)$/.test(tokens[index - 1]?.text ?? "") &&
  tokens[index - 1]?.kind === "word";

function includes(
  tokens: readonly Token[],
  index: number,
  to: { projects: { path: string; line: number }[]; computedProjects: number[] },
): void {
  const { line } = tokens[index]!;
  // `fileTree(dir: ".", include: "**/build.gradle")`: the directories themselves are the list.
  const isNamed = tokens[index + 1]?.text === ":" && tokens[index + 1]?.kind === "sign";
  const { texts, isComputed } = stringsOf(callAt(tokens, index).args.flat());
  const files = texts.filter((text) => /[*?]|\.kts$|\.gradle$/.test(text));
  if (isNamed || isComputed || files.length > 0) to.computedProjects.push(line);
  if (isNamed) return;
  for (const text of texts) {
    if (!files.includes(text)) to.projects.push({ path: absolute(text)!, line });
  }
}

/** Gradle takes a path without colon, and slashes, as well. */
const absolute = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : `:${path.split(/[:/]/).filter(Boolean).join(":")}`;

/** Words of `file("a")`, `new File(settingsDir, "a")`, `rootDir.resolve("a")`, and the like. */
const ofPlaces = new Set(
  "File asFile canonicalFile dir file java io layout new normalize project projectDir resolve rootDir rootProject rootDirectory settings settingsDir settingsDirectory toFile toPath uri".split(
    " ",
  ),
);
const top =
  /^(?:(?:settings|rootProject|layout)\.)*(?:rootDir|settingsDir|projectDir|rootDirectory|settingsDirectory)(?:\.(?:path|absolutePath|canonicalPath))?$/;

/** A directory or file that an expression names; `undefined` where it takes running it. */
function placeOf(value: readonly Token[]): GradlePlace | undefined {
  if (value.some(({ kind, text }) => kind === "word" && !ofPlaces.has(text))) return undefined;
  if (value.some(({ kind, text }) => kind === "sign" && /[+{?[]/.test(text))) return undefined;
  const strings = value.filter(({ kind }) => kind === "string");
  const ofProject = value.some(({ kind, text }) => kind === "word" && text === "project");
  const from = ofProject ? absolute(strings.shift()?.text) : undefined;
  const parts = strings.map(({ text, codes }) => filled(text, codes));
  if (parts.includes(undefined) || (parts.length === 0 && from === undefined)) return undefined;
  return { from, directory: parts.join("/") };
}

/** A string of which only the directory of the script is not plain. */
function filled(text: string, codes: readonly string[]): string | undefined {
  if (codes.length === 0) return text;
  const [start, ...rest] = text.split(computed);
  return codes.length === 1 && start === "" && top.test(codes[0]!) ? `.${rest[0]}` : undefined;
}

function scriptOf(value: readonly Token[]): string | undefined {
  return placeOf(value)?.directory;
}
