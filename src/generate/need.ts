/**
 * A need that has not met its job yet. The brand is a registered symbol, so that a need made by
 * another copy of this library is known too.
 */
const brand: unique symbol = Symbol.for("gitlab-fanout.need") as never;

export interface SymbolicNeed {
  readonly [brand]: true;
  /** `job`: this very job. `dependencies`: jobs of this key in the services depended on. */
  readonly kind: "job" | "dependencies";
  readonly job: string;
  readonly artifacts?: boolean;
}

export const symbolicNeed = (
  kind: SymbolicNeed["kind"],
  job: string,
  artifacts?: boolean,
): SymbolicNeed => ({
  [brand]: true,
  kind,
  job,
  ...(artifacts === undefined ? {} : { artifacts }),
});

export const isSymbolicNeed = (value: unknown): value is SymbolicNeed =>
  typeof value === "object" && value !== null && brand in value;
