/** What a change of a lock file is to one service: one link of a chain of reasons. */
export type LockStep =
  | {
      readonly by: "lock";
      readonly path: string;
      /** What differs, such as `lodash 4.17.20 → 4.17.21`; the first few, sorted. */
      readonly packages: readonly string[];
      /** How many more differ; left out for none. */
      readonly more?: number;
    }
  | {
      readonly by: "lock";
      readonly path: string;
      /** Why every service that is built with it counts: a sentence's end, such as `it was added`. */
      readonly why: string;
    };

/** What the changed lock files say. */
export interface LockChanges {
  /** By service name; one step a lock file. A service that is not there is built as before. */
  readonly steps: ReadonlyMap<string, readonly LockStep[]>;
  /**
   * By path of a changed lock file, the services that are built with it: for them `steps` tells
   * all that its change does, even where it lies in their own directory.
   */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
}
