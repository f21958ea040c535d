import type { Fault, GitlabError, Path } from "./entry.ts";

/** An error with the words around those of its fault; `own` leads to it, `tested` to what was tested. */
export function errorOf(
  { code, hint, fixes }: Fault,
  message: string,
  path: Path,
  own: Path = [],
  tested: Path = [],
): GitlabError {
  const mends = fixes?.map((fix) => ({ ...fix, path: [...path, ...tested, ...fix.path] }));
  return {
    code,
    message,
    path: [...path, ...own],
    ...(hint !== undefined && { hint }),
    ...(mends && { fixes: mends }),
  };
}
