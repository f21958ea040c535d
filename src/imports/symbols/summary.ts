import type { Compiler, ts } from "../../typescript.ts";
import { type Loading, loadingOf, type Scope } from "./loading.ts";
import { type Known, type Mentions, mentionsOf, moduleKey } from "./mentions.ts";
import { type Outline, outlineOf, type Piece, type Request, wholeModule } from "./outline.ts";
import { pragmasOf, tokensOf } from "./tokens.ts";
import type { Binding, Load, Opaque, Part, Summary } from "./types.ts";

/** What to read of a file beside what is always read. */
export interface Wanted {
  /** Specifiers of its imports: strings that name a module, wherever they stand. */
  readonly specifiers: Iterable<string>;
  /** Names that count as top-level names although the file declares them no more. */
  readonly also?: Iterable<string>;
  /** Whether to keep the tokens, for comparing two versions. */
  readonly tokens?: boolean;
}

/** Longer texts are not read: they are made by a tool. In UTF-16 code units. */
const longest = 1_000_000;

/** Reads what a file declares, uses, imports and exports. Throws nothing. */
export function summarise(compiler: Compiler, path: string, text: string, wanted: Wanted): Summary {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return opaque("other");
  if (text.length > longest) return opaque("size");
  try {
    return read(compiler, path, text, wanted);
  } catch (error) {
    // Nested deeper than the stack: no code that people write.
    if (error instanceof RangeError) return opaque("syntax");
    throw error;
  }
}

const opaque = (why: Opaque, order: readonly string[] = []): Summary => ({
  opaque: why,
  pragmas: "",
  names: new Map(),
  effects: [],
  order,
  bindings: new Map(),
  exports: new Map(),
  stars: [],
  loads: [],
});

function read(compiler: Compiler, path: string, text: string, wanted: Wanted): Summary {
  const { JSDocParsingMode, ScriptTarget } = compiler;
  const jsDocParsingMode = JSDocParsingMode.ParseNone;
  const target = { languageVersion: ScriptTarget.Latest, jsDocParsingMode };
  const file = compiler.createSourceFile(path, text, target, true);
  if (faults(file) > 0) return opaque("syntax");
  const all = () => (wanted.tokens ? [tokensOf(compiler, file, file)] : []);
  if (/\.[cm]?jsx?$/.test(path) && /@(?:typedef|callback|import)\b/.test(text))
    return opaque("script", all());
  const outline = outlineOf(compiler, file);
  const known: Known = {
    namespaces: new Set(namespacesIn(outline)),
    specifiers: new Set(wanted.specifiers),
  };
  const read = outline.pieces.map((piece) => ({
    piece,
    mentions: mentionsOf(compiler, piece.node, known),
  }));
  if (read.some(({ mentions }) => mentions.eval)) return opaque("eval", all());
  const inModule =
    compiler.isExternalModule(file) ||
    outline.bindings.size > 0 ||
    read.some(({ mentions: { names } }) => commonJs.some((name) => names.has(name)));
  if (!inModule) return opaque("script", all());

  const names = new Set([
    ...outline.pieces.flatMap((piece) => piece.names),
    ...outline.bindings.keys(),
  ]);
  const parts = partsOf(compiler, file, { outline, names, known, read }, wanted);
  const bindings = new Map(outline.bindings);
  for (const specifier of known.specifiers) {
    const key = moduleKey(specifier);
    if (read.some(({ mentions }) => mentionsModule(mentions, key)))
      bindings.set(key, { specifier, name: wholeModule });
  }
  const values = new Set(read.flatMap(({ mentions }) => [...mentions.values]));
  return {
    pragmas: [pragmasOf(compiler, file), ...outline.directives].join("\n"),
    ...parts,
    bindings,
    exports: outline.exports,
    stars: outline.stars,
    loads: outline.requests.map((request) => loadOf(request, values, outline)),
  };
}

/** Names that only CommonJS gives a file. */
const commonJs = ["module", "exports", "require"];

const faults = (file: ts.SourceFile): number =>
  (file as { readonly parseDiagnostics?: readonly unknown[] }).parseDiagnostics?.length ?? 0;

const namespacesIn = ({ bindings }: Outline): string[] =>
  [...bindings].filter(([, { name }]) => name === wholeModule).map(([local]) => local);

const mentionsModule = ({ names }: Mentions, key: string): boolean =>
  names.has(key) || [...names].some((name) => name.startsWith(`${key}.`));

interface Reading {
  readonly outline: Outline;
  /** All top-level names. */
  readonly names: ReadonlySet<string>;
  readonly known: Known;
  readonly read: readonly { readonly piece: Piece; readonly mentions: Mentions }[];
}

