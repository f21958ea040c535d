import type { Compiler, ts } from "../../typescript.ts";
import { bare, isRequire, membersTaken, namesIn } from "./nodes.ts";
import { isInert, keywordText, shapeOf } from "./shape.ts";
import type { Binding, Exported } from "./types.ts";

/** A declaration, or another statement, of a file. */
export interface Piece {
  readonly node: ts.Node;
  /** What it declares; none for a statement that only does something. */
  readonly names: readonly string[];
  readonly shape: string;
  /** Keywords that stand outside of `node`, before it. */
  readonly keywords: readonly ts.Node[];
  /** What is run when the file is loaded, unless that is nothing; `true` for something unknown. */
  readonly runs?: ts.Node | true;
  /** It is there before all others: a function, a type. */
  readonly hoisted?: true;
}

/** An import or a re-export, with what it may load when the file is loaded. */
export interface Request {
  readonly specifier: string;
  /** It is loaded in any case. */
  readonly always: boolean;
  /** Imported values by their names in the file. */
  readonly locals: readonly string[];
  /** Names that are passed on; they may all be types. */
  readonly passed: readonly string[];
}

/** A file cut into its pieces. */
export interface Outline {
  readonly pieces: readonly Piece[];
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly exports: ReadonlyMap<string, Exported>;
  readonly stars: readonly string[];
  readonly requests: readonly Request[];
  /** Directives such as `"use client"`. */
  readonly directives: readonly string[];
}

/** In place of a name: the module as an object. */
export const wholeModule = "*";

/** Cuts a file into its pieces, and reads its imports and exports. */
export function outlineOf(compiler: Compiler, file: ts.SourceFile): Outline {
  const cutter = new Cutter(compiler);
  for (const statement of file.statements) cutter.statement(statement);
  return cutter;
}

class Cutter implements Outline {
  readonly pieces: Piece[] = [];
  readonly bindings = new Map<string, Binding>();
  readonly exports = new Map<string, Exported>();
  readonly stars: string[] = [];
  readonly requests: Request[] = [];
  readonly directives: string[] = [];
  readonly #compiler: Compiler;
  #prologue = true;

  constructor(compiler: Compiler) {
    this.#compiler = compiler;
  }

  statement(node: ts.Statement): void {
    const compiler = this.#compiler;
    if (this.#directive(node)) return;
    if (compiler.isImportDeclaration(node)) this.#import(node);
    else if (compiler.isImportEqualsDeclaration(node)) this.#importEquals(node);
    else if (compiler.isExportDeclaration(node)) this.#export(node);
    else if (compiler.isExportAssignment(node)) this.#assignment(node);
    else if (compiler.isVariableStatement(node)) this.#variables(node);
    else if (!this.#declaration(node) && !compiler.isEmptyStatement(node)) this.#effect(node);
  }

  #directive(node: ts.Statement): boolean {
    const compiler = this.#compiler;
    const found =
      this.#prologue &&
      compiler.isExpressionStatement(node) &&
      compiler.isStringLiteral(node.expression);
    if (found) this.directives.push(node.expression.getText());
    else this.#prologue = false;
    return found;
  }

  #effect(node: ts.Node): void {
    this.pieces.push({ node, names: [], shape: "statement", keywords: [], runs: true });
  }

  #import({ importClause: clause, moduleSpecifier }: ts.ImportDeclaration): void {
    const specifier = this.#textOf(moduleSpecifier);
    const always = clause === undefined;
    const locals: string[] = [];
    const bind = (local: ts.Identifier, name: string, type: boolean) => {
      this.bindings.set(local.text, { specifier, name });
      if (!type) locals.push(local.text);
    };
    const type = clause?.phaseModifier === this.#compiler.SyntaxKind.TypeKeyword;
    if (clause?.name) bind(clause.name, "default", type);
    const named = clause?.namedBindings;
    if (named && this.#compiler.isNamespaceImport(named)) bind(named.name, wholeModule, type);
    else
      for (const { name, propertyName, isTypeOnly } of named?.elements ?? [])
        bind(name, (propertyName ?? name).text, type || isTypeOnly);
    if (!type) this.requests.push({ specifier, always, locals, passed: [] });
  }

