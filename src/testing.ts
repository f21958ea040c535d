/** `gitlab-fanout/testing`: what tests of a pipeline need, with vitest or any other runner. */
export { expectJobs, type SimulateOptions, simulate } from "./checking.ts";
export type { Forecast } from "./forecast/index.ts";
export type { SimulatedJob } from "./simulate/index.ts";
