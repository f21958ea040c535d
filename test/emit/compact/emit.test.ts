import { expect, test } from "vitest";
import { compact, type EmitOptions, emit, parsedSize } from "../../../src/emit/index.ts";
import { limitsFor } from "../../../src/model/index.ts";
import { parseYaml } from "../../../src/yaml/read.ts";
import { pipeline } from "../../model/helper.ts";

const script = ["npm ci --prefer-offline --no-audit", "npm run test --if-present --workspaces"];
const names = Array.from({ length: 10 }, (_, index) => `job-${index}`);
const plain = pipeline(Object.fromEntries(names.map((name) => [name, { script }])));
const notes = { path: "a.yml", header: [], services: new Map() };
const size = emit(plain, notes, limitsFor({})).files[0]!.parsedBytes;
const text = (share: number, options?: EmitOptions): string => {
  const limits = limitsFor({ overrides: { parsedBytes: Math.floor(size / share) } });
  return emit(plain, notes, limits, options).files[0]!.text;
};
const written = text(0.1);

test.each<[string, number, EmitOptions | undefined, boolean]>([
  ["auto, below 60 % of the limit", 0.59, { compact: "auto" }, false],
  ["auto, above it", 0.61, { compact: "auto" }, true],
  ["auto, where the plain form would be refused", 1.2, { compact: "auto" }, true],
  ["never", 0.61, { compact: "never" }, false],
  ["nothing said", 0.61, undefined, false],
])("%s", (_, share, options, isCompact) => {
  expect(text(share, options) !== written).toBe(isCompact);
});

test("the plain form passes the limit, so it is refused when it may not be compact", () => {
  expect(() => text(1.2)).toThrow();
});

test("the file tells its own size, and its jobs without hidden ones", () => {
  const limits = limitsFor({ overrides: { parsedBytes: size } });
  const { files, limits: rows } = emit(plain, notes, limits, { compact: "auto" });
  const [file] = files;
  expect(file!.text).toBe(emit(compact(plain), notes, limitsFor({})).files[0]!.text);
  expect(file!.parsedBytes).toBe(parsedSize(parseYaml(file!.text, "a.yml")));
  expect(file!.jobs).toBe(names.length);
  expect(rows.find(({ name }) => name === "parsedBytes")?.value).toBe(file!.parsedBytes);
});

test("text counts as well", () => {
  const bytes = Buffer.byteLength(written);
  const limits = limitsFor({ overrides: { yamlBytes: bytes } });
  expect(emit(plain, notes, limits, { compact: "auto" }).files[0]!.bytes).toBeLessThan(bytes);
});
