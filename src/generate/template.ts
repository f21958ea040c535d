import type Handlebars from "handlebars";
import { fail, UserError } from "../diagnostics/index.ts";
import { locateYaml, parseYaml } from "../yaml/index.ts";
import type { LineOf } from "./lines.ts";
import { symbolicNeed } from "./need.ts";
import { isPlain, shellQuote } from "./text.ts";

/** A template that was read once: rendered for each service, then parsed as YAML. */
export interface Template {
  /**
   * Renders for one service. Faults of the template, of what it prints and of the values that it
   * uses are UserErrors that name the template, its line and the service.
   */
  render(
    service: string,
    values: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly value: unknown; readonly lineOf: LineOf }>;
}

/** In a template, `needs: [!need build]` and `!need-from-dependencies build` are symbolic needs. */
const tags = [
  { tag: "!need", of: (value: unknown) => symbolicNeed("job", String(value)) },
  {
    tag: "!need-from-dependencies",
    of: (value: unknown) => symbolicNeed("dependencies", String(value)),
  },
];

/**
 * Reads a Handlebars template. Names are strict (a missing one is an error), HTML is not escaped,
 * and a value is only printed as it is when it is plain; else the template has to say how:
 * `{{yaml value}}` as a YAML scalar, `{{shell value}}` as a quoted word of a script.
 */
export async function readTemplate(source: string, origin: string): Promise<Template> {
  const { default: handlebars } = await import("handlebars");
  const engine = handlebars.create();
  for (const name of Object.keys(engine.helpers)) {
    if (!["if", "unless", "each", "with", "lookup"].includes(name)) engine.unregisterHelper(name);
  }
  engine.registerHelper("eq", (a: unknown, b: unknown) => a === b);
  engine.registerHelper("yaml", (value: unknown) => JSON.stringify(value ?? null));
  engine.registerHelper("shell", (value: unknown) => shellQuote(String(value)));
  engine.registerHelper("plain", plainOrFail);
  const compile = (program: hbs.AST.Program) =>
    engine.compile(program, { strict: true, noEscape: true, preventIndent: false });

  const parse = (mark: boolean): hbs.AST.Program => {
    const program = engine.parse(source);
    new (guard(handlebars, engine, mark))().accept(program);
    return program;
  };
  const rendered = (values: object, service: string, marked = false) => {
    try {
      return compile(parse(marked))(values);
    } catch (error) {
      if (error instanceof NotPlain) {
        const { line, expression, text } = error;
        return fail("TEMPLATE_NOT_PLAIN", [`${origin}:${line}`, service], { expression, text });
      }
      const { line, problem } = explain(error as Error);
      return fail("TEMPLATE_FAULT", [line ? `${origin}:${line}` : origin, service], { problem });
    }
  };
  return {
    async render(service, values) {
      const text = rendered(values, service);
      const lines = () => lineMap(rendered(values, service, true));
      try {
        return {
          value: parseYaml(text, origin, tags) ?? {},
          lineOf: (path) => lines().get(locateYaml(text, path) ?? 0),
        };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const place = /line (\d+)/.exec(error.message);
        const line = place ? lines().get(Number(place[1])) : undefined;
        const problem = error.diagnostics[0]?.message ?? error.message;
        return fail("TEMPLATE_YAML", [line ? `${origin}:${line}` : origin, service], { problem });
      }
    },
  };
}

class NotPlain extends Error {
  readonly text: string;
  readonly expression: string;
  readonly line: number;
  constructor(text: string, expression: string, line: number) {
    super(text);
    this.text = text;
    this.expression = expression;
    this.line = line;
  }
}

function plainOrFail(value: unknown, options: Handlebars.HelperOptions): unknown {
  const { expression, line } = options.hash as { expression: string; line: number };
  if (value === null || value === undefined) throw new Error(`"${expression}" is empty - ${line}:0`);
  if (Array.isArray(value) || typeof value === "object") {
    throw new Error(`"${expression}" is a list or a mapping; use {{yaml ${expression}}} - ${line}:0`);
  }
  if (typeof value === "string" && !isPlain(value) && value !== "") {
    throw new NotPlain(value, expression, line);
  }
  return value;
}

/**
 * Puts every bare `{{value}}` through the `plain` helper; with `mark`, each line of the template
 * also carries its number into the output, so that a line printed can be traced to the line written.
 */
function guard(library: typeof Handlebars, engine: typeof Handlebars, mark: boolean) {
  return class extends library.Visitor {
    override MustacheStatement(node: hbs.AST.MustacheStatement): void {
      const path = node.path as hbs.AST.PathExpression;
      if (node.params.length > 0 || path.original in engine.helpers) return;
      const literal = (type: "StringLiteral" | "NumberLiteral", value: string | number) =>
        ({ type, value, original: value, loc: node.loc }) as unknown as hbs.AST.Expression;
      const pair = (key: string, value: hbs.AST.Expression) =>
        ({ type: "HashPair", key, value, loc: node.loc }) as hbs.AST.HashPair;
      node.params = [path];
      node.hash = {
        type: "Hash",
        loc: node.loc,
        pairs: [
          pair("expression", literal("StringLiteral", String(path.original))),
          pair("line", literal("NumberLiteral", node.loc.start.line)),
        ],
      };
      node.path = {
        type: "PathExpression",
        data: false,
        depth: 0,
        parts: ["plain"],
        original: "plain",
        loc: node.loc,
      } as hbs.AST.PathExpression;
    }

    override ContentStatement(node: hbs.AST.ContentStatement): void {
      if (!mark) return;
      const original = String(node.original);
      const skipped = original.indexOf(node.value);
      let line = node.loc.start.line + count(original.slice(0, Math.max(0, skipped)));
      node.value = node.value.replace(/^|\n/g, (at) => {
        if (at) line++;
        return `${at}\uE000${line}\uE001`;
      });
    }
  };
}

const count = (text: string) => text.split("\n").length - 1;

/** From the line printed to the line of the template. */
function lineMap(marked: string): Map<number, number> {
  const lines = new Map<number, number>();
  for (const [index, text] of marked.split("\n").entries()) {
    const mark = /\uE000(\d+)\uE001(?!\uE000)/.exec(text);
    if (mark) lines.set(index + 1, Number(mark[1]));
  }
  return lines;
}

/** Handlebars' message without its place, and the place. */
function explain(error: Error): { problem: string; line: number | undefined } {
  const runtime = / - (\d+):\d+$/.exec(error.message);
  const syntax = /^Parse error on line (\d+):\n/.exec(error.message);
  const line = runtime?.[1] ?? syntax?.[1];
  const problem = error.message
    .replace(/ - \d+:\d+$/, "")
    .replace(/^Parse error on line \d+:\n/, "")
    .replace(/ in \[object Object\]/, "");
  return { problem, line: line === undefined ? undefined : Number(line) };
}
