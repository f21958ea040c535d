import type { Compiler, ts } from "../../typescript.ts";

/** What of a class is run when it is declared. */
interface ClassParts {
  /** What it extends. */
  readonly base?: ts.Expression;
  /** Values of its static properties. */
  readonly values: readonly ts.Expression[];
  /** Names that are computed, or that its own static members have. */
  readonly names: readonly ts.PropertyName[];
}

/** Takes a class apart; `undefined` where declaring it runs code of its own: decorators, static blocks. */
export function classParts(
  compiler: Compiler,
  node: ts.ClassLikeDeclaration,
): ClassParts | undefined {
  const { SyntaxKind } = compiler;
  if (hasDecorators(compiler, node)) return undefined;
  const extended = node.heritageClauses?.find(({ token }) => token === SyntaxKind.ExtendsKeyword);
  const values: ts.Expression[] = [];
  const names: ts.PropertyName[] = [];
  for (const member of node.members) {
    const keywords = keywordsOf(compiler, member);
    const fixed = keywords.has(SyntaxKind.StaticKeyword);
    const runs =
      compiler.isClassStaticBlockDeclaration(member) ||
      hasDecorators(compiler, member) ||
      keywords.has(SyntaxKind.AccessorKeyword) ||
      // Whoever reads it runs it.
      (fixed && compiler.isAccessor(member));
    if (runs) return undefined;
    const { name } = member;
    if (name && (fixed || compiler.isComputedPropertyName(name))) names.push(name);
    if (fixed && compiler.isPropertyDeclaration(member) && member.initializer)
      values.push(member.initializer);
  }
  const base = extended?.types[0]?.expression;
  return base ? { base, values, names } : { values, names };
}

/** Whether a class, a member or one of its parameters has a decorator. */
function hasDecorators(compiler: Compiler, node: ts.Node): boolean {
  const parameters = compiler.isFunctionLike(node) ? [...node.parameters] : [];
  return [node, ...parameters].some(
    (each) => compiler.canHaveDecorators(each) && (compiler.getDecorators(each)?.length ?? 0) > 0,
  );
}

function keywordsOf(compiler: Compiler, node: ts.Node): ReadonlySet<ts.SyntaxKind> {
  const modifiers = compiler.canHaveModifiers(node) ? compiler.getModifiers(node) : undefined;
  return new Set(modifiers?.map(({ kind }) => kind));
}
