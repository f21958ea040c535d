interface Kept<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/**
 * Makes each answer once: many jobs share what they extend, and what is made of it. What lives longer
 * than the answers are needed keeps them in a `WeakMap`, which takes longer.
 */
export function kept<K, V extends object | number>(
  make: (key: K) => V,
  known: Kept<K, V> = new Map<K, V>(),
): (key: K) => V {
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = make(key);
    known.set(key, value);
    return value;
  };
}