/** Makes the parts of the pieces, those of one name joined. */
function partsOf(
  compiler: Compiler,
  file: ts.SourceFile,
  { outline, names: all, known, read }: Reading,
  wanted: Wanted,
): Pick<Summary, "names" | "effects" | "order"> {
  const counted = new Set([...all, ...(wanted.also ?? [])]);
  const unwritten = namesOfElements(file, outline.bindings, read);
  const ready = new Set(outline.bindings.keys());
  for (const { names, hoisted } of outline.pieces)
    if (hoisted) for (const name of names) ready.add(name);
  const scope: Scope = { ready, all, namespaces: known.namespaces };

  const names = new Map<string, Part>();
  const effects: Part[] = [];
  const order: string[] = [];
  for (const { piece, mentions } of read) {
    const nodes = [...piece.keywords, piece.node];
    const loading = loads(compiler, piece, scope);
    const written = mentions.jsx ? [...mentions.names, ...unwritten] : mentions.names;
    const uses = chosen([...written, ...nodes.flatMap((node) => commented(file, node))], counted);
    const part: Part = {
      tokens: wanted.tokens ? nodes.map((node) => tokensOf(compiler, node, file)).join("\n") : "",
      shape: piece.shape,
      uses,
      eager: loading.harmless ? loading.eager : uses,
      deep: loading.harmless ? loading.deep : uses,
      bases: loading.bases,
      writes: chosen(mentions.writes, counted),
      calls: chosen(mentions.calls, counted),
    };
    if (!loading.harmless) effects.push(part);
    for (const name of piece.names) {
      const other = names.get(name);
      names.set(name, other ? joined(other, part) : part);
      ready.add(name);
    }
    if (!piece.hoisted) order.push(piece.names.join(",") || part.tokens);
  }
  return { names, effects, order };
}

/** What loading the file does with a piece of it. */
function loads(compiler: Compiler, { runs }: Piece, scope: Scope): Loading {
  if (runs === undefined) return nothing;
  return runs === true ? { ...nothing, harmless: false } : loadingOf(compiler, runs, scope);
}

const nothing: Loading = { harmless: true, eager: new Set(), deep: new Set(), bases: new Set() };

/** Names that elements in JSX may stand for without naming them. */
function namesOfElements(
  file: ts.SourceFile,
  bindings: ReadonlyMap<string, Binding>,
  read: readonly { readonly mentions: Mentions }[],
): string[] {
  const mentioned = new Set(
    read.flatMap(({ mentions: { names, values } }) => [...names, ...values]),
  );
  const idle = [...bindings.keys()].filter((name) => !mentioned.has(name));
  const pragmas = [...file.text.matchAll(/@jsx(?:Frag)?\s+([\w$]+)/g)].map(([, name = ""]) => name);
  return ["React", "h", "jsx", "createElement", "Fragment", ...pragmas, ...idle];
}

/** Words in comments of JavaScript that may hold types. */
function commented(file: ts.SourceFile, node: ts.Node): string[] {
  if (!/\.[cm]?jsx?$/.test(file.fileName)) return [];
  const comments = node.getFullText(file).match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  return comments.flatMap((comment) => comment.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
}

/** Of what is mentioned, what is a top-level name, or a member of one. */
const chosen = (mentioned: Iterable<string>, names: ReadonlySet<string>): Set<string> =>
  new Set([...mentioned].filter((name) => names.has(name) || /[".]/.test(name)));

/** Two declarations of one name. */
const joined = (a: Part, b: Part): Part => ({
  tokens: `${a.tokens}\n${b.tokens}`,
  shape: a.shape === b.shape ? a.shape : `${a.shape} ${b.shape}`,
  uses: new Set([...a.uses, ...b.uses]),
  eager: new Set([...a.eager, ...b.eager]),
  deep: new Set([...a.deep, ...b.deep]),
  bases: new Set([...a.bases, ...b.bases]),
  writes: new Set([...a.writes, ...b.writes]),
  calls: new Set([...a.calls, ...b.calls]),
});

/** What an import loads: the compiler leaves out one of which only types are used. */
function loadOf(
  { specifier, always, locals, passed }: Request,
  values: ReadonlySet<string>,
  { bindings, exports }: Outline,
): Load {
  const certain = always || locals.some((local) => values.has(local));
  const passedOn = new Set(
    [...exports.values()].flatMap((each) => ("local" in each ? [each.local] : [])),
  );
  const handed = locals.filter((local) => passedOn.has(local));
  const names = [...passed, ...handed.map((local) => bindings.get(local)?.name ?? local)];
  return { specifier, certain, names: names.sort() };
}
