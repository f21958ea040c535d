import type { Io } from "../io.ts";

/** The secrets of one run, and the way to tell a text without them. */
export interface Secrets {
  /** Takes note of a secret: from here on it is told nowhere. An empty one is none. */
  add(secret: string): void;
  /** The text with `[masked]` for every secret, in each form that it may have in a text. */
  hide(text: string): string;
}

const known = new WeakMap<Io["env"], Secrets>();

/** The secrets of a world: they hang on its environment, which every copy of an Io shares. */
export function secretsOf({ env }: Pick<Io, "env">): Secrets {
  const found = known.get(env) ?? secrets();
  known.set(env, found);
  return found;
}

/** A store of its own. */
export function secrets(): Secrets {
  const patterns = new Map<string, readonly RegExp[]>();
  return {
    add(secret) {
      if (secret !== "" && !patterns.has(secret))
        patterns.set(secret, formsOf(secret).map(exactly));
    },
    hide: (text) => masked(text, [...patterns.values()].flat()),
  };
}

/**
 * The same world, in which nothing that is told or written as text contains a secret that was read
 * in it: output, errors, questions, files. Bytes are written as they are.
 */
export function guarded<W extends Pick<Io, "env" | "files" | "out" | "err" | "ask">>(io: W): W {
  const { hide } = secretsOf(io);
  const { ask } = io;
  const write: Io["files"]["write"] = (path, bytes, mode) =>
    io.files.write(path, typeof bytes === "string" ? hide(bytes) : bytes, mode);
  return {
    ...io,
    out: (text) => io.out(hide(text)),
    err: (text) => io.err(hide(text)),
    ...(ask && { ask: (question: string) => ask(hide(question)) }),
    files: { ...io.files, write },
  };
}

/** Capitals and small letters alike: a host name and `%2f` are written either way. */
const exactly = (form: string) => new RegExp(form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), "gi");

const json = (text: string) => JSON.stringify(text).slice(1, -1);

/** As it is, in addresses and forms, in JSON and JSON within JSON, and within what is base64. */
const formsOf = (secret: string): string[] => [
  ...new Set([
    secret,
    encoded(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
    json(secret),
    json(json(secret)),
    ...inMarkup(secret),
    ...[0, 1, 2].flatMap((before) => inBase64(secret, before)),
  ]),
];

/** Half a character of UTF-16 cannot be encoded: it is sent as what stands in for it. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString("utf8"));

/** In HTML and XML: in an element, and in quotes, for which each writer has another way. */
function inMarkup(secret: string): string[] {
  const marks = new Map([
    ["&", "&amp;"],
    ["<", "&lt;"],
    [">", "&gt;"],
  ]);
  const marked = (...quotes: readonly (readonly [string, string])[]) => {
    const all = new Map([...marks, ...quotes]);
    return secret.replace(/[&<>"']/g, (found) => all.get(found) ?? found);
  };
  const doubles = ["&quot;", "&#34;"].map((quote) => ['"', quote] as const);
  const singles = ["&#39;", "&#x27;", "&apos;"].map((quote) => ["'", quote] as const);
  const both = doubles.flatMap((one) => [
    marked(one),
    ...singles.map((other) => marked(one, other)),
  ]);
  return [marked(), ...both];
}

/** Base64 shorter than this may be anything. */
const telling = 8;

/**
 * The part of base64 that is the same whatever stands around the secret, where the number of bytes
 * before it leaves this rest when divided by three: `user:secret` of basic authentication.
 */
function inBase64(secret: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const whole = bytes.length - (bytes.length % 3);
  const from = before === 0 ? 0 : before + 1;
  const forms = (["base64", "base64url"] as const).map((encoding) =>
    bytes.subarray(0, whole).toString(encoding).slice(from),
  );
  return forms.filter((form) => form.length >= telling);
}

/** All places are found before any is replaced: where two secrets overlap, both go. */
function masked(text: string, patterns: readonly RegExp[]): string {
  const places = patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(({ 0: match, index }) => ({ start: index, end: index + match.length }))
    .sort((a, b) => a.start - b.start);
  let clean = "";
  let at = 0;
  for (const { start, end } of places) {
    if (start >= at) clean += `${text.slice(at, start)}[masked]`;
    at = Math.max(at, end);
  }
  return clean + text.slice(at);
}
