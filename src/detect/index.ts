export {
  type Compared,
  type CompareOptions,
  compare,
  requireBase,
  type Settled,
} from "./compare.ts";
export { newestTag, type RefNames, refNames, tagFor } from "./names.ts";
export { showPath } from "./paths.ts";
export type { LastSuccess } from "./search.ts";
export type * from "./types.ts";
export { openWorktrees, type Worktrees } from "./worktrees.ts";
