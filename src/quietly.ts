/** A library asks again and again, and a stream has one listener of ours. */
const writers = new WeakMap<NodeJS.WriteStream, (text: string) => void>();

/**
 * Writes to a stream as long as somebody reads it; from then on what it is given is dropped. Throws
 * what else goes wrong with the stream.
 */
export function quietly(stream: NodeJS.WriteStream): (text: string) => void {
  const known = writers.get(stream);
  if (known) return known;
  let open = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    open = false;
  });
  const write = (text: string) => {
    if (open) stream.write(text);
  };
  writers.set(stream, write);
  return write;
}
