import type { Change } from "../detect/index.ts";
import type { ImportStep } from "../imports/index.ts";
import type { LockStep } from "../lockfiles/index.ts";

/** One link of a chain of reasons. */
export type Step =
  | {
      readonly by: "file";
      readonly path: string;
      readonly status: Change["status"];
      readonly from?: string;
    }
  | {
      readonly by: "input" | "everything";
      readonly pattern: string;
      /** The first changed path that the pattern matches, by code unit. */
      readonly path: string;
      /** How many more it matches; left out for none. */
      readonly more?: number;
    }
  | {
      readonly by: "dependency";
      readonly on: string;
      readonly manifest: string;
      readonly line?: number;
    }
  | {
      /** It depended on a service that the head has no more. */
      readonly by: "removed";
      readonly on: string;
      readonly manifest: string;
      readonly line?: number;
    }
  | LockStep
  | ImportStep
  | {
      /** Another project changed, which the configuration maps to the service. */
      readonly by: "upstream";
      /** Its full path; empty where nothing of the change is known. */
      readonly project: string;
      /** The commit that changed the path, else the newest. */
      readonly commit?: string;
      /** The pattern of `upstream` that matched; left out where any change counts. */
      readonly pattern?: string;
      /** The first path that counts, by code unit; left out where not all are known. */
      readonly path?: string;
      /** How many more count; left out for none. */
      readonly more?: number;
      /** Why all that is mapped counts, where not all paths are known. */
      readonly why?: string;
    }
  | { readonly by: "unknown-base"; readonly why: string }
  | { readonly by: "all" }
  | { readonly by: "selected" };

/** From the service outwards: `[dependency on lib, file libs/lib/a.ts]`. */
export type Reason = readonly Step[];

/**
 * In or out, and why. A service that is out has no reasons. One that is directly affected has a
 * reason for each changed path of its own, and for each pattern that matched. A dependent has its
 * shortest chains. `reasons` may be put together when it is first read.
 */
export interface Verdict {
  readonly service: string;
  readonly affected: boolean;
  readonly reasons: readonly Reason[];
}

/** What `affected` gives back. */
export interface Affected {
  /** One a service, in the workspace's order. */
  readonly verdicts: readonly Verdict[];
  /** Changed paths that concern no service: neither owned nor an input, nor ignored. Sorted. */
  readonly unowned: readonly string[];
}
