export { crontabCommand, curlCommand, shellWord } from "./curl.ts";
export type { Outcome } from "./one.ts";
export { commandFor, type Planned, planned, webhookUrl } from "./plan.ts";
export { cancelAll, forget, type Manner, problemsIn, startAll, startedIn } from "./start.ts";
export { type Asked, projectIn, targetsOf, variablesIn } from "./targets.ts";
