import type { Compiler, ts } from "../../typescript.ts";
import {
  accessOf,
  bare,
  isBase,
  isDynamicImport,
  isMention,
  isRequire,
  membersTaken,
} from "./nodes.ts";
import { targetsOf } from "./targets.ts";

/** What a piece of code mentions. Scopes within it are not told apart: a name is a name. */
export interface Mentions {
  /** Names, `namespace.member`, and modules named by a string, in quotes. */
  readonly names: ReadonlySet<string>;
  /** Of `names`, those that are mentioned outside of types. */
  readonly values: ReadonlySet<string>;
  /** Names that it assigns to, or to a property of. */
  readonly writes: ReadonlySet<string>;
  /** Names of which it calls a method. */
  readonly calls: ReadonlySet<string>;
  /** Whether it makes JSX elements, for which the compiler uses names that are not written. */
  readonly jsx: boolean;
  /** Whether it can use any name at all without writing it: `eval`, `with`. */
  readonly eval: boolean;
}

/** What must be known of a file to read what its code mentions. */
export interface Known {
  /** Local names of imports of whole modules. */
  readonly namespaces: ReadonlySet<string>;
  /** Specifiers that a string may name, wherever it stands. */
  readonly specifiers: ReadonlySet<string>;
}

/** The name under which a module stands that is named by a string: no identifier is like it. */
export const moduleKey = (specifier: string) => JSON.stringify(specifier);

/** A member of a namespace. */
export const memberKey = (namespace: string, member: string) => `${namespace}.${member}`;

/** Reads what a node mentions. */
export function mentionsOf(compiler: Compiler, root: ts.Node, known: Known): Mentions {
  const reader = new Reader(compiler, known);
  reader.visit(root, false);
  return reader;
}

class Reader implements Mentions {
  readonly names = new Set<string>();
  readonly values = new Set<string>();
  readonly writes = new Set<string>();
  readonly calls = new Set<string>();
  jsx = false;
  eval = false;
  readonly #compiler: Compiler;
  readonly #known: Known;

  constructor(compiler: Compiler, known: Known) {
    this.#compiler = compiler;
    this.#known = known;
  }

  visit(node: ts.Node, outer: boolean): void {
    const compiler = this.#compiler;
    const type = outer || (compiler.isTypeNode(node) && !isBase(compiler, node));
    if (compiler.isIdentifier(node)) {
      if (isMention(compiler, node)) this.#mention(node.text, type);
      return;
    }
    if (this.#member(node, type) || this.#destructured(node)) return;
    const named = this.#moduleIn(node);
    if (named !== undefined) this.#mention(named, false);
    this.#notice(node);
    for (const { target, called } of targetsOf(compiler, node)) this.#changes(target, called);
    compiler.forEachChild(node, (child) => this.visit(child, type));
  }

  #mention(name: string, type: boolean): void {
    this.names.add(name);
    if (!type) this.values.add(name);
  }

  /** `namespace.member`, in all ways of writing it: then the namespace itself is not used. */
  #member(node: ts.Node, type: boolean): boolean {
    const compiler = this.#compiler;
    if (compiler.isImportTypeNode(node)) return this.#importType(node);
    const access = compiler.isQualifiedName(node)
      ? { of: node.left, member: node.right.text }
      : accessOf(compiler, node);
    if (!access) return false;
    const namespace = this.#namespaceIn(access.of);
    if (namespace !== undefined && access.member !== undefined) {
      this.#take(namespace, access.member, type);
      return true;
    }
    if (compiler.isElementAccessExpression(node)) return false;
    this.visit(access.of, type);
    return true;
  }

  /** The namespace is loaded where one of its members is used as a value. */
  #take(namespace: string, member: string, type: boolean): void {
    this.#mention(memberKey(namespace, member), type);
    if (!type) this.values.add(namespace);
  }

  /** `import("./x").Name` as a type. */
  #importType({ argument, qualifier, typeArguments }: ts.ImportTypeNode): boolean {
    const compiler = this.#compiler;
    const key = compiler.isLiteralTypeNode(argument) ? this.#moduleIn(argument.literal) : undefined;
    if (key === undefined) return false;
    let first = qualifier;
    while (first && compiler.isQualifiedName(first)) first = first.left;
    this.#mention(first ? memberKey(key, first.text) : key, true);
    for (const each of typeArguments ?? []) this.visit(each, true);
    return true;
  }

  /** `const { a, b } = namespace`. */
  #destructured(node: ts.Node): boolean {
    if (!this.#compiler.isVariableDeclaration(node) || !node.initializer) return false;
    const namespace = this.#namespaceIn(node.initializer);
    const taken = namespace === undefined ? undefined : membersTaken(this.#compiler, node.name);
    if (namespace === undefined || taken === undefined) return false;
    for (const member of taken) this.#take(namespace, member, false);
    this.visit(node.name, false);
    if (node.type) this.visit(node.type, true);
    return true;
  }

  /** The namespace that an expression is: its name, `require("./x")` or `await import("./x")`. */
  #namespaceIn(expression: ts.Node): string | undefined {
    const compiler = this.#compiler;
    const node = bare(compiler, expression);
    if (compiler.isIdentifier(node))
      return this.#known.namespaces.has(node.text) ? node.text : undefined;
    const loaded = compiler.isAwaitExpression(node) ? bare(compiler, node.expression) : node;
    const load = loaded === node ? isRequire : isDynamicImport;
    return load(compiler, loaded) ? this.#moduleIn(loaded.arguments[0]) : undefined;
  }

  #moduleIn(node: ts.Node | undefined): string | undefined {
    return node && this.#compiler.isStringLiteralLike(node) && this.#known.specifiers.has(node.text)
      ? moduleKey(node.text)
      : undefined;
  }

  #notice(node: ts.Node): void {
    const compiler = this.#compiler;
    const { kind } = node;
    const { SyntaxKind } = compiler;
    if (
      kind === SyntaxKind.JsxElement ||
      kind === SyntaxKind.JsxSelfClosingElement ||
      kind === SyntaxKind.JsxFragment
    )
      this.jsx = true;
    if (kind === SyntaxKind.WithStatement) this.eval = true;
    if (!compiler.isCallExpression(node)) return;
    const callee = bare(compiler, node.expression);
    if (compiler.isIdentifier(callee) && callee.text === "eval") this.eval = true;
  }

  /** Something is assigned to `target` or to a property of it, or a method of it is called. */
  #changes(target: ts.Node, called: boolean): void {
    const access = accessOf(this.#compiler, target);
    if (!access) {
      if (this.#compiler.isIdentifier(target)) (called ? this.calls : this.writes).add(target.text);
      return;
    }
    const of = bare(this.#compiler, access.of);
    const namespace = this.#namespaceIn(of);
    if (namespace === undefined || access.member === undefined) this.#changes(of, called);
    else (called ? this.calls : this.writes).add(memberKey(namespace, access.member));
  }
}
