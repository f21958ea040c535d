import type { Hash } from "../model/index.ts";

/** Sets a member, also one called `__proto__`. */
export function put(hash: Record<string, unknown>, key: string, value: unknown): void {
  const property = { value, enumerable: true, writable: true, configurable: true };
  if (key === "__proto__") Object.defineProperty(hash, key, property);
  else hash[key] = value;
}

/** An own member of a hash. */
export const member = (hash: Hash, key: string): unknown =>
  Object.hasOwn(hash, key) ? hash[key] : undefined;

/** What Ruby on Rails calls blank. */
export const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (typeof value === "string" && value.trim() === "") ||
  (typeof value === "object" && Object.keys(value).length === 0);
