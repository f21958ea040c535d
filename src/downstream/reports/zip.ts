import { crc32, inflateRawSync } from "node:zlib";

/** A file in an archive. */
export interface ZipEntry {
  /** As it is written there: not yet a path that may be used. */
  readonly name: string;
  /** Bytes, unpacked. */
  readonly size: number;
  /** A plain file; links, devices and the like are none. */
  readonly plain: boolean;
  /** Unpacks it; the end of a sentence where it is not what the archive says. */
  readonly bytes: () => Buffer | string;
}

/** More entries than artifacts have; their names alone would fill the memory. */
const mostEntries = 100_000;

const ends = { mark: 0x06054b50, size: 22, comment: 65_535 };
const directory = { mark: 0x02014b50, size: 46 };
const local = { mark: 0x04034b50, size: 30 };

/**
 * The files of a zip archive, by its central directory (PKWARE, APPNOTE 4.3), without its
 * directories. Strict: what GitLab's runner does not write (several disks, zip64, encryption,
 * entries that share bytes) makes it unreadable, told by the end of a sentence.
 */
export function readZip(archive: Buffer): readonly ZipEntry[] | string {
  const end = endOf(archive);
  if (end === undefined) return "it has no end, so it is no zip archive or only a part of one";
  const disks = [4, 6].map((at) => archive.readUInt16LE(end + at));
  const [here = 0, count = 0] = [8, 10].map((at) => archive.readUInt16LE(end + at));
  const [size = 0, start = 0] = [12, 16].map((at) => archive.readUInt32LE(end + at));
  if (disks.some((disk) => disk !== 0) || here !== count) return "it is one of several parts";
  if (count === 0xffff || start === 0xffffffff)
    return "it is larger than this reader takes (zip64)";
  if (count > mostEntries) return `it has more than ${mostEntries} entries`;
  if (start + size > end) return "its directory lies outside of it";
  const all: { readonly entry: ZipEntry; readonly from: number; readonly to: number }[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const read = entryAt(archive, at, start + size);
    if (typeof read === "string") return read;
    all.push(read);
    at = read.next;
  }
  const inOrder = all.toSorted((a, b) => a.from - b.from);
  // A small archive can hold much where many entries stand for the same bytes.
  if (inOrder.some(({ to }, index) => to > (inOrder[index + 1]?.from ?? start))) {
    return "its entries share bytes";
  }
  return all.map(({ entry }) => entry).filter(({ name }) => !name.endsWith("/"));
}

/** Where the record at its end begins: a comment may stand behind it. */
function endOf(archive: Buffer): number | undefined {
  const last = archive.length - ends.size;
  for (let at = last; at >= 0 && at >= last - ends.comment; at--) {
    if (archive.readUInt32LE(at) !== ends.mark) continue;
    if (at + ends.size + archive.readUInt16LE(at + 20) === archive.length) return at;
  }
  return undefined;
}

function entryAt(archive: Buffer, at: number, end: number) {
  const outside = "its directory is cut off";
  if (at + directory.size > end || archive.readUInt32LE(at) !== directory.mark) return outside;
  const short = (offset: number) => archive.readUInt16LE(at + offset);
  const long = (offset: number) => archive.readUInt32LE(at + offset);
  const [flags, method] = [short(8), short(10)];
  const [checksum, packed, size] = [long(16), long(20), long(24)];
  const next = at + directory.size + short(28) + short(30) + short(32);
  if (next > end) return outside;
  const name = nameIn(archive.subarray(at + directory.size, at + directory.size + short(28)));
  if (name === undefined) return "a name in it is not UTF-8";
  if (flags & 1) return "it is encrypted";
  if (method !== 0 && method !== 8) return `it is packed in a way that is not known (${method})`;
  const from = long(42);
  if (from + local.size > archive.length || archive.readUInt32LE(from) !== local.mark) {
    return "an entry in it lies elsewhere";
  }
  const data =
    from + local.size + archive.readUInt16LE(from + 26) + archive.readUInt16LE(from + 28);
  const to = data + packed;
  if (to > archive.length) return "an entry in it is cut off";
  const bytes = () => unpacked(archive.subarray(data, to), { method, size, checksum });
  // The upper half holds the mode where Unix made it: 0 or a plain file, else not.
  const type = short(4) >> 8 === 3 ? (long(38) >>> 28) & 0xf : 0;
  const plain = type === 0 || type === 8;
  return { entry: { name, size, plain, bytes }, from, to, next };
}

function nameIn(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

interface Packed {
  readonly method: number;
  readonly size: number;
  readonly checksum: number;
}

function unpacked(packed: Buffer, { method, size, checksum }: Packed): Buffer | string {
  const bytes = method === 0 ? packed : inflated(packed, size);
  if (bytes === undefined || bytes.length !== size) return "it is not as long as the archive says";
  return crc32(bytes) === checksum ? bytes : "its checksum is wrong";
}

/** Never more bytes than the archive says. */
function inflated(packed: Buffer, size: number): Buffer | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}
