import { type Item, isType, type Module, type Program } from "./model.ts";

/** A declaration of a module, a module as an object, or what a name leads to that leads nowhere. */
type Target =
  | { readonly module: Module; readonly item: Item }
  | { readonly namespace: string }
  | undefined;

/** What each module does and gives, as a text: two texts are equal when nobody can tell them apart. */
export function meaningsOf(program: Program): Map<string, string> {
  const modules = new Map(program.modules.map((module) => [module.name, module]));
  return new Map(
    program.modules.map((module) => [
      `${module.name}.ts`,
      new Meaning(program, modules).of(module),
    ]),
  );
}

/** Whether a module cannot be loaded. */
export const hasFailed = (meaning: string) => meaning.startsWith('["fails"');

/** One module run as a program: what it and all that it loads do, in their order. */
class Meaning {
  readonly #program: Program;
  readonly #modules: ReadonlyMap<string, Module>;
  readonly #events: string[] = [];
  readonly #begun = new Set<Module>();
  /** Declarations that can be read by now. */
  readonly #ready = new Set<Item>();

  constructor(program: Program, modules: ReadonlyMap<string, Module>) {
    this.#program = program;
    this.#modules = modules;
  }

  of(module: Module): string {
    const linked = this.#links(module, new Set());
    const fine = linked && this.#runs(module);
    if (!fine) return JSON.stringify(["fails", linked ? this.#events : []]);
    const names = [...this.#namesOf(module, new Set())].sort();
    const exported = names.map((name) => [name, this.#told(this.#exportOf(module, name, []))]);
    const items = module.items.map((item) => this.#told({ module, item }));
    return JSON.stringify([this.#events, exported, items]);
  }

  /** Modules that are loaded before this one. */
  #loads(module: Module): string[] {
    const { verbatim } = this.#program;
    const values = new Set(
      module.items.flatMap((item) =>
        isType(item) ? [] : item.refs.map((ref) => ref.split(".")[0]),
      ),
    );
    const passed = (local: string) =>
      module.exports.some(
        (each) =>
          each.kind === "local" &&
          each.local === local &&
          this.#isValue(this.#nameIn(module, local)),
      );
    const imported = module.imports.filter((each) => {
      if (each.kind === "side" || verbatim) return true;
      if (each.kind === "name" && each.type) return false;
      return values.has(each.local) || passed(each.local);
    });
    const exported = module.exports.filter((each) => {
      if (each.kind === "local") return false;
      if (each.kind !== "from" || verbatim) return true;
      return !each.type && this.#isValue(this.#throughFrom(each.from, each.name, []));
    });
    return [...imported, ...exported].map((each) => ("from" in each ? each.from : ""));
  }

  #isValue = (target: Target) =>
    target === undefined || "namespace" in target || !isType(target.item);

  /** Whether all names are found of this module and of those that it loads. */
  #links(module: Module, seen: Set<Module>): boolean {
    if (seen.has(module)) return true;
    seen.add(module);
    const loaded = this.#loads(module);
    if (!loaded.every((from) => this.#modules.has(from))) return false;
    const { verbatim } = this.#program;
    const used = new Set(
      module.items.flatMap((item) =>
        isType(item) ? [] : item.refs.map((ref) => ref.split(".")[0]),
      ),
    );
    const imports = module.imports.every((each) => {
      if (each.kind !== "name" || each.type) return true;
      if (!verbatim && !used.has(each.local)) return true;
      return this.#isGiven(this.#throughFrom(each.from, each.name, []));
    });
    const exports = module.exports.every((each) => {
      if ((each.kind !== "local" && each.kind !== "from") || each.type) return true;
      const target =
        each.kind === "local"
          ? this.#nameIn(module, each.local)
          : this.#throughFrom(each.from, each.name, []);
      return target !== undefined && (!verbatim || this.#isValue(target));
    });
    return (
      imports && exports && loaded.every((from) => this.#links(this.#modules.get(from)!, seen))
    );
  }

  #isGiven = (target: Target) => target !== undefined && this.#isValue(target);

  /** Runs what a module loads, then the module; false where that fails. */
  #runs(module: Module): boolean {
    if (this.#begun.has(module)) return true;
    this.#begun.add(module);
    for (const from of this.#loads(module)) if (!this.#runs(this.#modules.get(from)!)) return false;
    return module.items.every((item) => this.#runsItem(module, item));
  }

  #runsItem(module: Module, item: Item): boolean {
    const { kind, salt, refs } = item;
    const target = (ref: string) => this.#nameIn(module, ref);
    const all = kind === "object" || kind === "effect" || kind === "call";
    const one = kind === "derived" || kind === "alias" || kind === "property";
    for (const ref of all ? refs : one ? refs.slice(0, 1) : [])
      if (!this.#isReady(ref, target(ref))) return this.#fails(module, item);
    if (one && refs[0] !== undefined) {
      const sort = this.#sortOf(target(refs[0]));
      if (kind === "derived" && sort !== "class" && sort !== "function")
        return this.#fails(module, item);
      if (kind === "property" && sort === "nothing") return this.#fails(module, item);
    }
    if (kind === "effect" || kind === "call")
      this.#events.push(JSON.stringify([salt, refs.map((ref) => this.#told(target(ref)))]));
    this.#ready.add(item);
    return true;
  }

  #fails({ name }: Module, item: Item): false {
    this.#events.push(`fails in ${name} at ${item.name}`);
    return false;
  }

  /** A member that a namespace does not have is just `undefined`. */
  #isReady(ref: string, target: Target): boolean {
    if (!target) return ref.includes(".");
    if ("namespace" in target) return true;
    if (isType(target.item)) return false;
    return target.item.kind === "function" || this.#ready.has(target.item);
  }

  /** What sort of value it is; that of an alias is that of what it stands for. */
  #sortOf(target: Target, depth = 0): string {
    if (!target) return "nothing";
    if ("namespace" in target) return "object";
    const { module, item } = target;
    if (item.kind === "derived") return "class";
    if (item.kind !== "alias" || depth > 20) return item.kind;
    return item.refs[0] ? this.#sortOf(this.#nameIn(module, item.refs[0]), depth + 1) : "function";
  }

  /** Everything that code at a target can come to, through all that it mentions. */
  #told(start: Target): string {
    const seen = new Map<string, string>();
    const visit = (target: Target): string => {
      if (!target) return "nowhere";
      if ("namespace" in target) return this.#toldNamespace(target.namespace, visit, seen);
      const { module, item } = target;
      const key = `${module.name}#${item.name}`;
      if (seen.has(key)) return key;
      seen.set(key, "");
      const { kind, salt, refs, writes } = item;
      const mentioned = refs.map((ref) => visit(this.#nameIn(module, ref)));
      for (const name of writes) visit(this.#nameIn(module, name));
      const writers = module.items.filter((each) => each.writes.includes(item.name));
      const changed = writers.map((each) => visit({ module, item: each }));
      seen.set(key, JSON.stringify([kind, salt, mentioned, writes, changed]));
      return key;
    };
    const first = visit(start);
    return JSON.stringify([first, [...seen].sort(([a], [b]) => (a < b ? -1 : 1))]);
  }

  #toldNamespace(name: string, visit: (target: Target) => string, seen: Map<string, string>) {
    const key = `${name}#`;
    const module = this.#modules.get(name);
    if (seen.has(key) || !module) return module ? key : "nowhere";
    seen.set(key, "");
    const names = [...this.#namesOf(module, new Set())].sort();
    const members = names.map((each) => [each, visit(this.#exportOf(module, each, []))]);
    seen.set(key, JSON.stringify(members));
    return key;
  }

  /** What a name, or a member of a namespace, stands for within a module. */
  #nameIn(module: Module, ref: string, seen: readonly string[] = []): Target {
    const [local = "", member] = ref.split(".");
    const item = module.items.find((each) => each.kind !== "effect" && each.name === local);
    if (item) return { module, item };
    const found = module.imports.find((each) => "local" in each && each.local === local);
    if (found?.kind === "namespace")
      return member ? this.#throughFrom(found.from, member, seen) : { namespace: found.from };
    return found?.kind === "name" ? this.#throughFrom(found.from, found.name, seen) : undefined;
  }

  #throughFrom(from: string, name: string, seen: readonly string[]): Target {
    const module = this.#modules.get(from);
    return module && this.#exportOf(module, name, seen);
  }

  /** The export of a name: its own first, else the one that all `export *` agree on. */
  #exportOf(module: Module, name: string, seen: readonly string[]): Target {
    const key = `${module.name} ${name}`;
    if (seen.includes(key)) return undefined;
    const path = [...seen, key];
    for (const each of module.exports) {
      if (each.kind === "local" && each.name === name)
        return this.#nameIn(module, each.local, path);
      if (each.kind === "from" && each.as === name)
        return this.#throughFrom(each.from, each.name, path);
      if (each.kind === "namespace" && each.as === name) return { namespace: each.from };
    }
    const found = module.exports.flatMap((each) => {
      const target =
        each.kind === "star" && name !== "default"
          ? this.#throughFrom(each.from, name, path)
          : undefined;
      return target ? [target] : [];
    });
    const identity = (target: Target) =>
      !target ? "" : "namespace" in target ? target.namespace : target.item;
    return new Set(found.map(identity)).size > 1 ? undefined : found[0];
  }

  #namesOf(module: Module, seen: Set<Module>): Set<string> {
    const names = new Set<string>();
    if (seen.has(module)) return names;
    seen.add(module);
    for (const each of module.exports) {
      if (each.kind === "local") names.add(each.name);
      else if (each.kind !== "star") names.add(each.as);
      else {
        const from = this.#modules.get(each.from);
        for (const name of from ? this.#namesOf(from, seen) : [])
          if (name !== "default") names.add(name);
      }
    }
    return names;
  }
}
