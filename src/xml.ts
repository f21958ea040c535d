import { fail } from "./diagnostics/index.ts";

/** An element of an XML document. */
export interface XmlElement {
  /** As written, prefix included. */
  readonly name: string;
  /** Names as written; no prototype, so that every name may be asked for. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text directly inside it, entities resolved, trimmed. */
  readonly text: string;
  /** The line on which its name stands (1 is the first). */
  readonly line: number;
}

/**
 * The root element of an XML document: the only door to saxes, which is loaded when there is XML
 * to read. A fault is a UserError MANIFEST_SYNTAX with line and column. Nothing outside the text
 * is ever read: an entity that XML itself does not know stays as it is written, `&like;` this.
 */
export async function parseXml(text: string, path: string): Promise<XmlElement> {
  const { SaxesParser } = await import("saxes");
  const parser = new SaxesParser({ position: true });
  type Open = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlElement[] };
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let line = 1;
  parser.on("error", (cause) => {
    // Messages begin with the place and end with a full stop.
    const problem = cause.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    // Maven knows the entities of HTML, and a document type may define more.
    if (problem === "undefined entity") return;
    const place = `${path}:${parser.line}:${Math.max(1, parser.column)}`;
    fail("MANIFEST_SYNTAX", [place], { problem }, { cause });
  });
  parser.on("opentagstart", () => {
    // The character behind the name has been read; it may have been the end of the line.
    line = parser.column === 0 ? parser.line - 1 : parser.line;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Open = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: "",
      line,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const write = (part: string) => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on("text", write);
  parser.on("cdata", write);
  parser.on("closetag", () => {
    const element = open.pop();
    if (element) element.text = element.text.trim();
  });
  parser.write(text.replace(/^\uFEFF/, "")).close();
  return root ?? fail("MANIFEST_SYNTAX", [`${path}:1:1`], { problem: "there is no element" });
}
