/**
 * How Ruby's Psych understands a scalar, for reading and for writing. GitLab loads a configuration
 * with `YAML.safe_load(text, permitted_classes: [Symbol], aliases: true)`
 * (`lib/gitlab/config/loader/yaml.rb`): libyaml, then Psych's `scalar_scanner.rb`.
 */

const word = /^[^\d.:-]?[\p{Alphabetic}_\s!@#$%^&*(){}<>|/\\~;=]+/u;
const infinity = /^\+?\.inf$/i;
const sexagesimal = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}(\.[0-9_]*)?$/;
const float = /^[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]+)?$/;
const binary = /^[-+]?0b[01_,]+$/;
const octal = /^[-+]?0[0-7_,]+$/;
const decimal = /^[-+]?(0|[1-9]([0-9]|,[0-9]|_[0-9])*)$/;
const hexadecimal = /^[-+]?0x[0-9a-fA-F_,]+$/;

/**
 * The value of a plain (unquoted) scalar as Psych reads it: `yes` is true, `017` is 15, `1:20` is
 * 4800, `1e3` and `y` are strings. Dates, which GitLab refuses, and `:symbols` (see `symbolIn`)
 * are read as the text that was meant. Integers that a number cannot hold become a bigint.
 */
export function readPlain(text: string): string | number | bigint | boolean | null {
  if (text === "" || text === "~") return null;
  if (text.includes("\n")) return text;
  if (word.test(text)) return text.length > 5 ? text : readWord(text);
  if (infinity.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-\.inf$/i.test(text)) return Number.NEGATIVE_INFINITY;
  if (/^\.nan$/i.test(text)) return Number.NaN;
  if (sexagesimal.test(text)) return readSexagesimal(text);
  if (float.test(text)) return readFloat(text);
  return readInteger(text);
}

const date = /^\d{4}-(?:1[012]|0?[1-9])-(?:[12]\d|3[01]|0?[1-9])$/;
const time =
  /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;

/** The class of Ruby that Psych makes of a plain scalar and GitLab does not take. */
export function classIn(text: string): "Date" | "Time" | undefined {
  if (!/^-?\d{4}-/.test(text)) return undefined;
  if (date.test(text)) return "Date";
  return time.test(text) ? "Time" : undefined;
}

/**
 * The name of the symbol that Psych makes of a plain scalar such as `:build`; `undefined` where it
 * makes none.
 */
export function symbolIn(text: string): string | undefined {
  if (text[0] !== ":" || text.length < 2 || text.includes("\n")) return undefined;
  return /^:["'](.*)["']/.exec(text)?.[1]?.replace(/^:/, "") ?? text.slice(1);
}

function readWord(text: string): string | boolean | null {
  switch (text.toLowerCase()) {
    case "null":
      return null;
    case "yes":
    case "true":
    case "on":
      return true;
    case "no":
    case "false":
    case "off":
      return false;
    default:
      return text;
  }
}

/** `12:30:45`: Psych counts from the hours even when there are but two parts. */
function readSexagesimal(text: string): number {
  const number = text.includes(".")
    ? Number.parseFloat
    : (part: string) => Number.parseInt(part, 10);
  return text
    .split(":")
    .reduce((sum, part, at) => sum + number(part.replaceAll("_", "")) * 60 ** Math.abs(at - 2), 0);
}

function readFloat(text: string): number | string {
  const number = Number(text.replace(/[,_]/g, ""));
  return Number.isNaN(number) ? text : number;
}

function readInteger(text: string): number | bigint | string {
  const digits = text.replace(/[-+,_]/g, "");
  if (decimal.test(text)) return integer(text, digits);
  if (hexadecimal.test(text) && digits.length > 2) return integer(text, digits);
  if (binary.test(text) && digits.length > 2) return integer(text, digits);
  if (octal.test(text)) return integer(text, `0o${digits}`);
  return text;
}

function integer(text: string, digits: string): number | bigint {
  const exact = text.startsWith("-") ? -BigInt(digits) : BigInt(digits);
  const number = Number(exact);
  return Number.isFinite(number) && BigInt(number) === exact ? number : exact;
}

/** Words that some YAML 1.1 reader takes for a boolean or null. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** Begins with a letter or the like, holds printable ASCII, no `: `, no ` #`, no loose end. */
const harmless = /^(?:[A-Za-z_/$]|\.[A-Za-z_/])(?:[!-9;-~]| (?!#)|:(?! ))*$/;
const looseEnd = /[ :]$/;
/** `.inf`, `.nan`: the only words that begin with a dot and are no strings. */
const dotted = /^\.(?:inf|nan)$/i;
/** `e0`, `E12`, `._`, `.e1`: text for Psych, not-a-number for readers that are less strict. */
const digitless = /^(?:\.[\d_]*)?(?:e[-+]?\d+)?$/i;
/** `1 week`, `90 days`. */
const amount = /^[0-9]+ [a-z]+$/;
const flowIndicator = /[[\]{},]/;

/** Whether text can stand without quotes and be the same string for every YAML 1.1 reader. */
export function isPlain(text: string, inFlow: boolean): boolean {
  if (amount.test(text)) return true;
  if (!harmless.test(text) || looseEnd.test(text)) return false;
  if (text.length <= 5 && (reserved.test(text) || dotted.test(text))) return false;
  if (digitless.test(text)) return false;
  return !(inFlow && flowIndicator.test(text));
}

/** What a literal block keeps exactly: no leading or loose trailing blanks, nothing that hides. */
const block =
  /^[!-~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}][\t\n -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;
const blockEnd = /[ \t\n]\n?$/;

/** Whether text of several lines can stand as a literal block (`|`) exactly. */
export function isBlock(text: string): boolean {
  return text.includes("\n") && block.test(text) && !blockEnd.test(text.replace(/\n$/, ""));
}

/** Raised for text with half of a surrogate pair: no UTF-8 file can hold it. */
export class NotUtf8 extends Error {}

const loneSurrogate = /\p{Surrogate}/u;
/** Printable for JSON, but a line break, invisible or illegal for libyaml. */
const hidden = /[\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

/** Text in double quotes on one line: what JSON writes, and the same for what YAML would swallow. */
export function quote(text: string): string {
  if (loneSurrogate.test(text)) throw new NotUtf8();
  return JSON.stringify(text).replace(
    hidden,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A number as YAML 1.1 reads it back: `1.0e+21`, for Psych takes `1e+21` for a string.
 * Whole numbers stay integers as long as they have at most 21 digits.
 */
export function printNumber(value: number | bigint): string {
  if (typeof value === "bigint") return String(value);
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  if (Number.isInteger(value) && Math.abs(value) < 1e21) {
    return String(Number.isSafeInteger(value) ? value : BigInt(value));
  }
  const text = String(value);
  return text.includes("e") && !text.includes(".") ? text.replace("e", ".0e") : text;
}
