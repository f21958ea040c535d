import { UserError } from "../diagnostics/index.ts";
import {
  type Loaded,
  type LoadedFile,
  type LoadWorld,
  load,
  type Place,
} from "../loading/index.ts";
import {
  compiledJobs,
  expandedJobs,
  globals,
  type Hash,
  isHash,
  type Limits,
  legacyGlobals,
  type Pipeline,
  type PipelineDraft,
  readConfiguration,
} from "../model/index.ts";
import { lintedPipeline } from "../simulate/index.ts";
import type { LintFinding } from "./finding.ts";
import { triedFixes } from "./mend.ts";
import { codeOfLoaded, refusals } from "./refusals/index.ts";
import {
  changesOf,
  type Fix,
  type Linted,
  type MadeChild,
  type Path,
  type Repository,
} from "./types.ts";
import { certainErrors, gitlabVerdict, type Verdict } from "./words/index.ts";

/** What a configuration is read in. */
export interface Reading {
  readonly world: LoadWorld;
  /** Paths of all tracked files; `undefined` where there is no repository. */
  readonly paths: readonly string[] | undefined;
  readonly limits: Limits;
  readonly version: string | undefined;
  /** Names of branches and tags; left out where there is no repository. */
  readonly refs?: NonNullable<Repository["refs"]>;
  /** Makes the children that jobs of a configuration write by `fanout generate`. */
  readonly made?: (linted: Linted) => Promise<readonly MadeChild[]>;
}

/** The repository that configurations are read in. */
export const repositoryOf = ({ paths, refs, world }: Reading): Repository => ({
  paths,
  ...(refs && { refs }),
  read: (file) => world.read(file),
});

/** A configuration that was read: what rules look at, and what GitLab says. */
export interface ReadFile {
  readonly linted: Linted;
  readonly loaded: Loaded;
  readonly findings: readonly LintFinding[];
  /** Of findings that are fixable. */
  readonly fixes: ReadonlyMap<LintFinding, readonly Fix[]>;
}

/** Reads a configuration with what it includes, and says what GitLab would say of it. */
export async function readForLint(
  entry: string | LoadedFile,
  startedBy: Linted["startedBy"],
  reading: Reading,
): Promise<ReadFile> {
  const { world, limits, version, made: make } = reading;
  const path = typeof entry === "string" ? entry : entry.path;
  const role = startedBy ? "child" : "parent";
  const loaded = await load(entry, world, { child: startedBy !== undefined, limits });
  const findings = loaded.problems.map((problem): LintFinding => {
    const { severity, gitlab, message, place } = problem;
    const refusal = codeOfLoaded(problem);
    const fromGitLab = gitlab !== undefined;
    const code = refusal ?? codeOf(problem.code);
    const at = place ?? { file: path, line: 1, column: 1 };
    return {
      code,
      severity,
      message: gitlab ?? message,
      ...(refusal && { hint: refusals[refusal].hint }),
      fromGitLab,
      ...at,
      path: [],
      fixable: false,
    };
  });
  const isRead = !findings.some(({ severity }) => severity === "error");
  const judge = (document: Hash): Verdict =>
    loaded.open
      ? {
          errors: certainErrors(document, (at) => fileOf(loaded, at) === path, { limits, version }),
        }
      : gitlabVerdict(document, { limits, version });
  const { errors: refused, expanded }: Verdict = isRead ? judge(loaded.document) : { errors: [] };
  const fixes = new Map<LintFinding, readonly Fix[]>();
  const tried = triedFixes(loaded.document, refused, (document) => judge(document).errors);
  for (const error of refused) {
    const { code, message, path: at, hint = refusals[code].hint } = error;
    const told = { code, severity: "error", message, hint, fromGitLab: true } as const;
    const fix = tried.get(error);
    const finding = findingAt(loaded, path, at, told);
    const isHere =
      fix && changesOf(fix).every((each) => fileOf(loaded, each.path) === finding.file);
    findings.push(isHere ? { ...finding, fixable: true } : finding);
    if (isHere) fixes.set(findings.at(-1)!, [fix]);
  }
  const isTaken = isRead && refused.length === 0;
  const { document, open } = loaded;
  let pipeline: { readonly made: Pipeline | undefined } | undefined;
  const linted: Linted = {
    role,
    ...(startedBy && { startedBy }),
    document,
    // No rule asks for it so far, and it takes as long as all rules together.
    get pipeline() {
      pipeline ??= { made: isTaken ? loadedPipeline(loaded, limits) : undefined };
      return pipeline.made;
    },
    jobs: (isTaken ? compiledOf(loaded, expanded) : undefined) ?? writtenJobs(document),
    open,
    unread: loaded.unknown,
    ...(make && { made: once(() => make(linted)) }),
    repository: repositoryOf(reading),
    limits,
    version,
  };
  return { linted, loaded, findings, fixes };
}

/** The same promise for all who ask. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | undefined;
  return () => {
    making ??= make();
    return making;
  };
}

const codeOf = (code: string) => code.toLowerCase().replaceAll("_", "-");

/** Where something is written, or what will stand there would be. */
const fileOf = (loaded: Loaded, path: Path): string | undefined => loaded.where(path)?.file;

/** A finding at the place of a path, or of the nearest thing around it that is written. */
export function findingAt(
  loaded: Loaded,
  file: string,
  path: Path,
  told: Pick<LintFinding, "code" | "severity" | "message" | "fromGitLab"> & {
    readonly hint?: string;
    readonly fixable?: boolean;
  },
  place?: Place,
): LintFinding {
  const at: Place = place ?? loaded.where(path) ?? { file, line: 1, column: 1 };
  return { fixable: false, ...told, ...at, path };
}

/** The pipeline that GitLab would make of it; names may live in files that could not be loaded. */
export const loadedPipeline = (loaded: Loaded, limits: Limits): Pipeline | undefined =>
  ofDraft(loaded, (draft) => lintedPipeline(draft, limits));

/** The visible jobs of what GitLab takes, as it compiles them. */
const compiledOf = (
  { document, open }: Loaded,
  expanded: Hash | undefined,
): ReadonlyMap<string, Hash> | undefined =>
  expanded
    ? ofDraft({ document: expanded, open }, expandedJobs)
    : ofDraft({ document, open }, compiledJobs);

function ofDraft<T>(
  { document, open }: Pick<Loaded, "document" | "open">,
  make: (draft: PipelineDraft) => T,
): T | undefined {
  try {
    const whole = open ? { ...document, include: "elsewhere.yml" } : document;
    return make(readConfiguration(whole, ""));
  } catch (error) {
    // GitLab takes it, as its own words say, or it cannot be told without the missing files.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const keywords = new Set<string>([...globals, ...legacyGlobals]);

/** The visible jobs as they are written. */
function writtenJobs(document: Hash): ReadonlyMap<string, Hash> {
  const names = Object.keys(document).filter(
    (name) => !name.startsWith(".") && !keywords.has(name),
  );
  return new Map(
    names.flatMap((name) => {
      const job = document[name];
      return isHash(job) ? [[name, job] as const] : [];
    }),
  );
}
