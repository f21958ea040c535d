import { Blocks, type Concern } from "./blocks.ts";
import { callAt, chainAt, literalOf, pathArgument } from "./calls.ts";
import { computed, type Token, tokensOf } from "./tokens.ts";

/** A build script, or one that build scripts apply: what it uses, and whom that concerns. */
export interface GradleScript {
  readonly uses: readonly GradleUse[];
  /** Whether it has dependencies of its own, so that its project builds something. */
  readonly hasDependencies: boolean;
  /** Whether its project makes something that runs. */
  readonly runs: boolean;
}

/** One thing that a script uses. */
export type GradleUse = Concern & { readonly line: number } & (
    | { readonly kind: "project"; readonly path: string }
    /** A project that only the running script knows. */
    | { readonly kind: "anyProject" }
    /** `projects.a.b`; `sure` where it can be nothing else. */
    | { readonly kind: "accessor"; readonly names: readonly string[]; readonly sure: boolean }
    /** Any other string: a project's path, a file or an artifact. */
    | {
        readonly kind: "text";
        readonly text: string;
        readonly codes: readonly string[];
        /** Whether its line speaks of the directory of the whole build. */
        readonly fromTop: boolean;
        /** Whether its line makes a file of it. */
        readonly isFile: boolean;
        /** Whether it is a script to apply. */
        readonly isScript: boolean;
        /** Whether it is among the tasks that a task waits for. */
        readonly isTask: boolean;
      }
    /** A script that only the running script knows. */
    | { readonly kind: "anyScript" }
    /** `libs.a.b`, and all else with dots. */
    | { readonly kind: "chain"; readonly names: string }
  );

/** Throws MANIFEST_SYNTAX. */
export function parseScript(text: string, path: string): GradleScript {
  const tokens = tokensOf(text, path);
  const blocks = new Blocks();
  const uses: GradleUse[] = [];
  let hasDependencies = false;
  let runs = false;
  tokens.forEach((token, index) => {
    blocks.take(tokens, index);
    if (token.kind === "sign") return;
    const { name } = blocks.current;
    hasDependencies ||=
      blocks.isPlain && token.text === "dependencies" && tokens[index + 1]?.text === "{";
    runs ||= isRunner(tokens, index, name === "plugins") && !isOff(tokens, index);
    uses.push(...(token.kind === "string" ? textUse : wordUses)(tokens, index, blocks));
  });
  return { uses, hasDependencies, runs };
}

function textUse(tokens: readonly Token[], index: number, { current }: Blocks): GradleUse[] {
  const { text, codes, line } = tokens[index]!;
  const { below, paths } = current;
  const before = lineBefore(tokens, index);
  const says = (words: RegExp) => before.some((token) => isWord(token) && words.test(token.text));
  const fromTop = says(tops);
  return [
    {
      kind: "text",
      below,
      paths,
      text,
      codes,
      line,
      fromTop,
      isFile: fromTop || codes.length > 0 || says(places),
      isScript: isApplied(tokens, index),
      isTask: says(/^(?:dependsOn|finalizedBy)$/),
    },
  ];
}

function wordUses(tokens: readonly Token[], index: number, blocks: Blocks): GradleUse[] {
  const { text, line, first } = tokens[index]!;
  const { below, paths, each } = blocks.current;
  const before = tokens[index - 1];
  const behindDot = before?.text === ".";
  const common = { below, paths, line };
  if (projectCalls.has(text)) {
    const path = projectPath(tokens, index);
    if (path === undefined) return [];
    if (path !== null) {
      blocks.opens({ paths: [...paths, path] });
      return [{ ...common, kind: "project", path }];
    }
    const isOwn = text === "evaluationDependsOn";
    if (!isOwn) blocks.opens({ below: true });
    // Who goes through all projects does so for itself.
    return [{ ...common, below: below && !each && !isOwn, kind: "anyProject" }];
  }
  if (isApplyFrom(tokens, index) && !tokens.slice(index, index + 8).some(isString)) {
    return [{ ...common, kind: "anyScript" }];
  }
  if (behindDot) return [];
  const names = chainAt(tokens, index);
  if (names.length === 1) return [];
  if (text !== "projects") return [{ ...common, kind: "chain", names: names.join(".") }];
  const sure = !first && (before?.text === "(" || before?.kind === "word");
  return [{ ...common, kind: "accessor", names: names.slice(1), sure }];
}

