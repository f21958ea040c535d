interface Named {
  readonly name: string;
}

const known = new WeakMap<readonly Named[], readonly string[]>();

/** The names of needs: the same list for the same needs. */
export function namesOf(list: readonly Named[]): readonly string[] {
  const names = known.get(list) ?? list.map(({ name }) => name);
  known.set(list, names);
  return names;
}

/** What is there more than once, each once. */
export function repeatedIn(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return [...twice];
}
