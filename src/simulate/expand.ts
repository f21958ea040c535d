import { asVariables, type Values, type Variable, valuesOf } from "./variables.ts";

/** GitLab: lib/gitlab/ci/variables/collection/item.rb. `$$`, `%%` and `${}` name nothing. */
const references = /\$\$|%%|\$([a-zA-Z_]\w*)|\$\{([a-zA-Z_]\w*)?\}|%([a-zA-Z_]\w*)%/g;

/** A longer value stays as it was written: each variable may double the one before. */
const longest = 1 << 20;

export interface Expanded {
  readonly values: Values;
  /** GitLab's words where variables refer to each other in a circle; then nothing is expanded. */
  readonly error?: string;
}

/**
 * Expands variables in each other, as GitLab does for `changes`, `exists` and names (not for `if`):
 * an unknown name becomes nothing (lib/gitlab/ci/variables/collection.rb, sort_and_expand_all).
 */
export function expandAll(variables: readonly Variable[]): Expanded {
  const places = new Map<string, number[]>();
  for (const [index, { name }] of variables.entries()) {
    const known = places.get(name);
    if (known) known.push(index);
    else places.set(name, [index]);
  }
  const components = connected(variables.length, (index) =>
    namesIn(variables[index]!).flatMap((name) => places.get(name) ?? []),
  );
  const circles = components.filter((component) => component.length > 1);
  if (circles.length > 0) {
    const shown = circles.map((circle) => listed(circle.map((index) => variables[index]!.name)));
    const error = `circular variable reference detected: ${shown.join(", ")}`;
    return { values: valuesOf(variables), error };
  }
  const values = new Map<string, string>();
  for (const [index] of components) {
    const variable = variables[index!]!;
    values.set(variable.name, variable.raw ? variable.value : expandIn(variable.value, values));
  }
  return { values: Object.fromEntries(values) };
}

/** Values by name, expanded in each other; as they are where they lead in a circle. */
export const expandedValues = (values: Values): Values => expandAll(asVariables(values)).values;

const listed = (names: readonly string[]): string =>
  `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;

/** The names that a value refers to, in order. */
export function namesIn({ value, raw }: Variable): readonly string[] {
  if (raw || !/[$%]/.test(value)) return [];
  return [...value.matchAll(references)].flatMap(
    ([, plain, braced, percent]) => plain ?? braced ?? percent ?? [],
  );
}

function expandIn(value: string, values: ReadonlyMap<string, string>): string {
  if (!/[$%]/.test(value)) return value;
  let length = value.length;
  let long = false;
  const expanded = value.replace(
    references,
    (whole, plain?: string, braced?: string, percent?: string) => {
      const name = plain ?? braced ?? percent;
      if (name === undefined) return whole;
      const found = long ? "" : (values.get(name) ?? "");
      length += found.length;
      long ||= length > longest;
      return found;
    },
  );
  return long ? value : expanded;
}

/** A text with its variables; an unknown name becomes nothing (lib/expand_variables.rb, expand). */
export function expandText(text: string, values: Values): string {
  return text.replace(
    /\$([a-zA-Z_]\w*)|\$\{([a-zA-Z_]\w*)\}|%([a-zA-Z_]\w*)%/g,
    (_, plain?: string, braced?: string, percent?: string) => {
      const name = plain ?? braced ?? percent ?? "";
      return Object.hasOwn(values, name) ? values[name]! : "";
    },
  );
}

/**
 * The strongly connected parts of a graph, each behind those that it leads to, its members in the
 * order of first visit: the order of Ruby's TSort. Without recursion, as a chain may be long.
 */
function connected(
  count: number,
  children: (node: number) => readonly number[],
): readonly (readonly number[])[] {
  const parts: number[][] = [];
  const visit = new Map<number, number>();
  const done = new Set<number>();
  const open: number[] = [];
  for (let start = 0; start < count; start++) {
    if (visit.has(start)) continue;
    const trail = [enter(start)];
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const child = top.children[top.next++];
      if (child === undefined) {
        trail.pop();
        const above = trail.at(-1);
        if (above) above.lowest = Math.min(above.lowest, top.lowest);
        if (top.lowest === visit.get(top.node)) close(top.depth);
      } else if (!visit.has(child)) trail.push(enter(child));
      else if (!done.has(child)) top.lowest = Math.min(top.lowest, visit.get(child)!);
    }
  }
  return parts;

  function enter(node: number) {
    const order = visit.size;
    visit.set(node, order);
    open.push(node);
    return { node, children: children(node), next: 0, lowest: order, depth: open.length - 1 };
  }

  function close(depth: number): void {
    const part = open.splice(depth);
    for (const node of part) done.add(node);
    parts.push(part);
  }
}
