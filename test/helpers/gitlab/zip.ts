import { crc32, deflateRawSync } from "node:zlib";

/** A zip archive of files, as GitLab keeps artifacts. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(content)];
    const packed = deflateRawSync(bytes);
    // Version, flags (UTF-8), deflate, time, date, checksum, sizes, length of the name, no extra.
    const common = fields(
      [20, 2],
      [0x800, 2],
      [8, 2],
      [0, 2],
      [33, 2],
      [crc32(bytes), 4],
      [packed.length, 4],
      [bytes.length, 4],
      [path.length, 2],
      [0, 2],
    );
    const local = Buffer.concat([fields([0x04034b50, 4]), common, path, packed]);
    const entry = [fields([0x02014b50, 4], [20, 2]), common];
    directory.push(...entry, fields([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), path);
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = Object.keys(files).length;
  const end = fields(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [index.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...parts, index, end]);
}

/** Numbers with their width in bytes, little end first. */
const fields = (...all: readonly (readonly [value: number, width: number])[]): Buffer =>
  Buffer.concat(
    all.map(([value, width]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
