/** Entries without an error, which know nothing of their place, by value: the last one of each. */
export interface Sound<Entry> {
  find(value: object, kind: unknown, key: string | undefined): Entry | undefined;
  keep(value: object, kind: unknown, entry: Entry): void;
}

const known = new WeakMap<object, Sound<never>>();

/** What was found sound within one scope: many jobs share what they extend. */
export function soundIn<Entry extends { readonly key: string | undefined }>(
  scope: object,
): Sound<Entry> {
  const before = known.get(scope);
  if (before) return before as unknown as Sound<Entry>;
  const kept = new Map<object, { readonly kind: unknown; readonly entry: Entry }>();
  const made: Sound<Entry> = {
    find(value, kind, key) {
      const last = kept.get(value);
      return last && last.kind === kind && last.entry.key === key ? last.entry : undefined;
    },
    keep: (value, kind, entry) => void kept.set(value, { kind, entry }),
  };
  known.set(scope, made as unknown as Sound<never>);
  return made;
}
