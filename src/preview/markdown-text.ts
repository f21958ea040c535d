import { showText } from "../diagnostics/index.ts";
import { showName } from "../terminal.ts";

/**
 * Text of the repository in Markdown stands in code only: there GitLab sees no mention, no
 * reference, no label, no emoji, no link and no HTML
 * (https://docs.gitlab.com/user/markdown/#code-spans-and-blocks). A pipe is escaped, as a row of a
 * table wants it; elsewhere none is written into code.
 */
const fenced = (text: string): string => {
  const runs = text.match(/`+/g) ?? [];
  const longest = runs.reduce((most, { length }) => Math.max(most, length), 0);
  const fence = "`".repeat(longest + 1);
  const space = /^`|`$|^ .* $/.test(text) ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
};

const shortened = (text: string, most: number): string => {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
};

/** A name as code, of at most 120 characters. */
export const codeName = (name: string): string => fenced(shortened(showName(name), 120));

/** A sentence with names in it as code, of at most `most` characters. */
export const codeText = (text: string, most = 400): string =>
  fenced(shortened(showText(text), most));

/** Cells as a row of a table. */
export const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
