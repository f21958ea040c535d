/**
 * Names of the files directly in a directory (`.` is the top), sorted, from a tree's listing: paths
 * sorted by code unit, each ended by NUL. Directories below are stepped over, not read.
 */
export function filesIn(listing: string, directory: string): readonly string[] {
  const prefix = directory === "." ? "" : `${directory}/`;
  const names: string[] = [];
  for (let at = firstFrom(listing, prefix); listing.startsWith(prefix, at); ) {
    const end = listing.indexOf("\0", at);
    if (end < 0) break;
    const name = listing.slice(at + prefix.length, end);
    const slash = name.indexOf("/");
    if (slash < 0) names.push(name);
    // "0" comes right after "/".
    at = slash < 0 ? end + 1 : firstFrom(listing, `${prefix}${name.slice(0, slash)}0`);
  }
  return names;
}

/** Where the first path that is not before this one begins. */
function firstFrom(listing: string, path: string): number {
  let low = 0;
  let high = listing.length;
  while (low < high) {
    // The path that holds the middle.
    const middle = (low + high) >> 1;
    const start = middle === 0 ? 0 : listing.lastIndexOf("\0", middle - 1) + 1;
    const end = listing.indexOf("\0", start);
    if (listing.slice(start, end) < path) low = end + 1;
    else high = start;
  }
  return low;
}
