export type { Outcome } from "./one.ts";
export { cancelAll, type Manner, problemsIn, startAll, startedIn } from "./start.ts";
export { type Asked, projectIn, targetsOf, variablesIn } from "./targets.ts";
