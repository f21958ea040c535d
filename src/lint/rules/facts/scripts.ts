import type { Hash } from "../../../model/index.ts";
import type { Path } from "../../types.ts";
import { texts } from "./read.ts";

/** A command line of a job's scripts; `path` leads to its item in the compiled job. */
export interface Line {
  readonly text: string;
  readonly path: Path;
}

/** The lines of `before_script`, `script` and `after_script`; one that goes on below is one line. */
export const scriptLines = (job: Hash): readonly Line[] =>
  ["before_script", "script", "after_script"].flatMap((key) =>
    texts(Object.hasOwn(job, key) ? job[key] : undefined, [key]).flatMap(({ value, path }) =>
      value
        .replaceAll(/\\\r?\n/g, " ")
        .split(/\r?\n/)
        .map((line) => ({ text: line.trim(), path }))
        .filter((line) => line.text !== "" && !line.text.startsWith("#")),
    ),
  );

/**
 * The commands of a line, cut where a shell ends one. `piped`: what it prints goes on into another
 * command, a variable or a file. Quotes are minded, no more: it is no shell.
 */
export interface Command {
  readonly text: string;
  readonly piped: boolean;
}

export function commandsIn(line: string): readonly Command[] {
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
    } else if (sign === "#" && /^$|\s$/.test(text)) break;
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
