import type { Compiler, ts } from "../../typescript.ts";
import { classParts } from "./classes.ts";
import { memberKey } from "./mentions.ts";
import { accessOf, bare } from "./nodes.ts";

/** What is known of a file's names at the place of a declaration. */
export interface Scope {
  /** Names that can be read there: imports, functions, and what is declared before. */
  readonly ready: ReadonlySet<string>;
  /** All top-level names of the file. */
  readonly all: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
}

/** Reads what happens when the code of a file is loaded. */
export interface Loading {
  /** Whether loading it does nothing but make values, as far as can be seen. */
  readonly harmless: boolean;
  /** Names that are read. */
  readonly eager: ReadonlySet<string>;
  /** Of these, names of which a property is read, or the value as text or number. */
  readonly deep: ReadonlySet<string>;
  /** Of these, names that a class extends. */
  readonly bases: ReadonlySet<string>;
}

/** Names that every place where code runs has. */
const globals = new Set(
  "undefined NaN Infinity globalThis Array Boolean Date Error JSON Map Math Number Object Promise RegExp Set String Symbol WeakMap WeakSet".split(
    " ",
  ),
);
const collections = new Set(["Map", "Set", "WeakMap", "WeakSet"]);
/** Names that JavaScript calls by itself, when a value is used as text or number. */
const conversions = new Set(["toString", "valueOf", "toJSON", "then"]);

/** What loading a node does: an expression, a class, an enum, a namespace. */
export function loadingOf(compiler: Compiler, node: ts.Node, scope: Scope): Loading {
  const reader = new Reader(compiler, scope);
  const harmless = reader.harmless(node);
  return { harmless, eager: reader.eager, deep: reader.deep, bases: reader.bases };
}

class Reader {
  readonly eager = new Set<string>();
  readonly deep = new Set<string>();
  readonly bases = new Set<string>();
  readonly #compiler: Compiler;
  readonly #scope: Scope;
  /** Members of the enum that is read. */
  #members: ReadonlySet<string> = new Set();

  constructor(compiler: Compiler, scope: Scope) {
    this.#compiler = compiler;
    this.#scope = scope;
  }

  harmless(outer: ts.Node): boolean {
    const compiler = this.#compiler;
    const node = bare(compiler, outer);
    const each = (child: ts.Node) => this.harmless(child);
    if (this.#isMade(node)) return true;
    if (compiler.isIdentifier(node)) return this.#reads(node, false);
    if (compiler.isClassLike(node)) return this.#class(node);
    if (compiler.isObjectLiteralExpression(node))
      return node.properties.every((property) => this.#property(property));
    if (compiler.isArrayLiteralExpression(node)) return node.elements.every(each);
    if (compiler.isSpreadElement(node)) return this.#content(node.expression);
    if (compiler.isConditionalExpression(node))
      return each(node.condition) && each(node.whenTrue) && each(node.whenFalse);
    if (compiler.isTemplateExpression(node))
      return node.templateSpans.every(({ expression }) => this.#content(expression));
    if (compiler.isTypeOfExpression(node) || compiler.isVoidExpression(node))
      return each(node.expression);
    if (compiler.isPrefixUnaryExpression(node)) return this.#prefix(node);
    if (compiler.isBinaryExpression(node)) return this.#binary(node);
    if (compiler.isEnumDeclaration(node)) return this.#enum(node);
    if (compiler.isCallExpression(node) || compiler.isNewExpression(node)) return this.#call(node);
    const access = accessOf(compiler, node);
    if (!access) return false;
    const key = compiler.isElementAccessExpression(node) ? node.argumentExpression : undefined;
    if (key && !compiler.isStringLiteralLike(key) && !compiler.isNumericLiteral(key)) return false;
    const of = bare(compiler, access.of);
    return compiler.isIdentifier(of) && this.#member(of, access.member);
  }

  /** Whether it stands for a value that depends on nothing. */
  #isMade(node: ts.Node): boolean {
    const compiler = this.#compiler;
    const { SyntaxKind } = compiler;
    return (
      compiler.isLiteralExpression(node) ||
      compiler.isArrowFunction(node) ||
      compiler.isFunctionExpression(node) ||
      compiler.isOmittedExpression(node) ||
      node.kind === SyntaxKind.TrueKeyword ||
      node.kind === SyntaxKind.FalseKeyword ||
      node.kind === SyntaxKind.NullKeyword
    );
  }

  #reads({ text }: ts.Identifier, deep: boolean): boolean {
    const { all, ready } = this.#scope;
    if (this.#members.has(text)) return true;
    if (!all.has(text)) return globals.has(text);
    this.#note(text, deep);
    return ready.has(text);
  }

  #note(name: string, deep: boolean): void {
    this.eager.add(name);
    if (deep) this.deep.add(name);
  }

  /** A property of a name: of a namespace, that is one of its exports. */
  #member(of: ts.Identifier, member: string | undefined): boolean {
    if (!this.#scope.namespaces.has(of.text)) return this.#reads(of, true);
    if (member === undefined) return false;
    this.#note(memberKey(of.text, member), false);
    return true;
  }

  /** A value of which the content is used: as text, as a number, piece by piece. */
  #content(outer: ts.Node): boolean {
    const node = bare(this.#compiler, outer);
    if (this.#compiler.isIdentifier(node)) return this.#reads(node, true);
    const known =
      this.#isMade(node) ||
      this.#compiler.isTemplateExpression(node) ||
      this.#compiler.isPrefixUnaryExpression(node) ||
      this.#compiler.isBinaryExpression(node) ||
      this.#compiler.isArrayLiteralExpression(node) ||
      this.#compiler.isObjectLiteralExpression(node);
    return known && !this.#compiler.isBigIntLiteral(node) && this.harmless(node);
  }

  #property(node: ts.ObjectLiteralElementLike): boolean {
    const compiler = this.#compiler;
    if (compiler.isSpreadAssignment(node)) return this.#content(node.expression);
    if (compiler.isAccessor(node) || !this.#plainName(node.name)) return false;
    if (compiler.isShorthandPropertyAssignment(node)) return this.#reads(node.name, false);
    if (compiler.isMethodDeclaration(node)) return true;
    return this.harmless(node.initializer);
  }

  /** A name that runs nothing, and that nothing calls unasked. `[Symbol.iterator]` is one too. */
  #plainName(name: ts.PropertyName): boolean {
    const compiler = this.#compiler;
    if (!compiler.isComputedPropertyName(name))
      return compiler.isPrivateIdentifier(name) || !conversions.has(name.text);
    const key = bare(compiler, name.expression);
    if (compiler.isStringLiteralLike(key) || compiler.isNumericLiteral(key)) return true;
    const access = accessOf(compiler, key);
    return access !== undefined && access.member !== "toPrimitive" && this.#content(access.of);
  }

  #prefix({ operator, operand }: ts.PrefixUnaryExpression): boolean {
    const { SyntaxKind } = this.#compiler;
    if (operator === SyntaxKind.ExclamationToken) return this.harmless(operand);
    const changes =
      operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
    return !changes && this.#content(operand);
  }

