import fc from "../../helpers/property.ts";
import { hasFailed, meaningsOf } from "./meaning.ts";
import {
  type Export,
  type Import,
  type Item,
  isType,
  kinds,
  type Module,
  type Program,
} from "./model.ts";

type Draw = fc.GeneratorValue;

const declared = ["a", "b", "c"];
const types = ["T", "U"];
const given = ["a", "b", "c", "default"];
const imported = ["x", "y", "z"];
const importedTypes = ["P", "Q"];

const oneOf = <T>(draw: Draw, values: readonly T[]): T =>
  values[draw(fc.nat, { max: values.length - 1 })] as T;
const chance = (draw: Draw, oneIn: number) => draw(fc.nat, { max: oneIn - 1 }) === 0;
const times = <T>(draw: Draw, max: number, make: () => T): T[] =>
  Array.from({ length: draw(fc.nat, { max }) }, make);

/** The first of each key. */
const unique = <T>(values: readonly T[], keyOf: (value: T) => string): T[] =>
  [...new Map([...values].reverse().map((value) => [keyOf(value), value])).values()].reverse();

/** Some modules that import each other, nearly all of which can be loaded. */
export function programFrom(draw: Draw): Program {
  const verbatim = chance(draw, 2);
  const names = Array.from({ length: 3 + draw(fc.nat, { max: 4 }) }, (_, index) => `m${index}`);
  let program: Program = { modules: [], verbatim };
  for (const [index, name] of names.entries()) {
    const known = { ...program, others: names.slice(0, index) };
    const added = Array.from({ length: 4 }, () => moduleFrom(draw, name, known)).map((module) => ({
      ...program,
      modules: [...program.modules, module],
    }));
    program = (chance(draw, 20) ? undefined : added.find(isFine)) ?? (added[0] as Program);
  }
  // Circles, where they do no harm.
  for (const name of chance(draw, 2) ? names : []) {
    const known = { ...program, others: names.filter((each) => each !== name) };
    const more = importFrom(draw, known);
    const modules = program.modules.map((module) =>
      module.name === name ? { ...module, imports: distinct([...module.imports, more]) } : module,
    );
    if (isFine({ modules, verbatim })) program = { modules, verbatim };
  }
  return program;
}

const isFine = (program: Program) => ![...meaningsOf(program).values()].some(hasFailed);

/** What there is to import. */
interface Known extends Program {
  readonly others: readonly string[];
}

/** A name that a module exports; now and then one that it may not. */
function givenBy(draw: Draw, from: string, known: Known, wanted: readonly string[]): string {
  const names = (name: string, depth: number): string[] =>
    (known.modules.find((each) => each.name === name)?.exports ?? []).flatMap((each) => {
      if (each.kind !== "star") return [each.kind === "local" ? each.name : each.as];
      return depth > 3 ? [] : names(each.from, depth + 1).filter((name) => name !== "default");
    });
  const found = names(from, 0).filter((name) => wanted.includes(name));
  return oneOf(draw, found.length === 0 || chance(draw, 40) ? wanted : found);
}

function moduleFrom(draw: Draw, name: string, known: Known): Module {
  const imports = known.others.length === 0 ? [] : times(draw, 4, () => importFrom(draw, known));
  const bare: Module = { name, imports: distinct(imports), items: [], exports: [], comment: 0 };
  const items: Item[] = [];
  for (let left = draw(fc.nat, { max: 5 }); left > 0; left--)
    items.push(itemFrom(draw, { ...bare, items }));
  const module = { ...bare, items: unique(items, keyOf) };
  const exports = times(draw, 5, () => exportFrom(draw, module, known));
  return { ...module, exports: distinctExports(exports) };
}

const keyOf = (item: Item) => (item.kind === "effect" ? `${item.salt}` : item.name);
const distinct = (imports: readonly Import[]) =>
  unique(imports, (each) => ("local" in each ? each.local : `side ${each.from}`));
const distinctExports = (exports: readonly Export[]) =>
  unique(exports, (each) =>
    each.kind === "star" ? `* ${each.from}` : each.kind === "local" ? each.name : each.as,
  );

function importFrom(draw: Draw, known: Known): Import {
  const { others, verbatim } = known;
  const from = oneOf(draw, others);
  if (chance(draw, 10)) return { kind: "side", from };
  if (chance(draw, 4)) return { kind: "namespace", from, local: "n" };
  if (chance(draw, 4)) {
    const type = verbatim || chance(draw, 2);
    return {
      kind: "name",
      from,
      name: givenBy(draw, from, known, types),
      local: oneOf(draw, importedTypes),
      type,
    };
  }
  const name = givenBy(draw, from, known, given);
  return { kind: "name", from, name, local: oneOf(draw, imported), type: false };
}

function itemFrom(draw: Draw, module: Module): Item {
  const salt = draw(fc.nat, { max: 1000 });
  if (chance(draw, 12))
    return { kind: "effect", name: "", salt, refs: refsFrom(draw, module, false), writes: [] };
  const kind = oneOf(draw, kinds);
  const name = oneOf(draw, kind === "type" ? types : declared);
  const refs = refsFrom(draw, module, kind === "type");
  const lets = module.items.filter((each) => each.kind === "let").map((each) => each.name);
  return plain({ kind, name, salt, refs, writes: chance(draw, 3) ? lets.slice(0, 1) : [] });
}

