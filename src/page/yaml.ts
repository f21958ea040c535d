import { printValue } from "../yaml/index.ts";
import { revived } from "./data.ts";
import { h } from "./dom.ts";

/** Data of the view as YAML, by the printer that writes the files; as JSON where it cannot be. */
export function yamlText(value: unknown): string {
  try {
    return printValue(revived(value));
  } catch {
    // Halves of pairs are no UTF-8, so there is no YAML of them.
    return JSON.stringify(value, null, 2);
  }
}

/** A job under its name. */
export const jobYaml = (name: string, config: unknown): string =>
  // A hash made from entries: a name such as `__proto__` is a key like any other.
  yamlText(Object.fromEntries([[name, config]]));

/** A block of YAML, its keys and its quiet parts told apart by weight and colour. */
export function yamlBlock(text: string, label: string): HTMLElement {
  const code = h("code");
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const parts = /^(\s*(?:- )*)((?:"(?:[^"\\]|\\.)*"|[^\s"'#][^:]*?):)(?= |$)(.*)$/.exec(line);
    if (parts) {
      code.append(
        parts[1] ?? "",
        h("span", { class: "key" }, parts[2]),
        h("span", {}, parts[3]),
        "\n",
      );
    } else code.append(h("span", {}, line), "\n");
  }
  return h("pre", { class: "yaml", tabindex: 0, role: "region", "aria-label": label }, code);
}