const projectCalls = new Set(["evaluationDependsOn", "findProject", "project"]);

/** Names that lead to the directory of the whole build. */
const tops = /^(?:root(?:Dir|Directory|Project)|settings(?:Dir|Directory))$/;

/** Calls that make a file of a text. */
const places = /^(?:dir|file|File|fileTree|files|of|resolve|source|srcDirs?)$/;

const isString = ({ kind }: Token): boolean => kind === "string";
const isWord = ({ kind }: Token): boolean => kind === "word";

/** What stands on the line of a token before it, so far as it may be about it. */
function lineBefore(tokens: readonly Token[], index: number): readonly Token[] {
  let start = index;
  while (start > 0 && index - start < 20 && !tokens[start]!.first) start--;
  return tokens.slice(start, index);
}

/** The path that a call names, `null` where it must run to know; `undefined` for no call. */
function projectPath(tokens: readonly Token[], index: number): string | null | undefined {
  const after = tokens[index + 1];
  const isCommand = tokens[index]!.text === "evaluationDependsOn" && after?.kind === "string";
  if (after?.text !== "(" && !isCommand) return undefined;
  const argument = pathArgument(callAt(tokens, index).args);
  if (!argument || argument.length === 0) return undefined;
  return literalOf(argument) ?? null;
}

/** `apply from: x`, `apply(from = x)` */
const isApplyFrom = (tokens: readonly Token[], index: number): boolean =>
  tokens[index]?.text === "from" &&
  /^[:=]$/.test(tokens[index + 1]?.text ?? "") &&
  [1, 2].some((back) => tokens[index - back]?.text === "apply");

/** Whether a string stands in such a call. */
function isApplied(tokens: readonly Token[], index: number): boolean {
  for (let back = 1; back < 10; back++) {
    if (isApplyFrom(tokens, index - back)) return true;
    if (tokens[index - back]?.first) return false;
  }
  return false;
}

/** `id("x")`, `apply plugin: "x"`, and names in a block of plugins. */
function isRunner(tokens: readonly Token[], index: number, inPlugins: boolean): boolean {
  const { kind, text } = tokens[index]!;
  if (kind === "word") return inPlugins && runners.test(chainAt(tokens, index).join("."));
  return (
    runners.test(text) &&
    [1, 2].some((back) => /^(?:id|plugin)$/.test(tokens[index - back]?.text ?? ""))
  );
}

/** Whether a plugin is only named: `apply false`. */
function isOff(tokens: readonly Token[], index: number): boolean {
  for (let at = index + 1; at < tokens.length && !tokens[at]!.first; at++) {
    if (
      tokens[at]!.text === "apply" &&
      tokens.slice(at, at + 3).some(({ text }) => text === "false")
    )
      return true;
  }
  return false;
}

/** Plugins that make or start a program or its image, as ids and as names of a catalog end. */
const runners =
  /(?:^|\.)(?:application|war|ear|jib|quarkus|ktor|spring\.?-?boot|springframework\.boot|(?:native|ktor)\.plugin|com\.bmuschko\.docker-[\w-]+|graalvm\.buildtools\.native)(?:\.plugin)?$/i;

/** A text in which `${...}` stands for a directory: what is not known stays as it is. */
export function filledText(
  text: string,
  codes: readonly string[],
  top: string,
  own: string,
): string {
  let at = 0;
  return text.replaceAll(computed, () => {
    const code = codes[at++]!.replace(/\.(?:path|absolutePath|canonicalPath|asFile)$/, "");
    if (
      /^(?:(?:project|gradle|settings|rootProject)\.)*(?:rootDir|settingsDir|rootProject\.projectDir)$/.test(
        code,
      )
    )
      return top;
    if (/^rootProject\.(?:rootDir|projectDir)$/.test(code)) return top;
    return /^(?:project\.)?projectDir$/.test(code) ? own : computed;
  });
}
