import { callAt, chainAt, literalOf, pathArgument } from "./_gradle-calls.ts";
import { computed, type Token, tokensOf } from "./_gradle-tokens.ts";

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
        readonly isScript: boolean;
      }
    /** A script that only the running script knows. */
    | { readonly kind: "anyScript" }
    /** `libs.a.b`, and all else with dots. */
    | { readonly kind: "chain"; readonly names: string }
  );

/** Whom it concerns beside the project of the script. */
interface Concern {
  /** All projects below. */
  readonly below: boolean;
  /** Projects of these paths. */
  readonly paths: readonly string[];
}

/** Words whose block is about the projects below. */
const aboutBelow = new Set([
  "allprojects",
  "afterProject",
  "beforeProject",
  "childProjects",
  "subprojects",
]);
/** Calls whose block is about what stands before them, one by one. */
const eachOf = new Set([
  "all",
  "each",
  "eachWithIndex",
  "filter",
  "findAll",
  "forEach",
  "map",
  "onEach",
]);
/** Calls, behind a dot, whose block is about what stands before them as a whole. */
const aboutOther = new Set(["afterEvaluate", "apply", "configure", "dependencies", "run", "with"]);

/** A block, from its brace on. */
interface Block extends Concern {
  /** It goes through projects: what is said without naming one is said of the script's own. */
  readonly each: boolean;
  readonly name: string;
}

/** Throws MANIFEST_SYNTAX. */
export function parseScript(text: string, path: string): GradleScript {
  const tokens = tokensOf(text, path);
  const uses: GradleUse[] = [];
  const blocks: Block[] = [{ below: false, paths: [], each: false, name: "" }];
  let next: { readonly block: Block; readonly depth: number } | undefined;
  let hasDependencies = false;
  let runs = false;
  let fromTop = false;
  tokens.forEach((token, index) => {
    const { kind, text: said, line, first, codes } = token;
    const block = blocks.at(-1)!;
    if (first) fromTop = false;
    const isNew = (first && !/^[.{)]$/.test(said)) || said === ";";
    if (next && isNew && kind !== "string" && blocks.length <= next.depth) next = undefined;
    if (kind === "sign") {
      const name = tokens[index - 1]?.text === ")" ? "" : (tokens[index - 1]?.text ?? "");
      const opened = next?.depth === blocks.length ? next.block : block;
      if (said === "{") blocks.push({ ...opened, name });
      else if (said === "}" && blocks.length > 1) blocks.pop();
      return;
    }
    const concern = { below: block.below, paths: block.paths };
    const opens = (change: Partial<Block>) => {
      const before = next?.depth === blocks.length ? next.block : block;
      next = { block: { ...before, ...change }, depth: blocks.length };
    };
    if (kind === "string") {
      const isScript = isApplied(tokens, index);
      uses.push({ ...concern, kind: "text", text: said, codes, line, fromTop, isScript });
      runs ||= runners.test(said) && isPlugin(tokens, index);
      return;
    }
    const behindDot = tokens[index - 1]?.text === ".";
    fromTop ||= tops.test(said);
    if (
      said === "dependencies" &&
      blocks.length === 1 &&
      !next &&
      tokens[index + 1]?.text === "{"
    ) {
      hasDependencies = true;
    }
    if (aboutBelow.has(said)) opens({ below: true, each: false });
    else if (said === "configure" && tokens[index + 1]?.text === "(")
      opens({ below: true, each: false });
    else if (behindDot && eachOf.has(said)) opens({ below: true, each: true });
    else if (behindDot && aboutOther.has(said) && block.each) opens({ each: false });
    if (projectCalls.has(said)) {
      const use = projectUse(tokens, index);
      if (use === undefined) return;
      if (use !== null) {
        uses.push({ ...concern, kind: "project", path: use, line });
        opens({ paths: [...block.paths, use] });
      } else if (said !== "evaluationDependsOn") {
        const below = block.below && !block.each;
        uses.push({ ...concern, below, kind: "anyProject", line });
        opens({ below: true });
      }
    } else if (said === "projects" && !behindDot) {
      const names = chainAt(tokens, index).slice(1);
      const before = tokens[index - 1];
      const sure = !first && (before?.text === "(" || before?.kind === "word");
      if (names.length > 0) uses.push({ ...concern, kind: "accessor", names, sure, line });
    } else if (!behindDot && tokens[index + 1]?.text === ".") {
      const names = chainAt(tokens, index).join(".");
      uses.push({ ...concern, kind: "chain", names, line });
      runs ||= block.name === "plugins" && runners.test(names) && !isOff(tokens, index);
    } else if (block.name === "plugins") runs ||= runners.test(said) && !isOff(tokens, index);
    if (isApplyFrom(tokens, index) && !tokens.slice(index, index + 8).some(isString)) {
      uses.push({ ...concern, kind: "anyScript", line });
    }
  });
  return { uses, hasDependencies, runs };
}

const projectCalls = new Set(["evaluationDependsOn", "findProject", "project"]);

/** Names that lead to the directory of the whole build. */
const tops = /^(?:root(?:Dir|Directory|Project)|settings(?:Dir|Directory))$/;

const isString = ({ kind }: Token): boolean => kind === "string";

/** The path that a call names, `null` where it must run to know; `undefined` for no call. */
function projectUse(tokens: readonly Token[], index: number): string | null | undefined {
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

/** `id("x")`, `apply plugin: "x"`, without `apply false`. */
const isPlugin = (tokens: readonly Token[], index: number): boolean =>
  [1, 2].some((back) => /^(?:id|kotlin|plugin)$/.test(tokens[index - back]?.text ?? "")) &&
  !isOff(tokens, index);

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
