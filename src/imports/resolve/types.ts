/** One place that an import leads to. */
export interface Target {
  /** A file, perhaps a deleted one; or a directory, of which all files count. */
  readonly to: string;
  /** Why a directory counts, or a file that the import does not name. */
  readonly whole?: string;
}

/** Where an import leads, as far as that is known. */
export interface Resolved {
  readonly targets: readonly Target[];
  readonly unknown?: Unknown;
}

/** An import that may lead to more: to anything in the importing file's service. */
export interface Unknown {
  /** A sentence's end. */
  readonly why: string;
  /** It leads to this path, which is not there: the service that holds it is meant instead. */
  readonly near?: string;
  /** It may lead to all services, too, that the importing one depends on. */
  readonly beyond?: true;
}
