import type { Compiler, ts } from "../../typescript.ts";
import { isFreeRequire, knownStarts } from "./computed.ts";
import { isGlobal } from "./global.ts";
import { besides, tidy } from "./records.ts";
import type { ImportKind, Parsed, RawImport } from "./types.ts";

/** Reads the dependencies of a file with TypeScript's parser. */
export function treeImports(text: string, path: string, compiler: Compiler): Parsed {
  const global = isGlobal(text, path);
  try {
    const file = compiler.createSourceFile(path, text, compiler.ScriptTarget.Latest, false, kind());
    const { parseDiagnostics = [] } = file as { parseDiagnostics?: readonly ts.Diagnostic[] };
    const imports = [...besides(text), ...visitFile(file, compiler)];
    return { imports: tidy(imports), global, broken: parseDiagnostics.length > 0 };
  } catch (error) {
    // Nested so deeply that the parser runs out of stack.
    if (!(error instanceof RangeError)) throw error;
    return { imports: [], global, broken: true };
  }

  function kind(): ts.ScriptKind {
    if (/\.tsx$/.test(path)) return compiler.ScriptKind.TSX;
    return /ts$/.test(path) ? compiler.ScriptKind.TS : compiler.ScriptKind.JSX;
  }
}

function visitFile(file: ts.SourceFile, compiler: Compiler): RawImport[] {
  const imports: RawImport[] = [];
  const { SyntaxKind } = compiler;
  const add = (node: ts.Node, specifier: string, kind: ImportKind = "import") => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    imports.push({ line: line + 1, specifier, kind });
  };
  /** A literal is taken as it is; of anything else, what is known of it. */
  const take = (node: ts.Node, argument: ts.Node | undefined, kind: ImportKind = "import") => {
    if (!argument) return;
    if (compiler.isStringLiteralLike(argument)) add(node, argument.text, kind);
    else if (compiler.isConditionalExpression(argument)) {
      take(node, argument.whenTrue, kind);
      take(node, argument.whenFalse, kind);
    } else if (compiler.isParenthesizedExpression(argument)) take(node, argument.expression, kind);
    else if (compiler.isArrayLiteralExpression(argument)) {
      for (const element of argument.elements) take(node, element, kind);
    } else {
      const starts = knownStarts(argument, compiler);
      for (const start of starts.length > 0 ? starts : [""]) add(node, start, "computed");
    }
  };

  const visitCall = (node: ts.CallExpression, parent: ts.Node) => {
    const { expression, arguments: given } = node;
    const first = given[0];
    if (expression.kind === SyntaxKind.ImportKeyword) return take(node, first);
    const name = compiler.isIdentifier(expression)
      ? expression.text
      : compiler.isPropertyAccessExpression(expression)
        ? expression.name.text
        : "";
    const object = compiler.isPropertyAccessExpression(expression) ? expression.expression : node;
    if (name === "require") take(node, first);
    else if (name === "importScripts") for (const each of given) take(node, each, "url");
    else if (name === "createRequire") {
      if (!isOwnPlace(first) || !isNamedRequire(parent)) add(node, "", "computed");
    } else if (name === "define") for (const each of given.filter(isList)) take(node, each);
    else if (compiler.isIdentifier(object) && object.text === "require") {
      if (name === "resolve") take(node, first);
      else if (name === "context") pattern(node, first);
    } else if (compiler.isMetaProperty(object)) {
      if (name === "resolve") take(node, first);
      else if (/glob|context/i.test(name)) pattern(node, first);
    }
  };
  const isList = (node: ts.Node) => compiler.isArrayLiteralExpression(node);
  const isNamedRequire = (node: ts.Node) =>
    compiler.isVariableDeclaration(node) &&
    compiler.isIdentifier(node.name) &&
    node.name.text === "require";
  /** `import.meta.glob` and `require.context`: whatever is there. */
  const pattern = (node: ts.Node, argument: ts.Node | undefined) => {
    const all: readonly (ts.Node | undefined)[] =
      argument && compiler.isArrayLiteralExpression(argument) ? argument.elements : [argument];
    for (const each of all) {
      const text = each && compiler.isStringLiteralLike(each) ? each.text : "";
      if (!text.startsWith("!"))
        add(node, text === "" || text.includes("*") ? text : `${text}/*`, "computed");
    }
  };
  /** The file itself, as what `createRequire` starts from. */
  const isOwnPlace = (node: ts.Node | undefined): boolean => {
    if (node === undefined) return false;
    if (compiler.isIdentifier(node)) return node.text === "__filename";
    return compiler.isPropertyAccessExpression(node) && compiler.isMetaProperty(node.expression);
  };

  const visit = (node: ts.Node, parent: ts.Node): void => {
    if (compiler.isImportDeclaration(node) || compiler.isExportDeclaration(node)) {
      take(node, node.moduleSpecifier);
    } else if (compiler.isExternalModuleReference(node)) take(node, node.expression);
    else if (compiler.isImportTypeNode(node)) {
      const { argument } = node;
      if (compiler.isLiteralTypeNode(argument)) take(node, argument.literal);
    } else if (compiler.isCallExpression(node)) visitCall(node, parent);
    else if (compiler.isNewExpression(node)) {
      const [url, base] = node.arguments ?? [];
      const named = compiler.isIdentifier(node.expression) && node.expression.text === "URL";
      if (named && url && base && isOwnPlace(base)) take(node, url, "url");
    } else if (compiler.isIdentifier(node) && isFreeRequire(node, parent, compiler)) {
      add(node, "", "computed");
    }
    compiler.forEachChild(node, (child) => visit(child, node));
  };
  compiler.forEachChild(file, (child) => visit(child, file));
  return imports;
}
