import type { Git } from "./git.ts";

/** The bytes of blobs by id, with one process for all of them. */
export async function readBlobs(
  git: Git,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const blobs = new Map<string, Buffer>();
  if (ids.length === 0) return blobs;
  const bytes = await git.bytes(["cat-file", "--batch"], { input: `${ids.join("\n")}\n` });
  // `<id> blob <size>`, line feed, that many bytes, line feed; or `<id> missing`, line feed.
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    if (end < 0) break;
    const [id = "", type, size] = bytes.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (type !== "blob") continue;
    blobs.set(id, bytes.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}
