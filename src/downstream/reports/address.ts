/**
 * An address of http or https as one word of printable ASCII without quotes, as long as it stays
 * below `most` characters; `undefined` where it is none.
 */
export function httpOf(address: string, most = 2_000): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  if (url.username !== "" || url.password !== "") return undefined;
  // The standard leaves some characters as they are that a shell or Markdown would read.
  const written = url.href.replace(/[^!#$%&*+,\-./:=?@\w~;]/g, encoded);
  return written.length < most ? written : undefined;
}

const encoded = (character: string) =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
