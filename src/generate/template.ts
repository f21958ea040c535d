import type Handlebars from "handlebars";
import { fail, UserError } from "../diagnostics/index.ts";
import { yamlReader } from "../yaml/index.ts";
import { needTags } from "./fragment.ts";
import type { LineOf } from "./lines.ts";
import { guard } from "./template-guard.ts";
import { isPlain, shellQuote } from "./text.ts";

/** A template that was read once: rendered for each service, then parsed as YAML. */
export interface Template {
  /**
   * Renders for one service. The values by name are closed: a template that names another is at
   * fault, except inside `open` ones, where a name may be absent. Faults of the template, of what
   * it prints and of the values that it uses are UserErrors that name template, line and service.
   */
  render(
    service: string,
    values: Readonly<Record<string, unknown>>,
    open?: readonly unknown[],
  ): Promise<{ readonly value: unknown; readonly lineOf: LineOf }>;
}

/**
 * Reads a Handlebars template. Names are strict (a missing one is an error), HTML is not escaped,
 * and a value is only printed as it is when it is plain; else the template has to say how:
 * `{{yaml value}}` as a YAML scalar, `{{shell value}}` as a quoted word of a script.
 */
export async function readTemplate(source: string, origin: string): Promise<Template> {
  const { default: handlebars } = await import("handlebars");
  const { locateYaml, parseYaml } = await yamlReader();
  const engine = handlebars.create();
  /** Those of the rendering at hand. */
  let open: readonly unknown[] = [];
  for (const name of Object.keys(engine.helpers)) {
    if (!["if", "unless", "each", "with", "lookup"].includes(name)) engine.unregisterHelper(name);
  }
  engine.registerHelper("eq", (a: unknown, b: unknown) => a === b);
  engine.registerHelper("yaml", (value: unknown) => JSON.stringify(value ?? null));
  engine.registerHelper("shell", (value: unknown) => shellQuote(String(value)));
  engine.registerHelper("plain", plain);
  engine.registerHelper("known", (parent: unknown, name: string, options: HelperOptions) => {
    if (Object.hasOwn(Object(parent), name)) return (parent as Record<string, unknown>)[name];
    if (open.includes(parent)) return undefined;
    const { expression, line } = options.hash;
    throw new Fault(line, ["TEMPLATE_UNKNOWN", { expression, known: Object.keys(Object(parent)) }]);
  });

  const compiled = new Map<boolean, HandlebarsTemplateDelegate>();
  const compile = (mark: boolean) => {
    const program = engine.parse(source);
    guard(handlebars, program, mark);
    const made = engine.compile(program, { noEscape: true });
    compiled.set(mark, made);
    return made;
  };
  const rendered = (
    values: object,
    openValues: readonly unknown[],
    service: string,
    mark: boolean,
  ): string => {
    open = openValues;
    try {
      return (compiled.get(mark) ?? compile(mark))(values);
    } catch (error) {
      if (error instanceof Fault)
        return fail(error.what[0], [`${origin}:${error.line}`, service], error.what[1] as never);
      const { line, problem } = explain(error as Error);
      return fail("TEMPLATE_FAULT", [line ? `${origin}:${line}` : origin, service], { problem });
    }
  };
  return {
    async render(service, values, openValues = []) {
      const text = rendered(values, openValues, service, false);
      const lines = () => lineMap(rendered(values, openValues, service, true));
      try {
        return {
          value: parseYaml(text, origin, needTags) ?? {},
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

/**
 * Renders a page: values are escaped as HTML, only `{{{value}}}` stands as it is. A name that
 * `values` does not have is an error. It is not for templates of a repository.
 */
export async function renderHtml(
  source: string,
  values: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { default: handlebars } = await import("handlebars");
  return handlebars.create().compile(source, { strict: true })(values);
}

type HelperOptions = Handlebars.HelperOptions & { hash: { expression: string; line: number } };

/** What is wrong at a line of a template, thrown through Handlebars. */
class Fault extends Error {
  readonly line: number;
  readonly what: readonly ["TEMPLATE_NOT_PLAIN" | "TEMPLATE_UNKNOWN" | "TEMPLATE_NOT_TEXT", object];
  constructor(line: number, what: Fault["what"]) {
    super(what[0]);
    this.line = line;
    this.what = what;
  }
}

function plain(value: unknown, options: HelperOptions): unknown {
  const { expression, line } = options.hash;
  if (value === null || value === undefined || typeof value === "object") {
    const kind =
      value === null || value === undefined
        ? "nothing"
        : Array.isArray(value)
          ? "a list"
          : "a mapping";
    throw new Fault(line, ["TEMPLATE_NOT_TEXT", { expression, kind }]);
  }
  if (typeof value === "string" && value !== "" && !isPlain(value)) {
    throw new Fault(line, ["TEMPLATE_NOT_PLAIN", { expression, text: value }]);
  }
  return value;
}

/** From the line printed to the line of the template. */
function lineMap(marked: string): Map<number, number> {
  const lines = new Map<number, number>();
  for (const [index, text] of marked.split("\n").entries()) {
    const mark = /\uE000(\d+)\uE001(?!\uE000)/.exec(text);
    if (mark) lines.set(index + 1, Number(mark[1]));
  }
  return lines;
}

/** A fault of Handlebars' own: its message without the place, and the place. */
function explain(error: Error): { problem: string; line: number | undefined } {
  const place =
    / - (\d+):\d+$/.exec(error.message) ?? /^Parse error on line (\d+):\n/.exec(error.message);
  const problem = error.message
    .replace(/ - \d+:\d+$/, "")
    .replace(/^Parse error on line \d+:\n/, "");
  return { problem, line: place ? Number(place[1]) : undefined };
}
