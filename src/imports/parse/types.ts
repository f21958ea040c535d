/**
 * What kind of dependency a specifier stands for: `import` of a module, `types` where nothing is
 * wrong if it leads nowhere, `url` relative to the file even without a dot, `computed` where the
 * specifier is only what is known of the path, which may be nothing.
 */
export type ImportKind = "import" | "types" | "url" | "computed";

/** One dependency as a file writes it. */
export interface RawImport {
  /** 1 is the first. */
  readonly line: number;
  readonly specifier: string;
  readonly kind: ImportKind;
}

/** What is kept of one file. */
export interface Parsed {
  /** By line. */
  readonly imports: readonly RawImport[];
  /** It can concern files that do not import it: a script without exports, or ambient declarations. */
  readonly global: boolean;
  /** It has a syntax error, so that there may be more imports. */
  readonly broken: boolean;
}
