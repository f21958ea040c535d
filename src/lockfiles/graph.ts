import type { Tree } from "../detect/index.ts";

/** What a lock file says, whatever its format: packages, and who needs which. */
export interface LockGraph {
  /** By key: any text that tells the nodes of one graph apart. Members are nodes as well. */
  readonly nodes: ReadonlyMap<string, LockNode>;
  /** Directory of a member, from that of the lock on (`.` is the very same), to its node's key. */
  readonly members: ReadonlyMap<string, string>;
  /** What concerns every member alike, as text by name, such as `overrides`. */
  readonly settings: ReadonlyMap<string, string>;
}

/** One package, or one member: then `name` is its directory, and there is no version. */
export interface LockNode {
  readonly name: string;
  readonly version: string;
  /** Beside name and version all that tells what is installed: source, checksum, platforms. */
  readonly identity: string;
  /** By a label that two graphs can share, such as the name: the key of the node. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** Where a lock file lies, and what its format may ask beside its text. */
export interface LockSource {
  readonly path: string;
  /** Directory of the lock file, from the repository on. */
  readonly directory: string;
  /** Directories of the services that are built with it, from `directory` on. */
  readonly members: readonly string[];
  /** The files of the same side of the comparison. */
  readonly tree: Pick<Tree, "read">;
  /** Reads YAML; throws a UserError for a text that is none. */
  readonly parseYaml: (text: string, path: string) => unknown | Promise<unknown>;
}

/** One kind of lock file: one file under `formats/`, default export, a line in `formats/index.ts`. */
export interface LockFormat {
  /** Base names of its files. */
  readonly files: readonly string[];
  /**
   * Throws NotUnderstood (or the UserError of a parser) for a text of which it does not understand
   * every word that may matter. What it leaves out must not change what is installed.
   */
  read(text: string, source: LockSource): Promise<LockGraph>;
}

/** A lock file that fanout cannot tell apart by service; the message ends a sentence: `it …`. */
export class NotUnderstood extends Error {
  override readonly name = "NotUnderstood";
}

/** Stops the reading of a lock file; the reason ends a sentence: `it holds a merge conflict`. */
export function refuse(reason: string): never {
  throw new NotUnderstood(reason);
}

/** A graph in the making: nothing in it is overwritten, for that could hide a change. */
export class GraphBuilder {
  readonly nodes = new Map<string, LockNode>();
  readonly members = new Map<string, string>();
  readonly settings = new Map<string, string>();

  /** Adds a node, and gives the map that takes its dependencies; see {@link link}. */
  add(key: string, node: Omit<LockNode, "dependencies">): Map<string, string> {
    if (this.nodes.has(key)) refuse(`it holds ${shown(key)} twice`);
    const dependencies = new Map<string, string>();
    this.nodes.set(key, { ...node, dependencies });
    return dependencies;
  }

  /** A node for a member, by its directory. */
  member(directory: string, key: string, identity = ""): Map<string, string> {
    if (this.members.has(directory)) refuse(`it holds the member ${shown(directory)} twice`);
    this.members.set(directory, key);
    return this.add(key, { name: directory, version: "", identity });
  }
}

/** Adds a dependency; the same one twice is no fault, two under one label are. */
export function link(dependencies: Map<string, string>, label: string, key: string): void {
  const known = dependencies.get(label);
  if (known !== undefined && known !== key) refuse(`${shown(label)} stands for two packages`);
  dependencies.set(label, key);
}

/** A text of the lock file within a message: one line, and not without end. */
export function shown(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return /^[\x21-\x7e…]+(?: [\x21-\x7e…]+)*$/.test(short) ? short : JSON.stringify(short);
}