  #binary({ left, operatorToken: { kind }, right }: ts.BinaryExpression): boolean {
    const { SyntaxKind } = this.#compiler;
    const assigns = kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
    if (assigns || kind === SyntaxKind.InKeyword || kind === SyntaxKind.InstanceOfKeyword)
      return false;
    const whole =
      kind === SyntaxKind.AmpersandAmpersandToken ||
      kind === SyntaxKind.BarBarToken ||
      kind === SyntaxKind.QuestionQuestionToken ||
      kind === SyntaxKind.EqualsEqualsEqualsToken ||
      kind === SyntaxKind.ExclamationEqualsEqualsToken;
    return whole
      ? this.harmless(left) && this.harmless(right)
      : this.#content(left) && this.#content(right);
  }

  /** `Object.freeze(value)`, `Symbol("x")`, `new Set(["a"])`. */
  #call(node: ts.CallExpression | ts.NewExpression): boolean {
    const compiler = this.#compiler;
    const callee = node.expression;
    const given = node.arguments ?? [];
    const name = compiler.isIdentifier(callee) ? callee.text : undefined;
    if (name !== undefined && this.#scope.all.has(name)) return false;
    if (compiler.isNewExpression(node)) {
      if (name === undefined || !collections.has(name)) return false;
      return given.length === 0 || (given.length === 1 && this.#entries(name, given[0]!));
    }
    if (name === "Symbol") return given.every(compiler.isStringLiteralLike);
    const freezes =
      compiler.isPropertyAccessExpression(callee) &&
      compiler.isIdentifier(callee.expression) &&
      callee.expression.text === "Object" &&
      callee.name.text === "freeze" &&
      !this.#scope.all.has("Object");
    return freezes && given.length === 1 && given.every((each) => this.harmless(each));
  }

  /** What `new Map` and `new Set` take: values, or pairs that are written out. */
  #entries(name: string, list: ts.Expression): boolean {
    const compiler = this.#compiler;
    if (name.startsWith("Weak") || !compiler.isArrayLiteralExpression(list)) return false;
    const plain = name === "Set" || list.elements.every(compiler.isArrayLiteralExpression);
    return plain && this.harmless(list);
  }

  #enum({ members }: ts.EnumDeclaration): boolean {
    const names = members.map(({ name }) => ("text" in name ? name.text : ""));
    this.#members = new Set(names);
    const known = members.every(({ initializer }) => !initializer || this.#content(initializer));
    this.#members = new Set();
    return known;
  }

  #class(node: ts.ClassLikeDeclaration): boolean {
    const parts = classParts(this.#compiler, node);
    return (
      parts !== undefined &&
      (!parts.base || this.#base(parts.base)) &&
      parts.names.every((name) => this.#plainName(name)) &&
      parts.values.every((value) => this.harmless(value))
    );
  }

  /** `extends Base` reads what is declared; all else may be anything. */
  #base(outer: ts.Node): boolean {
    const compiler = this.#compiler;
    const node = bare(compiler, outer);
    if (compiler.isIdentifier(node)) {
      if (this.#scope.all.has(node.text)) this.bases.add(node.text);
      return this.#reads(node, false);
    }
    if (node.kind === compiler.SyntaxKind.NullKeyword) return true;
    const access = accessOf(compiler, node);
    if (access?.member === undefined || !compiler.isIdentifier(access.of)) return false;
    if (!this.#scope.namespaces.has(access.of.text)) return false;
    this.bases.add(memberKey(access.of.text, access.member));
    return this.#member(access.of, access.member);
  }
}
