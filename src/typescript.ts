/** Types of the compiler: they cost nothing to import. */
export type { ts } from "ts-morph";

/** TypeScript's compiler, as ts-morph brings it. */
export type Compiler = Awaited<ReturnType<typeof typescript>>;

/**
 * The only door to ts-morph. It costs some 300 ms to load (docs/performance.md), so it is loaded
 * when TypeScript has to be read for the first time, and never on the way of a warm `generate`.
 */
export async function typescript() {
  return (await import("ts-morph")).ts;
}
