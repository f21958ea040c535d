import { meaningOf } from "./meaning.ts";
import { quickTree } from "./quick/index.ts";
import { control, type WrittenOptions, type WrittenYaml } from "./types.ts";

/**
 * The same as {@link readWritten} for a text as most people write it, in a small part of the time
 * and without the library; `undefined` for any other text.
 */
export function readQuick(text: string, options: WrittenOptions): WrittenYaml | undefined {
  if (control.test(text)) return undefined;
  const tree = quickTree(text, options.limits);
  return tree === undefined ? undefined : meaningOf(text, () => ({ tree }), options);
}
