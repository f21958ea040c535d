import { fail } from "../diagnostics/index.ts";
import { type ts, typescript } from "../typescript.ts";

/**
 * A compiled module, cut where its location matters: text, the specifier of an import, or a
 * mention of `import.meta.url`, `.dirname` or `.filename`.
 */
export type CompiledModule = readonly (
  | string
  | { readonly specifier: string }
  | { readonly meta: "url" | "dirname" | "filename" }
)[];

/**
 * Takes the types out of a TypeScript (or JavaScript) source and cuts it at its imports.
 * A syntax error is a UserError with line, column and an excerpt.
 */
export async function compileModule(source: string, name: string): Promise<CompiledModule> {
  const compiler = await typescript();
  const { outputText, diagnostics } = compiler.transpileModule(source, {
    fileName: name,
    reportDiagnostics: true,
    compilerOptions: {
      module: compiler.ModuleKind.ESNext,
      target: compiler.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
      newLine: compiler.NewLineKind.LineFeed,
    },
  });
  const fault = diagnostics?.find((entry) => entry.category === compiler.DiagnosticCategory.Error);
  if (fault) complain(compiler, fault, source, name);
  const cuts = findCuts(
    compiler,
    compiler.createSourceFile("m.mjs", outputText, compiler.ScriptTarget.ES2022),
  );
  const parts: CompiledModule[number][] = [];
  let at = 0;
  for (const cut of cuts) {
    parts.push(outputText.slice(at, cut.start), cut.part);
    at = cut.end;
  }
  return [...parts, outputText.slice(at)];
}

type Cut = { start: number; end: number; part: Exclude<CompiledModule[number], string> };

function findCuts(compiler: typeof ts, file: ts.SourceFile): Cut[] {
  const cuts: Cut[] = [];
  const add = (node: ts.Node, part: Cut["part"]) =>
    cuts.push({ start: node.getStart(file), end: node.end, part });
  const visit = (node: ts.Node): void => {
    const from =
      compiler.isImportDeclaration(node) || compiler.isExportDeclaration(node)
        ? node.moduleSpecifier
        : compiler.isCallExpression(node) &&
            node.expression.kind === compiler.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined;
    if (from && compiler.isStringLiteralLike(from)) add(from, { specifier: from.text });
    if (compiler.isPropertyAccessExpression(node) && compiler.isMetaProperty(node.expression)) {
      const meta = node.name.text;
      if (meta === "url" || meta === "dirname" || meta === "filename") add(node, { meta });
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return cuts.sort((a, b) => a.start - b.start);
}

function complain(compiler: typeof ts, fault: ts.Diagnostic, source: string, name: string): never {
  const before = source.slice(0, fault.start ?? 0).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  const excerpt = `  ${source.split("\n")[before.length - 1] ?? ""}\n  ${" ".repeat(column - 1)}^`;
  const problem = compiler.flattenDiagnosticMessageText(fault.messageText, " ");
  return fail("MODULE_SYNTAX", [name], { line: before.length, column, problem, excerpt });
}
