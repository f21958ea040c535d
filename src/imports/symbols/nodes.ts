import type { Compiler, ts } from "../../typescript.ts";

/** Whether a call is one of CommonJS's `require`. */
export const isRequire = (compiler: Compiler, node: ts.Node): node is ts.CallExpression =>
  compiler.isCallExpression(node) &&
  compiler.isIdentifier(node.expression) &&
  node.expression.text === "require";

/** Whether a call is an `import("...")`. */
export const isDynamicImport = (compiler: Compiler, node: ts.Node): node is ts.CallExpression =>
  compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.ImportKeyword;

/** The expression within parentheses and what only TypeScript reads: `(x as T)!` is `x`. */
export function bare(compiler: Compiler, node: ts.Node): ts.Node {
  const around =
    compiler.isParenthesizedExpression(node) ||
    compiler.isNonNullExpression(node) ||
    compiler.isAsExpression(node) ||
    compiler.isSatisfiesExpression(node) ||
    compiler.isTypeAssertionExpression(node);
  return around ? bare(compiler, node.expression) : node;
}

/** What a property is read of, and its name where the code says it: `a.b`, `a["b"]`, `a[b]`. */
export function accessOf(compiler: Compiler, node: ts.Node): Access | undefined {
  if (compiler.isPropertyAccessExpression(node))
    return { of: node.expression, member: node.name.text };
  if (!compiler.isElementAccessExpression(node)) return undefined;
  const { expression: of, argumentExpression: key } = node;
  return compiler.isStringLiteralLike(key) ? { of, member: key.text } : { of };
}

interface Access {
  readonly of: ts.Expression;
  readonly member?: string;
}

/** The names that a pattern takes out of an object; `undefined` where it may take any. */
export function membersTaken(
  compiler: Compiler,
  pattern: ts.BindingName,
): readonly string[] | undefined {
  if (!compiler.isObjectBindingPattern(pattern)) return undefined;
  const names: string[] = [];
  for (const { dotDotDotToken, propertyName, name } of pattern.elements) {
    const from = propertyName ?? name;
    const plain = compiler.isIdentifier(from) || compiler.isStringLiteralLike(from);
    if (dotDotDotToken || !plain) return undefined;
    names.push(from.text);
  }
  return names;
}

/** The names that a pattern declares. */
export function namesIn(compiler: Compiler, pattern: ts.BindingName): string[] {
  if (compiler.isIdentifier(pattern)) return [pattern.text];
  return pattern.elements.flatMap((element) =>
    compiler.isOmittedExpression(element) ? [] : namesIn(compiler, element.name),
  );
}

/** `extends Base` is written as a type, and is none. */
export const isBase = (compiler: Compiler, node: ts.Node): boolean =>
  compiler.isExpressionWithTypeArguments(node) &&
  compiler.isHeritageClause(node.parent) &&
  node.parent.token === compiler.SyntaxKind.ExtendsKeyword;

/** Whether an identifier stands for a value or a type, and is not just the name of a member. */
export function isMention(compiler: Compiler, node: ts.Identifier): boolean {
  const { parent } = node;
  if (compiler.isBindingElement(parent)) return parent.propertyName !== node;
  if (compiler.isBreakOrContinueStatement(parent) || compiler.isLabeledStatement(parent))
    return parent.label !== node;
  if (compiler.isMetaProperty(parent) || compiler.isJsxNamespacedName(parent)) return false;
  const named =
    compiler.isPropertyAssignment(parent) ||
    compiler.isMethodDeclaration(parent) ||
    compiler.isMethodSignature(parent) ||
    compiler.isPropertyDeclaration(parent) ||
    compiler.isPropertySignature(parent) ||
    compiler.isAccessor(parent) ||
    compiler.isEnumMember(parent) ||
    compiler.isJsxAttribute(parent) ||
    compiler.isNamedTupleMember(parent);
  return !(named && parent.name === node);
}
