export {
  addressOf,
  apiAt,
  type Held,
  heldIn,
  holdAll,
  hostOf,
  originOf,
  tokenNameFor,
  tokensOf,
} from "./access.ts";
export { projectPath } from "./address.ts";
export { type AskBranch, askBranches, type BranchAnswer } from "./branches.ts";
export {
  type Asking,
  allOf,
  type Gitlab,
  gitlab,
  type Question,
  type Settings,
  type Tail,
} from "./client.ts";
export {
  type AskLastSuccess,
  askLastSuccess,
  lastSuccess,
  type Success,
} from "./last-success.ts";
export { need } from "./need.ts";
export { clock } from "./persist.ts";
export { guarded, type Secrets, secrets, secretsOf } from "./redact.ts";
export type * from "./types.ts";
export { isRecord } from "./words.ts";
