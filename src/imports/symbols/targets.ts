import type { Compiler, ts } from "../../typescript.ts";
import { accessOf, bare } from "./nodes.ts";

/** A place that a piece of code may change: `x`, or `x.a[b].c`. */
interface Target {
  readonly target: ts.Node;
  /** Whether it is the object whose method is called. */
  readonly called: boolean;
}

/** What a node itself may change; what its children change is left to them. */
export function targetsOf(compiler: Compiler, node: ts.Node): readonly Target[] {
  const { SyntaxKind } = compiler;
  if (compiler.isCallExpression(node)) {
    const access = accessOf(compiler, bare(compiler, node.expression));
    return access ? [{ target: bare(compiler, access.of), called: true }] : [];
  }
  if (compiler.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
    return assigns ? assigned(compiler, node.left) : [];
  }
  if (compiler.isPrefixUnaryExpression(node) || compiler.isPostfixUnaryExpression(node)) {
    const { operator, operand } = node;
    const counts = operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
    return counts ? assigned(compiler, operand) : [];
  }
  if (compiler.isDeleteExpression(node)) return assigned(compiler, node.expression);
  if (compiler.isForInStatement(node) || compiler.isForOfStatement(node))
    return assigned(compiler, node.initializer);
  return [];
}

/** What stands left of an assignment, its patterns taken apart. */
function assigned(compiler: Compiler, left: ts.Node): Target[] {
  const node = bare(compiler, left);
  if (compiler.isArrayLiteralExpression(node) || compiler.isObjectLiteralExpression(node)) {
    const parts = compiler.isArrayLiteralExpression(node) ? node.elements : node.properties;
    return parts.flatMap((part: ts.Node) => assigned(compiler, part));
  }
  if (compiler.isPropertyAssignment(node)) return assigned(compiler, node.initializer);
  if (compiler.isShorthandPropertyAssignment(node)) return assigned(compiler, node.name);
  if (compiler.isSpreadElement(node) || compiler.isSpreadAssignment(node))
    return assigned(compiler, node.expression);
  // A default: `[a = 1] = list`.
  if (compiler.isBinaryExpression(node)) return assigned(compiler, node.left);
  return [{ target: node, called: false }];
}
