import type { Compiler, ts } from "../../typescript.ts";
import { bare } from "./nodes.ts";

/**
 * What sort of thing a declaration or a value is. `alias` is just another name; `expression` is
 * what cannot be told, and may be one sort today and another tomorrow.
 */
export function shapeOf(compiler: Compiler, outer: ts.Node): string {
  const { SyntaxKind } = compiler;
  const node = bare(compiler, outer);
  if (isAmbient(compiler, node)) return "type";
  if (compiler.isInterfaceDeclaration(node) || compiler.isTypeAliasDeclaration(node)) return "type";
  if (compiler.isEnumDeclaration(node)) return "enum";
  if (compiler.isModuleDeclaration(node)) return "namespace";
  if (compiler.isClassLike(node)) return "class";
  if (compiler.isFunctionLike(node)) return functionShape(compiler, node);
  if (compiler.isIdentifier(node)) return node.text === "undefined" ? "undefined" : "alias";
  if (compiler.isNumericLiteral(node)) return "number";
  if (compiler.isBigIntLiteral(node)) return "bigint";
  if (compiler.isStringLiteralLike(node) || compiler.isTemplateExpression(node)) return "string";
  if (compiler.isObjectLiteralExpression(node)) return "object";
  if (compiler.isArrayLiteralExpression(node)) return "array";
  if (compiler.isRegularExpressionLiteral(node)) return "pattern";
  if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword)
    return "boolean";
  const negative =
    compiler.isPrefixUnaryExpression(node) && compiler.isNumericLiteral(node.operand);
  return negative ? "number" : "expression";
}

/** Arrow functions cannot be extended nor made anew; the others differ as well. */
function functionShape(compiler: Compiler, node: ts.SignatureDeclaration): string {
  const modifiers = compiler.canHaveModifiers(node) ? compiler.getModifiers(node) : undefined;
  const async = modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword);
  const kind = compiler.isArrowFunction(node) ? "arrow function" : "function";
  const generator = "asteriskToken" in node && node.asteriskToken !== undefined;
  return `${async ? "async " : ""}${kind}${generator ? "*" : ""}`;
}

/** `const`, `let`, `var`, `using` or `await using`. */
export function keywordText(compiler: Compiler, list: ts.VariableDeclarationList): string {
  const { NodeFlags } = compiler;
  switch (list.flags & NodeFlags.BlockScoped) {
    case NodeFlags.Const:
      return "const";
    case NodeFlags.Let:
      return "let";
    case NodeFlags.None:
      return "var";
    default:
      return "using";
  }
}

function isAmbient(compiler: Compiler, node: ts.Node): boolean {
  const modifiers = compiler.canHaveModifiers(node) ? compiler.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.DeclareKeyword) ?? false;
}

/** Whether a declaration is there before any code runs, and runs none: functions and types. */
export function isInert(compiler: Compiler, node: ts.Node): boolean {
  if (isAmbient(compiler, node)) return true;
  if (!compiler.isModuleDeclaration(node)) return true;
  const { body } = node;
  if (!body || compiler.isIdentifier(body)) return true;
  if (!compiler.isModuleBlock(body)) return isInert(compiler, body);
  return body.statements.every(
    (each) =>
      compiler.isFunctionDeclaration(each) ||
      compiler.isInterfaceDeclaration(each) ||
      compiler.isTypeAliasDeclaration(each) ||
      isAmbient(compiler, each),
  );
}
