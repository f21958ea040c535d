import { composeTwo, hopelessAt } from "./compose.ts";
import { meaningOf } from "./meaning.ts";
import { treeOf } from "./tree-of.ts";
import { control, type Grown, type WrittenOptions, type WrittenYaml } from "./types.ts";

/**
 * What Psych makes of the first document of a text, as GitLab loads it
 * (`lib/gitlab/config/loader/yaml.rb`), with the place of every key and item. Never throws: what is
 * wrong stands in `notes`. What came with an alias or `<<` stands where its anchor stands.
 */
export const readWritten = (text: string, options: WrittenOptions): WrittenYaml =>
  meaningOf(text, () => grown(text, options.limits), options);

/** The tree of the first document, by the library. */
export function grown(text: string, limits: WrittenOptions["limits"]): Grown {
  const found = control.exec(text);
  if (found) {
    const words = "control characters are not allowed";
    return { wrong: { kind: "syntax", text: words, offset: found.index } };
  }
  const hopeless = hopelessAt(text, limits);
  if (hopeless) return { wrong: hopeless };
  const [first, second] = composeTwo(text);
  const wrong = first?.errors[0];
  if (wrong) {
    const isDeep = wrong.message.includes("call stack");
    const kind = isDeep ? "big" : "syntax";
    return { wrong: { kind, text: isDeep ? "" : wrong.message, offset: wrong.pos[0] } };
  }
  const { contents } = first ?? {};
  return { tree: contents ? treeOf(contents, limits.depth + 1) : null, rest: second?.range[0] };
}
