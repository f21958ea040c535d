/** What may stand in an element; text is never read as HTML. */
export type Child = Node | string | number | false | null | undefined;

type Value = string | number | boolean | undefined | ((event: never) => void);
export type Attributes = Readonly<Record<string, Value>>;

/**
 * An element with attributes (`true` is an empty one, `false` and `undefined` leave it out),
 * listeners (`onclick`) and children.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  put(element, attributes);
  append(element, children);
  return element;
}

/** The same for SVG. */
export function s(tag: string, attributes: Attributes, ...children: readonly Child[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  put(element, attributes);
  append(element, children);
  return element;
}

function put(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== undefined && value !== false) {
      const text = value === true ? "" : String(value);
      element.setAttribute(name, read.has(name) ? shown(text) : text);
    }
  }
}

/** Attributes that people read; others are compared with what is in the data. */
const read = new Set(["title", "aria-label", "aria-valuetext", "placeholder"]);

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === false || child === null || child === undefined) continue;
    element.append(typeof child === "object" ? child : shown(String(child)));
  }
}

/** Puts other children in place of those that are there. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.textContent = "";
  append(element, children);
}

/** Controls, what turns the direction of writing, and halves of pairs: they would hide what is there. */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** Text as it may be looked at: what hides or turns around is spelt out. */
export function shown(text: string): string {
  return text.replace(hidden, (char) => {
    const code = char.charCodeAt(0);
    // A byte that is not UTF-8: see `showPath`.
    if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** `1 job`, `2 jobs`. */
export const count = (number: number, one: string, more = `${one}s`): string =>
  `${number.toLocaleString("en-GB")} ${number === 1 ? one : more}`;
