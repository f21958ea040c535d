import { crc32, deflateRawSync } from "node:zlib";

/** An entry as an archive tells it, which need not be true. */
export interface Entry {
  readonly name: string | Buffer;
  readonly content?: string;
  /** Unix mode, its type included. */
  readonly mode?: number;
  readonly method?: number;
  readonly flags?: number;
  readonly size?: number;
  readonly checksum?: number;
  /** Stands for the bytes of the entry before. */
  readonly shares?: boolean;
}

/** A zip archive of entries, true or not. */
export function archiveOf(entries: readonly Entry[], comment = ""): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let [offset, last] = [0, 0];
  for (const {
    name,
    content = "",
    mode = 0o100644,
    method = 8,
    flags = 0x800,
    ...rest
  } of entries) {
    const path = Buffer.from(name as string);
    const bytes = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const { size = bytes.length, checksum = crc32(bytes), shares = false } = rest;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(checksum, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(path.length, 22);
    const at = shares ? last : offset;
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\u0003", "latin1"), common, tail, path);
    if (shares) continue;
    last = offset;
    const own = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), common, path, packed]);
    parts.push(own);
    offset += own.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, index, end, Buffer.from(comment)]);
}
