import { deflateRawSync } from "node:zlib";

/** Bytes that texts take in a zip archive, beside its directory: each is packed by itself. */
export const archivedBytes = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + deflateRawSync(text).length, 0);
