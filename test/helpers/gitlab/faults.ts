/** What goes wrong instead of, or after, the answer. */
export type Trouble =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut before anything is done. */
  | "cut before"
  /** The change is done, and the connection cut in the middle of the answer. */
  | "cut within"
  /** The change is done, and no answer comes. */
  | "lost"
  /** No answer comes, and nothing is done. */
  | "hang"
  /** The sign-in page of a proxy. */
  | "html"
  /** What happens before the right answer. */
  | { readonly meanwhile: () => Promise<unknown> };

export interface Rule {
  readonly method?: string;
  /** The path behind /api/v4, decoded. */
  readonly path?: RegExp;
  /** Only the first, second, ... of the requests that the rule fits, counted from 1. */
  readonly nth?: number | readonly number[];
  readonly as: Trouble;
}

/** Rules in the order in which they were made; the first that fits counts. */
export function troubles() {
  const rules: { readonly rule: Rule; seen: number }[] = [];
  return {
    add: (rule: Rule) => void rules.push({ rule, seen: 0 }),
    clear: () => void rules.splice(0),
    find(method: string, path: string): Trouble | undefined {
      let found: Trouble | undefined;
      for (const entry of rules) {
        const { rule } = entry;
        if (rule.method !== undefined && rule.method !== method) continue;
        if (rule.path && !rule.path.test(path)) continue;
        entry.seen++;
        const turn = rule.nth === undefined || [rule.nth].flat().includes(entry.seen);
        if (turn) found ??= rule.as;
      }
      return found;
    },
  };
}

/** A 429 with the headers that GitLab sends, or without any. */
export const tooMany = (headers: Readonly<Record<string, string>> = {}): Trouble => ({
  status: 429,
  headers,
  body: "Retry later\n",
});
