import { posix } from "node:path";
import { commandsIn, scriptLines, words } from "../lint/index.ts";
import type { Hash } from "../model/index.ts";

/** One call of `fanout generate` in the script of a job. */
export interface Call {
  /** What stands behind `generate`, with the variables that are known put in. */
  readonly words: readonly string[];
  /** Where it works: a path from the top of the repository. */
  readonly directory: string;
}

/** What the script of a job is read with. */
export interface Surface {
  /** Values of variables, expanded. */
  readonly values: Readonly<Record<string, string>>;
  /** Text of a file of the repository. */
  read(path: string): Promise<string | undefined>;
}

/**
 * The calls of `fanout generate` in `before_script` and `script`, in order: `npx fanout generate`,
 * `$FANOUT generate`, and those behind `npm run ...` and in shell scripts of the repository. It is
 * no shell: what it does not understand is no call.
 */
export async function callsOf(job: Hash, surface: Surface): Promise<readonly Call[]> {
  const lines = scriptLines({ script: [job.before_script ?? [], job.script ?? []] });
  return callsIn(lines, { directory: "", level: 0 }, surface);
}

interface At {
  readonly directory: string;
  /** How many scripts called each other to get here. */
  readonly level: number;
}

/** Scripts that call scripts: enough for all that people have, and an end for circles. */
const deepest = 4;

async function callsIn(
  lines: readonly { readonly text: string }[],
  { directory: start, level }: At,
  surface: Surface,
): Promise<readonly Call[]> {
  const calls: Call[] = [];
  let directory = start;
  for (const command of lines.flatMap(({ text }) => commandsIn(text))) {
    const said = wordsOf(command.text, surface.values);
    const [program = "", target = ""] = said;
    if (program === "cd") directory = below(directory, target);
    if (/^(?:cd|echo|printf)$/.test(program)) continue;
    const own = generateWords(said);
    if (own) calls.push({ words: own, directory });
    else if (level < deepest) {
      const script = await scriptOf(said, directory, surface);
      if (script) {
        const inside = { directory: script.directory, level: level + 1 };
        calls.push(...(await callsIn(script.lines, inside, surface)));
      }
    }
  }
  return calls;
}

/** A directory from another one, both from the top, which is "". */
const below = (directory: string, path: string): string =>
  posix.join(directory, path).replace(/^\.$|\/$/, "");

/** The words of a command, known variables put in; without what is set for it alone. */
function wordsOf(command: string, values: Surface["values"]): readonly string[] {
  const known = command.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, preset?: string) => {
      const name = plain ?? braced ?? "";
      return Object.hasOwn(values, name) ? values[name]! : (preset ?? whole);
    },
  );
  const all = words(known.replace(/^[({]\s*/, ""));
  const first = all.findIndex((word) => !/^\w+=/.test(word));
  return first < 0 ? [] : all.slice(first);
}

/** The command by its name, with a version, as a file, or in a variable that is not known here. */
const isFanout = (word: string): boolean =>
  /(?:^|\/)(?:gitlab-)?fanout(?:@[^/]*)?$/.test(word) ||
  /fanout.*\/bin\.js$/.test(word) ||
  /^\$\{?\w*FANOUT\w*\}?$/i.test(word);

/** What stands behind `fanout generate`, up to where its output goes; undefined: it is no such call. */
function generateWords(said: readonly string[]): readonly string[] | undefined {
  const at = said.findIndex(
    (word, index) => word === "generate" && isFanout(said[index - 1] ?? ""),
  );
  if (at < 0) return undefined;
  const behind = said.slice(at + 1).map((word) => word.replace(/[)}]$/, ""));
  const end = behind.findIndex((word) => /^(?:\d*[<>]|&)/.test(word));
  return (end < 0 ? behind : behind.slice(0, end)).filter((word) => word !== "");
}

interface Script {
  readonly directory: string;
  readonly lines: readonly { readonly text: string }[];
}

/** The script that a command runs: one of package.json, or a shell script. */
async function scriptOf(
  said: readonly string[],
  directory: string,
  { read }: Surface,
): Promise<Script | undefined> {
  const packaged = packageScript(said);
  if (packaged) {
    const own = below(directory, packaged.directory);
    const text = scriptNamed(packaged.name, await read(posix.join(own, "package.json")));
    if (text === undefined) return undefined;
    const extra = packaged.extra.map((word) => JSON.stringify(word));
    return { directory: own, lines: [{ text: [text, ...extra].join(" ") }] };
  }
  const file = shellScript(said);
  const text = file === undefined ? undefined : await read(posix.join(directory, file));
  return text === undefined ? undefined : { directory, lines: scriptLines({ script: [text] }) };
}

const managers = ["npm", "pnpm", "yarn", "bun"];

/** `npm run NAME -- MORE`, `yarn NAME MORE` and their like. */
function packageScript([program = "", ...rest]: readonly string[]) {
  if (!managers.includes(program)) return undefined;
  let directory = "";
  const names: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at]!;
    const [, inline] = /^--(?:prefix|dir|cwd)=(.*)$/.exec(word) ?? [];
    if (inline !== undefined) directory = inline;
    else if (/^(?:--prefix|--dir|--cwd|-C)$/.test(word)) directory = rest[++at] ?? "";
    else if (!word.startsWith("-")) names.push(word);
    const [first, second] = names;
    const isRun = first === "run" || first === "run-script";
    const name = isRun ? second : program === "npm" ? undefined : first;
    if (name === undefined) continue;
    // Only npm keeps what stands before `--` to itself.
    const behind = rest.slice(at + 1);
    const cut = behind.indexOf("--");
    const extra = cut < 0 ? (program === "npm" ? [] : behind) : behind.slice(cut + 1);
    return { name, directory, extra };
  }
  return undefined;
}

function scriptNamed(name: string, text: string | undefined): string | undefined {
  try {
    const { scripts = {} } = JSON.parse(text ?? "{}") as { scripts?: Record<string, unknown> };
    const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
    return typeof script === "string" ? script : undefined;
  } catch {
    return undefined;
  }
}

/** `sh ci/generate.sh`, `./ci/generate.sh`. */
function shellScript([program = "", ...rest]: readonly string[]): string | undefined {
  if (/^(?:ba|da|a|z)?sh$|^(?:source|\.)$/.test(program)) {
    return rest.find((word) => !word.startsWith("-"));
  }
  return /\.sh$/.test(program) ? program : undefined;
}
