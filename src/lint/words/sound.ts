/** Entries without an error, which know nothing of their place, by value, kind and key. */
export interface Sound<Entry> {
  readonly all: Set<Entry>;
  find(value: unknown, kind: unknown, key: string | undefined): Entry | undefined;
  keep(value: unknown, kind: unknown, key: string | undefined, entry: Entry): void;
}

const known = new WeakMap<object, Sound<unknown>>();

/** What was found sound within one scope: many jobs share what they extend. */
export function soundIn<Entry>(scope: object): Sound<Entry> {
  const before = known.get(scope);
  if (before) return before as Sound<Entry>;
  const entries = new Map<unknown, Map<unknown, Map<string | undefined, Entry>>>();
  const made: Sound<Entry> = {
    all: new Set(),
    find: (value, kind, key) => entries.get(value)?.get(kind)?.get(key),
    keep(value, kind, key, entry) {
      const ofValue = entries.get(value) ?? new Map<unknown, Map<string | undefined, Entry>>();
      const ofKind = ofValue.get(kind) ?? new Map<string | undefined, Entry>();
      entries.set(value, ofValue.set(kind, ofKind.set(key, entry)));
    },
  };
  known.set(scope, made as Sound<unknown>);
  return made;
}
