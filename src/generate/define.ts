import type { Generator } from "./types.ts";

export { shellQuote } from "./text.ts";
export type { GenerateContext, GeneratedService, Generator } from "./types.ts";

/** Types a generator; gives it back as it is. */
export const defineGenerator = (generator: Generator): Generator => generator;
