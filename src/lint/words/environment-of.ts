import { type Hash, isHash, member } from "../../model/index.ts";
import { isString } from "./ruby.ts";

/** entry/environment.rb, `value` */
export function environmentOf(config: Hash): Hash | undefined {
  const value = member(config, "environment");
  if (isString(value)) return { name: value, action: "start" };
  return isHash(value) ? value : undefined;
}
