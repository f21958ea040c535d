/** What stands in a text, before anybody says what it means. Offsets are in UTF-16 units. */
export type TreeNode = TextNode | ListNode | HashNode | AliasNode;

interface Place {
  /** Where it begins, behind its anchor and its tag. */
  readonly from: number;
  /** Behind its last character. */
  readonly to: number;
}

interface Properties extends Place {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

export interface TextNode extends Properties {
  readonly kind: "text";
  readonly value: string;
  /** Without quotes, and no block of text: it may be a number, or nothing. */
  readonly plain: boolean;
}

export interface ListNode extends Properties {
  readonly kind: "list";
  /** In brackets. */
  readonly flow: boolean;
  readonly items: readonly (TreeNode | null)[];
}

export interface HashNode extends Properties {
  readonly kind: "hash";
  /** In braces, or a pair by itself among brackets. */
  readonly flow: boolean;
  /** As many as there are values, `null` for a key that is not written. */
  readonly keys: readonly (TreeNode | null)[];
  readonly values: readonly (TreeNode | null)[];
}

export interface AliasNode extends Place {
  readonly kind: "alias";
  readonly name: string;
}
