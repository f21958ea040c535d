/** The directives of a go.mod as words, those of a block with its verb. */
export function readMod(text: string): string[][] {
  let block: string | undefined;
  return text.split("\n").flatMap((line) => {
    const words = line
      .replace(/\/\/.*$/, "")
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => word.replace(/^(["`])(.*)\1$/, "$2"));
    if (words[0] === ")") block = undefined;
    else if (block !== undefined) return words.length > 0 ? [[block, ...words]] : [];
    else if (words[1] === "(") block = words[0];
    else if (words.length > 0) return [words];
    return [];
  });
}
