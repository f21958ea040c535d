import { createRequire } from "node:module";
import type { RE2JS } from "re2js";

/**
 * The engine takes 20 ms to load, and few expressions have a pattern: it is fetched at the first
 * one, by require, since an expression is judged without waiting.
 */
const load = createRequire(import.meta.url);
let engine: typeof RE2JS | undefined;

/** Whether some part of a text matches. */
export type Test = (text: string) => boolean;

/** The rules of a pipeline ask for the same patterns again and again. */
const known = new Map<string, Test | undefined>();
/** In instructions of the engine, which take about 100 bytes each. */
const mostKnown = 200_000;
let size = 0;

/**
 * What is written as a pattern, `/.../flags`, in the form that RE2 reads: flags in front. Of a text
 * of several lines the first that is written so counts (lib/gitlab/untrusted_regexp/ruby_syntax.rb).
 */
export function patternIn(text: string): string | undefined {
  for (const line of text.replaceAll("\\/", "/").split("\n")) {
    const last = line.lastIndexOf("/");
    const flags = line.slice(last + 1);
    if (!line.startsWith("/") || last < 1 || !/^[ismU]*$/.test(flags)) continue;
    return (flags && `(?${flags})`) + line.slice(1, last);
  }
  return undefined;
}

/**
 * Compiles what {@link patternIn} gives. undefined: RE2 refuses it, as it does look-around. Of what
 * RE2 reads this engine refuses `\C` (any byte) as well.
 */
export function compilePattern(pattern: string): Test | undefined {
  if (known.has(pattern)) return known.get(pattern);
  const compiled = compile(pattern);
  const own = compiled?.programSize() ?? pattern.length;
  size += own;
  if (size > mostKnown) {
    known.clear();
    size = own;
  }
  const test = compiled && searching(pattern, compiled);
  known.set(pattern, test);
  return test;
}

/** GitLab searches with a group around a pattern that has none; an open \Q makes that one useless. */
function searching(pattern: string, compiled: RE2JS): Test {
  if (compiled.groupCount() > 0) return (text) => compiled.test(text);
  let grouped: RE2JS | undefined;
  let isTried = false;
  return (text) => {
    if (!isTried) grouped = compile(`(${pattern})`);
    isTried = true;
    return grouped?.test(text) ?? false;
  };
}

function compile(pattern: string): RE2JS | undefined {
  engine ??= (load("re2js") as { RE2JS: typeof RE2JS }).RE2JS;
  try {
    return engine.compile(pattern);
  } catch {
    return undefined;
  }
}