  #importEquals(node: ts.ImportEqualsDeclaration): void {
    const { name, moduleReference, isTypeOnly } = node;
    const exported = this.#exported(node);
    if (exported) this.exports.set(name.text, { local: name.text });
    if (this.#compiler.isExternalModuleReference(moduleReference)) {
      const specifier = this.#textOf(moduleReference.expression);
      this.bindings.set(name.text, { specifier, name: wholeModule });
      const locals = isTypeOnly ? [] : [name.text];
      this.requests.push({ specifier, always: exported, locals, passed: [] });
    } else {
      this.pieces.push({ node, names: [name.text], shape: "alias", keywords: [], runs: true });
    }
  }

  #export({ exportClause: clause, moduleSpecifier, isTypeOnly }: ts.ExportDeclaration): void {
    const specifier = moduleSpecifier && this.#textOf(moduleSpecifier);
    if (specifier !== undefined && !clause) this.stars.push(specifier);
    const passed: string[] = [];
    if (clause && this.#compiler.isNamespaceExport(clause)) {
      this.exports.set(clause.name.text, { specifier: specifier ?? "", name: wholeModule });
    } else {
      for (const { name, propertyName, isTypeOnly: type } of clause?.elements ?? []) {
        const from = (propertyName ?? name).text;
        const exported = specifier === undefined ? { local: from } : { specifier, name: from };
        this.exports.set(name.text, exported);
        if (!type) passed.push(from);
      }
    }
    if (specifier === undefined || isTypeOnly) return;
    const always = !clause || this.#compiler.isNamespaceExport(clause);
    this.requests.push({ specifier, always, locals: [], passed });
  }

  #assignment(node: ts.ExportAssignment): void {
    if (node.isExportEquals) {
      this.#effect(node);
      return;
    }
    this.exports.set("default", { local: "default" });
    const { expression: runs } = node;
    const shape = shapeOf(this.#compiler, runs);
    this.pieces.push({ node, names: ["default"], shape, keywords: [], runs });
  }

  #variables({ declarationList, modifiers }: ts.VariableStatement): void {
    const compiler = this.#compiler;
    const ambient = modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.DeclareKeyword);
    const exported = modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword);
    const kind = keywordText(compiler, declarationList);
    const words = declarationList.getChildren().slice(0, -1);
    const keywords = [...(modifiers ?? []), ...words];
    for (const node of declarationList.declarations) {
      const names = namesIn(compiler, node.name);
      if (exported) for (const name of names) this.exports.set(name, { local: name });
      if (!ambient && this.#required(node)) {
        // It runs where it stands, unlike an import.
        this.pieces.push({ node, names: [], shape: "import", keywords });
        continue;
      }
      const { initializer } = node;
      const plain = compiler.isIdentifier(node.name) && !kind.endsWith("using");
      const shape = ambient
        ? "type"
        : `${kind} ${initializer ? shapeOf(compiler, initializer) : "undefined"}`;
      const piece = { node, names, shape, keywords };
      if (ambient) this.pieces.push({ ...piece, hoisted: true });
      else if (!plain) this.pieces.push({ ...piece, runs: true });
      else this.pieces.push(initializer ? { ...piece, runs: initializer } : piece);
    }
  }

  /** `const { a } = require("./x")` and the like are imports. */
  #required({ name, initializer }: ts.VariableDeclaration): boolean {
    const compiler = this.#compiler;
    if (!initializer) return false;
    const value = bare(compiler, initializer);
    const access = compiler.isPropertyAccessExpression(value) ? value : undefined;
    const call = access ? bare(compiler, access.expression) : value;
    if (!isRequire(compiler, call)) return false;
    const [argument] = call.arguments;
    if (!argument || !compiler.isStringLiteralLike(argument)) return false;
    const specifier = argument.text;
    const taken = membersTaken(compiler, name);
    const names = namesIn(compiler, name);
    if (compiler.isIdentifier(name)) {
      this.bindings.set(name.text, { specifier, name: access?.name.text ?? wholeModule });
    } else if (!access && taken && taken.length === names.length && !hasDefaults(name)) {
      names.forEach((local, index) => {
        this.bindings.set(local, { specifier, name: taken[index] as string });
      });
    } else return false;
    this.requests.push({ specifier, always: true, locals: [], passed: [] });
    return true;
  }

  #declaration(node: ts.Statement): boolean {
    const compiler = this.#compiler;
    const named =
      compiler.isFunctionDeclaration(node) ||
      compiler.isClassDeclaration(node) ||
      compiler.isInterfaceDeclaration(node) ||
      compiler.isTypeAliasDeclaration(node) ||
      compiler.isEnumDeclaration(node) ||
      (compiler.isModuleDeclaration(node) && compiler.isIdentifier(node.name) && !isGlobal(node));
    if (!named) return false;
    const name = node.name?.text ?? "default";
    if (this.#exported(node)) {
      const { DefaultKeyword } = compiler.SyntaxKind;
      const byDefault = node.modifiers?.some(({ kind }) => kind === DefaultKeyword);
      this.exports.set(byDefault ? "default" : name, { local: name });
    }
    const shape = shapeOf(compiler, node);
    const piece = { node, names: [name], shape, keywords: [] };
    const runs = shape.startsWith("class") || shape.startsWith("enum");
    if (runs) this.pieces.push({ ...piece, runs: node });
    else if (isInert(compiler, node)) this.pieces.push({ ...piece, hoisted: true });
    else this.pieces.push({ ...piece, runs: true });
    return true;
  }

  #exported(node: ts.Node): boolean {
    const { SyntaxKind, canHaveModifiers, getModifiers } = this.#compiler;
    const modifiers = canHaveModifiers(node) ? getModifiers(node) : undefined;
    return modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword) ?? false;
  }

  #textOf = (node: ts.Expression): string =>
    this.#compiler.isStringLiteralLike(node) ? node.text : "";
}

const hasDefaults = (pattern: ts.BindingPattern) =>
  pattern.elements.some((element) => "initializer" in element && element.initializer);

/** `declare global`. */
const isGlobal = ({ name }: ts.ModuleDeclaration) => name.text === "global";
