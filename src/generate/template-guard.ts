import type Handlebars from "handlebars";

type Ast = hbs.AST.Node;
type Path = hbs.AST.PathExpression;

/** Helpers whose result may be printed as it is: they quote. */
const quoting = new Set(["yaml", "shell"]);

/**
 * Rewrites a parsed template so that names are strict and bare values are plain:
 * each path `a.b` becomes `(known a "b")`, and each `{{value}}` `{{plain value}}`; both helpers
 * get the expression and its line for their messages. With `mark`, each line of the template also
 * carries its number into the output, so that a printed line can be traced to the written one.
 */
export function guard(library: typeof Handlebars, program: hbs.AST.Program, mark: boolean): void {
  new (visitor(library, mark))().accept(program);
}

function visitor(library: typeof Handlebars, mark: boolean) {
  return class extends library.Visitor {
    /** Names that blocks around here have given: `{{#each list as |item|}}`. */
    readonly #given: string[] = [];

    override BlockStatement(node: hbs.AST.BlockStatement): void {
      this.#parameters(node);
      const given = node.program?.blockParams ?? [];
      this.#given.push(...given);
      if (node.program) this.accept(node.program);
      this.#given.splice(this.#given.length - given.length);
      if (node.inverse) this.accept(node.inverse);
    }

    override SubExpression(node: hbs.AST.SubExpression): void {
      this.#parameters(node);
    }

    override MustacheStatement(node: hbs.AST.MustacheStatement): void {
      const path = node.path as Path;
      const isCall = node.params.length > 0 || node.hash !== undefined;
      this.#parameters(node);
      if (isCall && quoting.has(path.original)) return;
      const value = isCall
        ? { ...node, type: "SubExpression" as const, hash: node.hash ?? emptyHash(node) }
        : this.#known(path);
      const expression = isCall ? `${path.original} ...` : path.original;
      node.params = [value as hbs.AST.Expression];
      node.hash = notes(node, expression);
      node.path = name("plain", node);
    }

    override ContentStatement(node: hbs.AST.ContentStatement): void {
      if (!mark) return;
      const first = node.loc.start.line + newlines(skipped(node));
      const marked = node.value
        .split("\n")
        .map((text, index) => `\uE000${first + index}\uE001${text}`);
      node.value = marked.join("\n");
    }

    #parameters(node: hbs.AST.BlockStatement | hbs.AST.SubExpression | hbs.AST.MustacheStatement) {
      node.params = node.params.map((each) => this.#expression(each));
      for (const pair of node.hash?.pairs ?? []) pair.value = this.#expression(pair.value);
    }

    #expression(node: hbs.AST.Expression): hbs.AST.Expression {
      if (node.type === "SubExpression") this.accept(node);
      return node.type === "PathExpression" ? this.#known(node as Path) : node;
    }

    /** `a.b` as `(known a "b")`; `this`, `@index` and names given by a block are known already. */
    #known(path: Path): hbs.AST.Expression {
      const [first] = path.parts;
      const last = path.parts.at(-1);
      const given = path.depth === 0 && this.#given.includes(first ?? "");
      if (path.data || last === undefined || (given && path.parts.length === 1)) return path;
      const parent: Path = { ...path, parts: path.parts.slice(0, -1) };
      return {
        type: "SubExpression",
        path: name("known", path),
        params: [parent, text(last, path)],
        hash: notes(path, path.original),
        loc: path.loc,
      } as hbs.AST.SubExpression;
    }
  };
}

const name = (helper: string, { loc }: Ast) =>
  ({
    type: "PathExpression",
    data: false,
    depth: 0,
    parts: [helper],
    original: helper,
    loc,
  }) as Path;

const text = (value: string, { loc }: Ast) =>
  ({ type: "StringLiteral", value, original: value, loc }) as hbs.AST.StringLiteral;

const emptyHash = ({ loc }: Ast) => ({ type: "Hash", pairs: [], loc }) as hbs.AST.Hash;

function notes(node: Ast, expression: string): hbs.AST.Hash {
  const { loc } = node;
  const line = { ...text("", node), type: "NumberLiteral", value: loc.start.line };
  const pairs = [
    { type: "HashPair", key: "expression", value: text(expression, node), loc },
    { type: "HashPair", key: "line", value: { ...line, original: loc.start.line }, loc },
  ];
  return { type: "Hash", pairs, loc } as unknown as hbs.AST.Hash;
}

const newlines = (text: string) => text.split("\n").length - 1;

/** What Handlebars took away at the beginning of a text, after a block that has a line to itself. */
function skipped(node: hbs.AST.ContentStatement & { rightStripped?: boolean }): string {
  if (!node.rightStripped) return "";
  const original = String(node.original);
  const one = original.replace(/^[ \t]*\r?\n?/, "");
  const rest = one.startsWith(node.value) ? one : original.trimStart();
  return original.slice(0, original.length - rest.length);
}
