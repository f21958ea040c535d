/**
 * GitLab's `!reference [.setup, script]`: the value found at a path of the configuration.
 * It may stand in any place and is resolved before anything is checked.
 */
export class Reference {
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    this.path = Object.freeze([...path]);
    Object.freeze(this);
  }
}

/** Writes `!reference [...]`: `reference(".setup", "script")`. */
export const reference = (...path: readonly string[]): Reference => new Reference(path);

/** A type in which every value may also be a `Reference`, and lists may be read-only. */
export type Authored<T> =
  | Reference
  | (T extends readonly (infer Item)[]
      ? readonly Authored<Item>[]
      : T extends object
        ? { readonly [K in keyof T]: Authored<T[K]> }
        : T);
