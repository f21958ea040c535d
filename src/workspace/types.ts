import type { Tree } from "../detect/index.ts";
import type { Diagnostic } from "../diagnostics/index.ts";
import type { Graph } from "./graph.ts";

export type ServiceKind = "service" | "library";

/** A directory with an owner, that can be built. */
export interface Service {
  readonly name: string;
  /** Relative to the repository, no slash at the end; `.` is the repository itself. */
  readonly root: string;
  readonly kind: ServiceKind;
  readonly tags: readonly string[];
  /** Patterns beyond `root` whose change affects it. A `!` before a pattern takes paths away. */
  readonly inputs: readonly string[];
  /** Paths of the lock files that say what it is built with, sorted. */
  readonly locks: readonly string[];
  /** Names of ecosystems that found it; empty when only the configuration knows it. */
  readonly foundBy: readonly string[];
  /** The configuration's own generators for this service, in place of the common ones. */
  readonly generators?: readonly GeneratorEntry[];
  /** CI variables that the configuration gives each of its jobs. */
  readonly variables: Readonly<Record<string, string>>;
  /** Each of its jobs runs once for each cell: every combination of these values. */
  readonly matrix?: MatrixAxes;
}

/** Axes as the configuration writes them: values by the name of a CI variable. */
export type MatrixAxes = Readonly<Record<string, readonly (string | number)[]>>;

/** As the configuration spells a generator: a name, a path or a command, with a condition. */
export type GeneratorEntry =
  | string
  | ((
      | { readonly use: string }
      | {
          /** Program and arguments. */
          readonly exec: readonly string[];
          /** Seconds; 30 when left out. */
          readonly timeout?: number;
          /** Whether it is asked about services that are gone as well. */
          readonly onRemoved?: boolean;
        }
    ) & {
      readonly when?: { readonly has?: string; readonly tag?: string };
      readonly with?: Readonly<Record<string, unknown>>;
      /** Axes of its jobs beside the service's; `false` takes all away. */
      readonly matrix?: MatrixAxes | false;
    });

/** `from` depends on `to` (service names), because `manifest` says so. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The file that made the edge, and its line where known (1 is the first). */
  readonly manifest: string;
  readonly line?: number;
  /** It only allows `from` to import from `to`: the imports themselves may say more precisely. */
  readonly importable?: true;
}

/** All services, sorted by name, and the edges between them, one a pair, sorted by from, to. */
export interface Workspace {
  readonly services: readonly Service[];
  readonly edges: readonly Edge[];
  /** Groups of services that depend on each other in a circle; members sorted. */
  readonly cycles: readonly (readonly string[])[];
}

/** One service as the configuration gives it, under its name. */
export interface ServiceDefinition {
  readonly root: string;
  readonly kind?: ServiceKind;
  /** Names of services. */
  readonly dependsOn?: readonly string[];
  readonly tags?: readonly string[];
  readonly inputs?: readonly string[];
  readonly generators?: readonly GeneratorEntry[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly matrix?: MatrixAxes;
}

/** What `readWorkspace` must know beside the tree. */
export interface WorkspaceSettings {
  /** Names of ecosystems, as `services.discover` spells them. */
  readonly discover: readonly string[];
  /** Services by name, as `services.define` gives them. */
  readonly define: Readonly<Record<string, ServiceDefinition>>;
  /** What another tool says of services and edges. */
  readonly graph?: Graph | undefined;
  /** Patterns of directories and manifests in which nothing is discovered. */
  readonly exclude?: readonly string[];
  /** Whether imports of JavaScript and TypeScript files will be read as well. */
  readonly importsRead?: boolean;
  /** The configuration file, for messages and for edges that it makes. */
  readonly config?: string;
  /** Reads YAML; throws a UserError for a text that is none. */
  readonly parseYaml: (text: string, path: string) => unknown | Promise<unknown>;
}

/**
 * An ecosystem: one file under `discover/`, default export, one line in `discover/index.ts`. It is
 * shown the manifests that it asked for and says which directories are services and which depends
 * on which, by directory: names are given later, when all ecosystems have spoken.
 */
export interface Ecosystem {
  /** As `services.discover` spells it. */
  readonly name: string;
  /** Base names of the files it looks for; one `*` stands for anything: `package.json`, `*.tf`. */
  readonly manifests: readonly string[];
  /**
   * A manifest that cannot be read is a UserError with its file and line, never a service that is
   * missing: `readManifests` sees to it. Throws nothing else.
   */
  discover(found: Found, world: World): Promise<Discovered>;
}

/**
 * The files that an ecosystem asked for: under each of its `manifests` the paths, sorted.
 * Nothing below a `node_modules` directory is among them.
 */
export type Found = ReadonlyMap<string, readonly string[]>;

/** What an ecosystem may ask beside its manifests. */
export interface World {
  readonly tree: Tree;
  /** All names in `services.discover`, for ecosystems that share their files with others. */
  readonly named: ReadonlySet<string>;
  /** Whether imports of JavaScript and TypeScript files will be read as well. */
  readonly importsRead: boolean;
  /** Whether `services.exclude` covers this manifest: it may be broken, and makes no service. */
  excluded(manifest: string): boolean;
  parseYaml(text: string, path: string): unknown | Promise<unknown>;
}

export interface Discovered {
  readonly services: readonly DiscoveredService[];
  readonly edges: readonly DiscoveredEdge[];
  /** What a user should know about it, beside errors. */
  readonly diagnostics?: readonly Diagnostic[];
}

export interface DiscoveredService {
  readonly root: string;
  readonly kind: ServiceKind;
  readonly manifest: string;
  /** What it is to be called, where a tool has names of its own; the configuration's name wins. */
  readonly name?: string;
  readonly tags?: readonly string[];
  /** As the manifest names it; only used to name the service of the repository's root. */
  readonly title?: string;
  /** Patterns outside its directory, or inside directories of other services, that it reads. */
  readonly inputs?: readonly string[];
  /**
   * Paths of lock files that pin what it is built with; they need not be there. They are no
   * `inputs`: `lockfiles/` compares what they say of this service.
   */
  readonly locks?: readonly string[];
}

/**
 * `from` is the directory of a service. `to` may be any directory or file: the edge leads to the
 * service that owns it; where none does, all below `to` becomes an input of `from`.
 */
export interface DiscoveredEdge {
  readonly from: string;
  readonly to: string;
  readonly manifest: string;
  readonly line?: number;
  /**
   * Set where the edge does nothing but allow JavaScript or TypeScript files of `from` to import
   * from `to` (a dependency in a package.json). Left out for all that has an effect of its own.
   */
  readonly importable?: true;
}
