import type { Hash } from "../../../model/index.ts";
import type { Path } from "../../types.ts";
import { texts } from "./read.ts";

/** A command line of a job's scripts; `path` leads to its item in the compiled job. */
export interface Line {
  readonly text: string;
  readonly path: Path;
}

/** Of a line that is longer the rest is not looked at: patterns take the square of it in time. */
const longestLine = 4000;
const keys = ["before_script", "script", "after_script"] as const;

/** Many rules ask for the lines of a job, and many jobs share what they extend. */
const linesOfJob = new WeakMap<Hash, readonly Line[]>();
const linesOfList = keys.map(() => new WeakMap<object, readonly Line[]>());

/** The lines of `before_script`, `script` and `after_script`; one that goes on below is one line. */
export function scriptLines(job: Hash): readonly Line[] {
  const before = linesOfJob.get(job);
  if (before) return before;
  const lines = keys.flatMap((key, index) => linesAt(job, key, linesOfList[index]!));
  linesOfJob.set(job, lines);
  return lines;
}

function linesAt(job: Hash, key: string, known: WeakMap<object, readonly Line[]>): readonly Line[] {
  const written = Object.hasOwn(job, key) ? job[key] : undefined;
  if (typeof written !== "object" || written === null) return linesIn(written, key);
  const before = known.get(written);
  if (before) return before;
  const lines = linesIn(written, key);
  known.set(written, lines);
  return lines;
}

const linesIn = (written: unknown, key: string): readonly Line[] =>
  texts(written, [key]).flatMap(({ value, path }) =>
    value
      .replaceAll(/\\\r?\n/g, " ")
      .split(/\r?\n/)
      .map((line) => ({ text: line.trim().slice(0, longestLine), path }))
      .filter((line) => line.text !== "" && !line.text.startsWith("#")),
  );

const commandsOfLine = new WeakMap<Line, readonly Command[]>();

/** The commands of a line, see {@link commandsIn}. */
export function commandsOf(line: Line): readonly Command[] {
  const before = commandsOfLine.get(line);
  if (before) return before;
  const commands = commandsIn(line.text);
  commandsOfLine.set(line, commands);
  return commands;
}

/** What ends a command, or may keep it from ending. */
const shellSigns = /[\\"'#;|)]|&&|\$\(/;

const commandOf = (text: string): Command => ({ text: text.trim(), piped: captured(text) });

/**
 * The commands of a line, cut where a shell ends one. `piped`: what it prints goes on into another
 * command, a variable or a file. Quotes are minded, no more: it is no shell.
 */
export interface Command {
  readonly text: string;
  readonly piped: boolean;
}

export function commandsIn(line: string): readonly Command[] {
  if (!shellSigns.test(line)) return line.trim() ? [commandOf(line)] : [];
  const commands: Command[] = [];
  let quote = "";
  let depth = 0;
  let text = "";
  const end = (piped: boolean): void => {
    if (text.trim()) commands.push({ text: text.trim(), piped: piped || captured(text) });
    text = "";
  };
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    const two = line.slice(at, at + 2);
    if (sign === "\\" && quote !== "'") {
      text += line.slice(at, ++at + 1);
      continue;
    }
    if (quote) {
      if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (two === "$(") depth++;
    else if (sign === ")" && depth > 0) depth--;
    else if (depth === 0 && (two === "&&" || two === "||")) {
      end(false);
      at++;
      continue;
    } else if (depth === 0 && (sign === ";" || sign === "|")) {
      end(sign === "|");
      continue;
    } else if (sign === "#" && /^\s?$/.test(text.slice(-1))) break;
    text += sign;
  }
  end(false);
  return commands;
}

/** What a command prints is taken by a variable, or goes into a file. */
const captured = (text: string): boolean => /\$\(|`|[^2&>]>(?!&2)|^>/.test(text);

/** The words of a command, without their quotes. */
export const words = (command: string): readonly string[] =>
  (command.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? []).map((word) =>
    word.replaceAll(/["']/g, ""),
  );

/** Names of variables that hold something secret, as people call them. */
export const isSecretName = (name: string): boolean =>
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY|API_KEY|ACCESS_KEY|CREDENTIALS)$/i.test(name);

/** The names of variables that a text refers to. */
export const variablesOf = (text: string): readonly string[] =>
  [...text.matchAll(/\$(?:\{(\w+)|(\w+))/g)].map(([, braced, plain]) => braced ?? plain ?? "");
