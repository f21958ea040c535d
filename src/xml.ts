import { fail } from "./diagnostics/index.ts";

/** An element of an XML document. Names are as written, prefix included. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text directly inside it, entities resolved, trimmed. */
  readonly text: string;
  /** The line on which its start tag ends (1 is the first). */
  readonly line: number;
}

/**
 * The root element of an XML document: the only door to saxes, which is loaded when there is XML
 * to read. A fault is a UserError MANIFEST_SYNTAX with line and column. Entities that a document
 * type defines stay as they are written.
 */
export async function parseXml(text: string, path: string): Promise<XmlElement> {
  const { SaxesParser } = await import("saxes");
  const parser = new SaxesParser({ position: true });
  type Open = { -readonly [K in keyof XmlElement]: XmlElement[K] } & { children: XmlElement[] };
  const open: Open[] = [];
  let root: XmlElement | undefined;
  parser.on("error", (cause) => {
    // Messages begin with the place.
    const problem = cause.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    fail(
      "MANIFEST_SYNTAX",
      [`${path}:${parser.line}:${Math.max(1, parser.column)}`],
      { problem },
      { cause },
    );
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Open = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: "",
      line: parser.line,
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
