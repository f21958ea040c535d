import type { RefNames } from "../detect/index.ts";
import type { Place, UnknownInclude } from "../loading/index.ts";
import type { Hash, Limits, Pipeline } from "../model/index.ts";
import type { YamlChange } from "../yaml/index.ts";

/** Leads to a key or an item of the merged document: `["build", "needs", 0]`. */
export type Path = readonly (string | number)[];

/** One change of a file. */
export type Change = YamlChange;

/** A change of the file that mends a finding and nothing else; `steps` are made all or none. */
export type Fix = Change | { readonly path: Path; readonly steps: readonly Change[] };

export const changesOf = (fix: Fix): readonly Change[] => ("steps" in fix ? fix.steps : [fix]);

/** What a rule found, and where. */
export interface Found {
  readonly path: Path;
  /** Where it is written, of what the merged document no longer has. */
  readonly place?: Place | undefined;
  /** One sentence without a full stop: what is so. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Only where it can be done without changing what anybody meant. */
  readonly fixes?: readonly Fix[];
}

/** The repository that a configuration lies in. */
export interface Repository {
  /** Paths of all tracked files, `/` between names; `undefined` where there is no repository. */
  readonly paths: readonly string[] | undefined;
  /** Text of a file by path. */
  read(path: string): Promise<string | undefined>;
  /** Names of its branches and tags; left out where they are not known. */
  refs?(): Promise<RefNames | undefined>;
}

/** A child that a job of the configuration writes, made here; or why it would not be written. */
export type MadeChild = { readonly job: string } & (
  | { readonly problem: string }
  /** By path: all files that would be written. */
  | { readonly texts: ReadonlyMap<string, string> }
);

/** One configuration as rules look at it. */
export interface Linted {
  /** A project's `.gitlab-ci.yml`, or what a trigger job includes. */
  readonly role: "parent" | "child";
  /** Of a child: the job that starts it, and the configuration that this job is in. */
  readonly startedBy?: { readonly job: string; readonly linted: Linted };
  /** The merged document: `include` is done, `extends` and references are as they were written. */
  readonly document: Hash;
  /** Where GitLab takes the configuration; `undefined` where it refuses it. */
  readonly pipeline: Pipeline | undefined;
  /** Visible jobs as GitLab compiles them, by name; as far as they can be read. */
  readonly jobs: ReadonlyMap<string, Hash>;
  /** Names may live in files that could not be loaded, so what is missing proves nothing. */
  readonly open: boolean;
  /** What it includes from elsewhere and nobody has mapped. */
  readonly unread?: readonly UnknownInclude[];
  /** The children that its jobs write by `fanout generate`; made when first asked for. */
  readonly made?: () => Promise<readonly MadeChild[]>;
  readonly repository: Repository;
  readonly limits: Limits;
  /** GitLab's version (`18.11`), where it is known. */
  readonly version: string | undefined;
}

/** So many fixes of one file are tried at a time: more are looked at when these are made. */
export const mostFixes = 200;

export type Severity = "error" | "warning" | "info";

/** One rule of lint: a file of its own under `rules/`, default export, one line in `rules/index.ts`. */
export interface Rule {
  /** As configuration, comments and reports spell it: `child-needs-generator`. */
  readonly code: string;
  readonly severity: Severity;
  /** What it looks for and why that hurts, in a few plain sentences: the documentation page. */
  readonly docs: string;
  /** Asked also where GitLab refuses the configuration. */
  readonly always?: true;
  check(linted: Linted): readonly Found[] | Promise<readonly Found[]>;
}
