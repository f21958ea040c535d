import type { Marks } from "./marks.ts";
import type { TreeNode } from "./tree.ts";

/** What stands in a text that GitLab refuses, or reads otherwise than it looks. */
export interface YamlNote {
  readonly kind:
    | "syntax"
    /** Too much memory or too many levels for GitLab. */
    | "big"
    /** A date, a time, or by its tag an object of Ruby: `text` is the name of the class. */
    | "class"
    /** A symbol of Ruby: `text` is its name. */
    | "symbol"
    | "reference"
    /** A key of the same hash again; the last one counts. */
    | "twice"
    /** A tag without a meaning, which is ignored. */
    | "tag"
    /** Another document, which is not read. */
    | "rest";
  readonly text: string;
  /** Where in the text, in UTF-16 units. */
  readonly offset: number;
}

export interface WrittenOptions {
  /** Offset of this text in the file that it is a part of. */
  readonly offset: number;
  /** What the value may take in Ruby's memory, at the very least, and its levels. */
  readonly limits: { readonly bytes: number; readonly depth: number };
  /** Is told where the keys or items of each hash and list of the value stand. */
  readonly mark: (value: object, at: Marks) => void;
}

export interface WrittenYaml {
  /** `undefined` when the text cannot be read. */
  readonly value: unknown;
  readonly notes: readonly YamlNote[];
}

/** libyaml's reader takes no other character. */
export const control =
  /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** What stands in a text, as a tree, or why it cannot be read. */
export type Grown =
  | { readonly tree: TreeNode | null; readonly rest?: number | undefined }
  | { readonly wrong: Pick<YamlNote, "kind" | "text" | "offset"> };
