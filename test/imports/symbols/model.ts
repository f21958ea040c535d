import type { Texts } from "./reach.ts";

/** A plain description of modules, from which both their text and what they do are told. */
export interface Program {
  readonly modules: readonly Module[];
  /** Whether imports that are only used as types are kept, as `verbatimModuleSyntax` says. */
  readonly verbatim: boolean;
}

export interface Module {
  readonly name: string;
  readonly imports: readonly Import[];
  readonly items: readonly Item[];
  readonly exports: readonly Export[];
  /** A comment, which means nothing. */
  readonly comment: number;
}

export type Import =
  | { readonly kind: "side"; readonly from: string }
  | { readonly kind: "namespace"; readonly from: string; readonly local: string }
  | {
      readonly kind: "name";
      readonly from: string;
      readonly name: string;
      readonly local: string;
      readonly type: boolean;
    };

export type Export =
  | {
      readonly kind: "local";
      readonly local: string;
      readonly name: string;
      readonly type: boolean;
    }
  | {
      readonly kind: "from";
      readonly from: string;
      readonly name: string;
      readonly as: string;
      readonly type: boolean;
    }
  | { readonly kind: "star"; readonly from: string }
  | { readonly kind: "namespace"; readonly from: string; readonly as: string };

/** How a declaration is written. */
export const kinds = [
  "function",
  "arrow",
  "object",
  "number",
  "let",
  "class",
  "derived",
  "alias",
  "property",
  "nothing",
  "call",
  "type",
] as const;

/** Declares `name`, or with `effect` is a statement that does something. */
export interface Item {
  readonly kind: (typeof kinds)[number] | "effect";
  readonly name: string;
  /** Makes it another. */
  readonly salt: number;
  /** Local names, or members `namespace.name`. */
  readonly refs: readonly string[];
  /** Local names to which it assigns. */
  readonly writes: readonly string[];
}

/** Kinds that hold types: they are mentioned in other types only. */
export const isType = ({ kind }: Pick<Item, "kind">) => kind === "type";

/** The text of each module. */
export const textsOf = ({ modules }: Program): Texts =>
  Object.fromEntries(modules.map((module) => [`${module.name}.ts`, textOf(module)]));

function textOf({ imports, items, exports, comment }: Module): string {
  const lines = [
    ...imports.map(importText),
    ...exports.flatMap((each) => (each.kind === "local" ? [] : [exportText(each)])),
    `// ${comment}`,
    ...items.map(itemText),
    ...exports.flatMap((each) => (each.kind === "local" ? [exportText(each)] : [])),
    "export {};",
  ];
  return `${lines.join("\n")}\n`;
}

function importText(each: Import): string {
  if (each.kind === "side") return `import "./${each.from}";`;
  if (each.kind === "namespace") return `import * as ${each.local} from "./${each.from}";`;
  const { type, name, local, from } = each;
  return `import { ${type ? "type " : ""}${name} as ${local} } from "./${from}";`;
}

function exportText(each: Export): string {
  if (each.kind === "star") return `export * from "./${each.from}";`;
  if (each.kind === "namespace") return `export * as ${each.as} from "./${each.from}";`;
  const type = each.type ? "type " : "";
  return each.kind === "local"
    ? `export { ${type}${each.local} as ${each.name} };`
    : `export { ${type}${each.name} as ${each.as} } from "./${each.from}";`;
}

function itemText({ kind, name, salt, refs, writes }: Item): string {
  const values = [salt, ...refs].join(", ");
  const body = `{ ${writes.map((each) => `${each} = ${salt}; `).join("")}return [${values}]; }`;
  const [first = "Object"] = refs;
  switch (kind) {
    case "function":
      return `function ${name}() ${body}`;
    case "arrow":
      return `const ${name} = () => ${body};`;
    case "object":
      return `const ${name} = { a: ${salt}, b: [${refs.join(", ")}] };`;
    case "number":
      return `const ${name} = ${salt};`;
    case "let":
      return `let ${name} = ${salt};`;
    case "class":
      return `class ${name} { a() ${body} }`;
    case "derived":
      return `class ${name} extends ${first} { a() { return ${salt}; } }`;
    case "alias":
      return `const ${name} = ${first};`;
    case "property":
      return `const ${name} = ${first}.a;`;
    case "nothing":
      return `const ${name} = undefined;`;
    case "call":
      return `const ${name} = Object(${values});`;
    case "type":
      return `type ${name} = [${[salt, ...refs.map((ref) => `typeof ${ref}`)].join(", ")}];`;
    case "effect":
      return `console.log(${values});`;
  }
}
