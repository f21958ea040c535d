export { chainReason } from "./chain.ts";
export { knownReasons, type Reason, reasonOf } from "./reasons.ts";
export { type Refused, refusalOf } from "./refusals.ts";
export {
  type Ability,
  abilities,
  type Starter,
  type Tokens,
  tokensFor,
  type Wanted,
} from "./tokens.ts";
export * from "./types.ts";
