import { Reference } from "../model/index.ts";

/** An object of its own, into which GitLab does not look (`lib/gitlab/ci/config/yaml/tags`). */
const referenceSize = 40;

/**
 * Bytes that a value takes in GitLab's eyes once it is loaded from YAML: the sum of Ruby's
 * `ObjectSpace.memsize_of` over every array, hash, key and scalar, what is used twice counted
 * twice (`lib/gitlab/utils/deep_size.rb`, limit `max_yaml_size_bytes`). Of Ruby 3.1 (measured)
 * and 3.3 (its slot sizes) the larger counts, object by object; so the sum errs on the safe side.
 */
export function parsedSize(value: unknown): number {
  switch (typeof value) {
    case "string":
      return stringSize(Buffer.byteLength(value));
    case "number":
      return numberSize(value);
    case "bigint":
      return bigintSize(value);
    case "object":
      break;
    default:
      return 0;
  }
  if (value === null) return 0;
  if (value instanceof Reference) return referenceSize;
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, item) => sum + parsedSize(item), arraySize(value.length));
  }
  let size = 0;
  let pairs = 0;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    size += stringSize(Buffer.byteLength(key)) + parsedSize(inner);
    pairs++;
  }
  return size + hashSize(pairs);
}

/** Levels of arrays and hashes: a scalar has none, `{a: [1]}` has two (limit `max_yaml_depth`). */
export function depth(value: unknown): number {
  if (typeof value !== "object" || value === null || value instanceof Reference) return 0;
  let deepest = 0;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    deepest = Math.max(deepest, depth(inner));
  }
  return deepest + 1;
}

/** Slots of Ruby 3.3 that hold a short string whole, with the bytes that fit. */
const slots = [
  { fits: 15, size: 40 },
  { fits: 55, size: 80 },
  { fits: 135, size: 160 },
  { fits: 295, size: 320 },
  { fits: 615, size: 640 },
] as const;

function stringSize(bytes: number): number {
  const before = bytes <= 23 ? 40 : 41 + bytes;
  const slot = slots.find(({ fits }) => bytes <= fits);
  return Math.max(before, slot?.size ?? 0);
}

/** An array grows item by item: from 3 places in itself to 20 outside, then by half each time. */
function arraySize(length: number): number {
  if (length <= 3) return 40;
  let places = 20;
  while (places < length) places = Math.max(16, places >> 1) + places + 1;
  return 40 + 8 * places;
}

/**
 * A hash of more than 8 pairs becomes a table of 32 places, 24 bytes each, which doubles; two bins
 * a place are as wide as a place's number needs.
 */
export function hashSize(pairs: number): number {
  if (pairs === 0) return 40;
  if (pairs <= 8) return 168;
  let places = 32;
  while (places < pairs) places *= 2;
  const bin = places <= 128 ? 1 : places <= 32_768 ? 2 : 4;
  return 96 + places * (24 + 2 * bin);
}

function numberSize(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e21) return size < 2 ** 62 ? 0 : 40;
  return size === 0 || (size >= 1e-76 && size <= 1e77) ? 0 : 40;
}

/** Integers below 2^62 are no objects; longer ones hold up to 24 bytes in themselves. */
function bigintSize(value: bigint): number {
  const bytes = Math.ceil((value < 0n ? -value : value).toString(2).length / 64) * 8;
  return bytes <= 24 ? 40 : 40 + bytes;
}
