import type { Tree } from "../detect/index.ts";

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
  /** Names of ecosystems that found it; empty when only the configuration knows it. */
  readonly foundBy: readonly string[];
  /** The configuration's own generators for this service, in place of the common ones. */
  readonly generators?: readonly GeneratorEntry[];
  /** CI variables that the configuration gives each of its jobs. */
  readonly variables: Readonly<Record<string, string>>;
}

/** As the configuration spells a generator: a name, a path, or either with a condition. */
export type GeneratorEntry =
  | string
  | { readonly use: string; readonly when?: { readonly has?: string; readonly tag?: string } };

/** `from` depends on `to` (service names), because `manifest` says so. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** The file that made the edge, and its line where known (1 is the first). */
  readonly manifest: string;
  readonly line?: number;
}

/** All services, sorted by name, and the edges between them, sorted by from, to. */
export interface Workspace {
  readonly services: readonly Service[];
  readonly edges: readonly Edge[];
  /** Groups of services that depend on each other in a circle; members sorted. */
  readonly cycles: readonly (readonly string[])[];
}

/**
 * An ecosystem: one file under `discover/`, default export. It is shown the manifests that it
 * asked for and says which directories are services and which depends on which, by directory:
 * names are given later, when all ecosystems have spoken.
 */
export interface Ecosystem {
  /** As `services.discover` spells it. */
  readonly name: string;
  /** Base names of the files it reads, such as `package.json`. */
  readonly manifests: readonly string[];
  /**
   * `found` holds the paths of all such files, sorted. A manifest that cannot be parsed is a
   * UserError with its file and line, never a service that is missing.
   */
  discover(found: readonly string[], tree: Tree): Promise<Discovered>;
}

export interface Discovered {
  readonly services: readonly DiscoveredService[];
  readonly edges: readonly DiscoveredEdge[];
}

export interface DiscoveredService {
  readonly root: string;
  readonly kind: ServiceKind;
  readonly manifest: string;
  /** As the manifest names it; only used to name the service of the repository's root. */
  readonly title?: string;
  /** Patterns outside its directory, or inside directories of other services, that it reads. */
  readonly inputs?: readonly string[];
}

/** Both ends are service directories. */
export interface DiscoveredEdge {
  readonly from: string;
  readonly to: string;
  readonly manifest: string;
  readonly line?: number;
}
