export { tokensOf } from "./access.ts";
export { type AskBranch, askBranches, type BranchAnswer } from "./branches.ts";
export { type Gitlab, gitlab, type Question, type Settings } from "./client.ts";
export {
  type AskLastSuccess,
  askLastSuccess,
  lastSuccess,
  type Success,
} from "./last-success.ts";
export { need } from "./need.ts";
export type * from "./types.ts";
