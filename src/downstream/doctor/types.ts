import type { Compared } from "../../detect/index.ts";
import type { Answer, Gitlab } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import type { Tokens } from "../tokens.ts";
import type { Member, Project, Refs, Scope, Who } from "./questions.ts";

/** What a check found. `stops` ends "not checked: " for the checks that need this one. */
export type Result =
  | { readonly mark: "ok"; readonly what: string }
  | {
      readonly mark: "problem" | "warning";
      /** What is so, why it hurts, and what to do: sentences without a full stop. */
      readonly what: string;
      readonly why: string;
      readonly next: string;
      readonly stops?: string;
      readonly fix?: Fix;
    }
  /** It could not be made: why. */
  | { readonly mark: "unknown"; readonly what: string; readonly stops?: string };

/** What the API can change: this project onto the job token allowlist of the target. */
export interface Fix {
  /** `add group/lib to the job token allowlist of group/app`. */
  readonly told: string;
  readonly make: () => Promise<Answer<true>>;
}

/** What lint says of the parent: messages with their places. */
export interface Wiring {
  readonly file: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** What is here: the repository and the job. */
export interface Here {
  readonly io: Pick<Io, "cwd" | "env" | "run">;
  /** Rejects with a UserError where git cannot tell. */
  readonly comparing: Promise<Compared>;
  /** Path of fanout's configuration; rejects with a UserError where there is none, or a bad one. */
  readonly configured: Promise<string>;
  /** Rejects with a UserError where there is nothing to look at. */
  readonly lint: () => Promise<Wiring>;
  /** This project's full path, where a variable or a remote tells it. */
  readonly project: string | undefined;
  /** Whether that project lives on the instance at this address. */
  readonly isHome: (url: URL) => boolean;
}

/** A GitLab, and who asks it. Questions are asked once. */
export interface There extends Here {
  /** Host of the instance; `undefined` where nothing names one. */
  readonly host: string | undefined;
  /** Whether this project lives there. */
  readonly home: boolean;
  /** Throws a UserError where there is none that can be used. */
  readonly tokens: () => Tokens;
  readonly api: Gitlab;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How many pipelines would be started there in one run. */
  readonly count: number;
  readonly version: () => Promise<Answer<string>>;
  /** Whom the token that asks belongs to. */
  readonly who: () => Promise<Answer<Who>>;
}

/** A project in which a pipeline is to be started. */
export interface Goal extends There {
  readonly target: string;
  /** The branch or tag; the default branch where left out. */
  readonly ref: string | undefined;
  /** Whether it is started with variables; `undefined`: who can tell. */
  readonly variables: boolean | undefined;
  readonly found: () => Promise<Answer<Project>>;
  readonly refs: () => Promise<Answer<Refs>>;
  readonly scope: () => Promise<Answer<Scope>>;
  /** The role of the user whose pipeline it will be. */
  readonly member: () => Promise<Answer<Member>>;
}

/** One check: a file of its own, one line in `index.ts`. */
export interface Check<W extends Here = Goal> {
  /** As output and JSON name it. */
  readonly name: string;
  /** What it looks at, for people. */
  readonly title: string;
  /** Names of checks that have to have gone well. */
  readonly needs: readonly string[];
  readonly check: (world: W) => Promise<Result>;
}

/** A check with what came of it. */
export interface Made {
  readonly name: string;
  readonly title: string;
  /** Address of the instance or full path of the project; `undefined`: here. */
  readonly subject: string | undefined;
  readonly result: Result;
}