/** Without what the text of its kind does not say. */
function plain(item: Item): Item {
  const { kind, salt, refs, writes } = item;
  const runs = kind === "function" || kind === "arrow" || kind === "class";
  const one = kind === "derived" || kind === "alias" || kind === "property";
  const none = kind === "number" || kind === "let" || kind === "nothing";
  return {
    ...item,
    salt: kind === "alias" || kind === "property" || kind === "nothing" ? 0 : salt,
    // `n.a` is a member of the namespace, not of what it holds.
    refs: none
      ? []
      : one
        ? refs.slice(0, 1).map((ref) => (kind === "property" && ref === "n" ? "n.a" : ref))
        : refs,
    writes: runs ? writes : [],
  };
}

/** Imported names twice as often as those of the module, and now and then one that is not there. */
function refsFrom(draw: Draw, { imports, items }: Module, type: boolean): string[] {
  const locals = imports.flatMap((each) => {
    if (each.kind === "side") return [];
    if (each.kind === "name")
      return type || !importedTypes.includes(each.local) ? [each.local] : [];
    return ["n", "n.a", "n.b", "n.c", ...(type ? ["n.T"] : [])];
  });
  const own = items.filter((each) => each.name !== "" && (type || !isType(each)));
  const known = [...locals, ...locals, ...own.map(({ name }) => name)];
  return times(draw, known.length === 0 && !chance(draw, 50) ? 0 : 2, () =>
    known.length === 0 || chance(draw, 100) ? oneOf(draw, declared) : oneOf(draw, known),
  );
}

function exportFrom(draw: Draw, { items, imports }: Module, known: Known): Export {
  const { others, verbatim } = known;
  const own = items.filter(({ name }) => name !== "");
  if (others.length > 0 && (own.length === 0 || chance(draw, 3))) {
    const from = oneOf(draw, others);
    if (chance(draw, 2)) return { kind: "star", from };
    if (chance(draw, 4)) return { kind: "namespace", from, as: oneOf(draw, given) };
    if (chance(draw, 4))
      return {
        kind: "from",
        from,
        name: givenBy(draw, from, known, types),
        as: oneOf(draw, types),
        type: verbatim,
      };
    return {
      kind: "from",
      from,
      name: givenBy(draw, from, known, given),
      as: oneOf(draw, given),
      type: false,
    };
  }
  const item = own.length > 0 ? oneOf(draw, own) : undefined;
  const local = imports.find((each) => each.kind !== "side" && imported.includes(each.local));
  if (local && "local" in local && (!item || chance(draw, 5)))
    return { kind: "local", local: local.local, name: oneOf(draw, given), type: false };
  if (!item) return { kind: "local", local: "a", name: "a", type: true };
  if (isType(item)) return { kind: "local", local: item.name, name: item.name, type: verbatim };
  const name = chance(draw, 3) ? oneOf(draw, given) : item.name;
  return { kind: "local", local: item.name, name, type: false };
}

/** The program after a change of one module, or of two. */
export function edited(draw: Draw, program: Program): Program {
  let after = edit(draw, program);
  if (chance(draw, 3)) after = edit(draw, after);
  return after;
}

function edit(draw: Draw, program: Program): Program {
  const { modules, verbatim } = program;
  const names = modules.map(({ name }) => name);
  const chosen = oneOf(draw, modules);
  const others = names.filter((name) => name !== chosen.name);
  const known = { modules, verbatim, others };
  const replaced = (module: Module): Program => ({
    verbatim,
    modules: modules.map((each) => (each === chosen ? module : each)),
  });
  const { items, imports, exports } = chosen;
  const swap = <T>(values: readonly T[]): T[] =>
    values.length < 2 ? [...values] : [values[1]!, values[0]!, ...values.slice(2)];
  const without = <T>(values: readonly T[]): T[] => {
    const index = draw(fc.nat, { max: Math.max(0, values.length - 1) });
    return values.filter((_, each) => each !== index);
  };
  const changedItem = (change: (item: Item) => Item): Program => {
    if (items.length === 0) return program;
    const item = oneOf(draw, items);
    return replaced({
      ...chosen,
      items: items.map((each) => (each === item ? plain(change(item)) : each)),
    });
  };
  switch (draw(fc.nat, { max: 15 })) {
    case 0:
      return replaced({ ...chosen, comment: chosen.comment + 1 });
    case 1:
      return replaced({ ...chosen, items: swap(items) });
    case 2:
      return replaced({ ...chosen, items: without(items) });
    case 3:
      return replaced({ ...chosen, imports: swap(imports) });
    case 4:
      return replaced({ ...chosen, imports: without(imports) });
    case 5:
      return replaced({ ...chosen, imports: distinct([importFrom(draw, known), ...imports]) });
    case 6:
      return replaced({ ...chosen, exports: without(exports) });
    case 7:
    case 8: {
      const added = exportFrom(draw, chosen, known);
      return replaced({ ...chosen, exports: distinctExports([...exports, added]) });
    }
    case 9:
    case 10:
      return replaced({ ...chosen, items: unique([...items, itemFrom(draw, chosen)], keyOf) });
    case 11:
      return changedItem((item) => {
        const made = itemFrom(draw, chosen);
        return item.kind === "effect" || isType(item)
          ? item
          : { ...item, kind: made.kind === "effect" || isType(made) ? "number" : made.kind };
      });
    case 12:
      return changedItem((item) => ({ ...item, refs: refsFrom(draw, chosen, isType(item)) }));
    case 13:
      if (!chance(draw, 3)) return changedItem((item) => ({ ...item, salt: item.salt + 1 }));
      return { verbatim, modules: modules.filter((each) => each !== chosen) };
    default:
      return changedItem((item) => ({ ...item, salt: item.salt + 1 }));
  }
}
