import type { Compiler, ts } from "../../typescript.ts";

/** `require` handed on as a value, or renamed: what it then loads is not to be seen. */
export function isFreeRequire(node: ts.Identifier, parent: ts.Node, compiler: Compiler): boolean {
  if (compiler.isImportSpecifier(parent)) {
    return parent.propertyName?.text === "createRequire" && parent.propertyName === node;
  }
  if (node.text !== "require") return false;
  if (compiler.isCallExpression(parent)) return parent.expression !== node;
  if (compiler.isPropertyAccessExpression(parent)) return false;
  if (compiler.isTypeOfExpression(parent) || compiler.isParameter(parent)) return false;
  if (compiler.isVariableDeclaration(parent)) return parent.initializer === node;
  if (compiler.isPropertyAssignment(parent)) return parent.initializer === node;
  return !(
    compiler.isPropertySignature(parent) ||
    compiler.isPropertyDeclaration(parent) ||
    compiler.isMethodDeclaration(parent) ||
    compiler.isFunctionDeclaration(parent) ||
    compiler.isTypeQueryNode(parent) ||
    compiler.isQualifiedName(parent)
  );
}

/** How a computed path begins, as far as literals tell, with `*` for the rest: `./pages/*`. */
export function knownStarts(node: ts.Node, compiler: Compiler): readonly string[] {
  if (compiler.isStringLiteralLike(node)) return [`${node.text}*`];
  if (compiler.isTemplateExpression(node))
    return node.head.text === "" ? [] : [`${node.head.text}*`];
  if (compiler.isBinaryExpression(node)) return knownStarts(node.left, compiler);
  if (compiler.isParenthesizedExpression(node)) return knownStarts(node.expression, compiler);
  if (compiler.isAwaitExpression(node)) return knownStarts(node.expression, compiler);
  if (!compiler.isCallExpression(node) && !compiler.isNewExpression(node)) return [];
  const given = node.arguments ?? [];
  const first = given.findIndex((each) => compiler.isStringLiteralLike(each));
  if (first <= 0) return given.flatMap((each) => knownStarts(each, compiler));
  // `path.join(__dirname, "..", "pages", name)`: the literals in the middle are one path.
  const names: string[] = [];
  for (const each of given.slice(first)) {
    if (!compiler.isStringLiteralLike(each)) break;
    names.push(each.text);
  }
  return [`./${names.join("/")}/*`];
}
