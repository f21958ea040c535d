import type { Generator } from "./types.ts";

export { literalVariable as literal, shellQuote } from "./text.ts";
export type {
  GenerateContext,
  GeneratedJob,
  GeneratedService,
  Generator,
  JobMap,
} from "./types.ts";

/** Types a generator; gives it back as it is. */
export const defineGenerator = (generator: Generator): Generator => generator;
