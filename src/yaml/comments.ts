import { Lexer } from "yaml";

interface Comment {
  /** From its `#` to the end of its line, blanks there left out. */
  readonly text: string;
  /** Of its `#`, in UTF-16 units. */
  readonly offset: number;
}

/** The comments of a text in their order; a `#` in a value is none. */
export function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let isValue = false;
  for (const token of new Lexer().lex(text)) {
    // The lexer puts these between the pieces of the text: a value follows; a document, an error.
    if (!isValue && token === "\u001f") {
      isValue = true;
      continue;
    }
    if (!isValue && (token === "\u0002" || token === "\u0018")) continue;
    if (!isValue && token.startsWith("#")) comments.push({ text: token.trimEnd(), offset });
    isValue = false;
    offset += token.length;
  }
  return comments;
}
