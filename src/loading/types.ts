import type { Diagnostic } from "../diagnostics/index.ts";
import type { Hash, Limits } from "../model/index.ts";

/** What a configuration may be made of. What it throws goes through to the caller of `load`. */
export interface LoadWorld {
  /** Text of a file of the repository by path (`/` between names, none in front), or undefined. */
  read(path: string): Promise<string | undefined>;
  /** Paths of all files of the repository, for wildcards and `rules:exists`. */
  paths(): Promise<readonly string[]>;
  /**
   * Text of what is not in the repository, or undefined. Keys: `group/ci@ref:templates/a.yml`,
   * without a ref `group/ci:templates/a.yml`, `https://...`, `template:Jobs/Build.gitlab-ci.yml`,
   * `component:host/group/project/name@1.0`, `artifact:job:path`. A local file of a component is
   * `component:host/group/project/name@1.0:path`. `null` for what is to be left out, as if nothing
   * included it.
   */
  mapped(key: string): Promise<string | null | undefined>;
}

export interface LoadOptions {
  /** `spec:inputs` of the entry. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** A child pipeline: only there `include:artifact` is allowed. */
  readonly child?: boolean;
  /** Variables when the pipeline is created. Left out: unknown, so rules on them may go either way. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly limits: Limits;
}

/** Where something is written; line and column from 1, columns and length in UTF-16 units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Of a key. */
  readonly length?: number;
}

/** What is wrong with a configuration, or differs from what it looks like. */
export interface Problem extends Diagnostic {
  /** What GitLab says, word by word, where it says anything. */
  readonly gitlab?: string;
  readonly place?: Place;
}

export type IncludeKind = "local" | "project" | "remote" | "template" | "artifact" | "component";

/** A file that could not be loaded, because it lies outside and nobody has mapped it. */
export interface UnknownInclude {
  readonly kind: IncludeKind;
  /** What `LoadWorld.mapped` was asked for, or would be if its variables were known. */
  readonly key: string;
  readonly place?: Place;
}

export interface LoadedFile {
  /** The path in the repository, or the key of `LoadWorld.mapped`. */
  readonly path: string;
  readonly text: string;
  /** It came from `LoadWorld.mapped`: no file of the repository. */
  readonly outside?: true;
}

export interface Loaded {
  /** All files merged as GitLab merges them: plain data and `Reference`s; `include` is taken out. */
  readonly document: Hash;
  /**
   * Where the key or item at this path of the document is written, or the nearest known thing
   * around it; of what an alias or `<<` brought, the place in its anchor.
   */
  where(path: readonly (string | number)[]): Place | undefined;
  /** In the order in which they were loaded, each once; the entry is the first. */
  readonly files: readonly LoadedFile[];
  /** Some file is not in the document, so names may live there that nobody knows here. */
  readonly open: boolean;
  readonly unknown: readonly UnknownInclude[];
  readonly problems: readonly Problem[];
}
