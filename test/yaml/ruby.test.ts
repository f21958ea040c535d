import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parsedSize } from "../../src/emit/index.ts";
import { printYaml } from "../../src/yaml/index.ts";
import { readPlain } from "../../src/yaml/scalars.ts";
import fc from "../helpers/property.ts";
import { plainData } from "./arbitrary.ts";
import { hardScalars, other } from "./hard-scalars.ts";

const ruby = spawnSync("ruby", ["-rpsych", "-e", "print RUBY_VERSION"], {
  encoding: "utf8",
}).stdout;
/** What is printed must be safe for every Ruby; what is read and counted was measured on this one. */
const measured = "3.1.";

/** Loads each text as GitLab does; what is no plain data comes as `"refused"`. */
const load = `
  require "json"
  require "yaml"
  def plain(value)
    case value
    when Hash then value.to_h { |key, inner| key.is_a?(String) ? [key, plain(inner)] : (raise "key") }
    when Array then value.map { |inner| plain(inner) }
    when Float then value.finite? ? value : { "float" => value.to_s }
    when String, Integer, true, false, nil then value
    else raise "no plain data"
    end
  end
  $stdin.set_encoding("UTF-8")
  texts = JSON.parse($stdin.read)
  print JSON.generate(texts.map { |text|
    begin
      [plain(YAML.safe_load(text, permitted_classes: [Symbol], aliases: true))]
    rescue StandardError, Psych::Exception
      "refused"
    end
  }, max_nesting: 300)
`;

function run(program: string, texts: readonly string[]): unknown[] {
  const made = spawnSync("ruby", ["-e", program], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  expect(made.stderr).toBe("");
  return JSON.parse(made.stdout) as unknown[];
}

const psych = (texts: readonly string[]) =>
  run(load, texts).map((each) => (Array.isArray(each) ? (each[0] as unknown) : each));

/** JSON has no infinities. */
const finite = (value: unknown) =>
  typeof value === "number" && !Number.isFinite(value) ? { float: String(value) } : value;

/** GitLab's count: every object, what hashes and lists hold, keys as well. */
const count = `
  require "json"
  require "objspace"
  require "yaml"
  def size(value)
    own = ObjectSpace.memsize_of(value)
    case value
    when Hash then own + value.sum { |key, inner| size(key) + size(inner) }
    when Array then own + value.sum { |inner| size(inner) }
    else own
    end
  end
  $stdin.set_encoding("UTF-8")
  texts = JSON.parse($stdin.read)
  print JSON.generate(texts.map { |text| size(YAML.safe_load(text, permitted_classes: [Symbol], aliases: true)) })
`;

describe.skipIf(!ruby?.startsWith(measured))(
  `Ruby ${measured}x (skipped where there is none)`,
  () => {
    test("reads the hard scalars as the table says", () => {
      const read = psych(hardScalars.map(([text]) => `- ${text}\n`));
      for (const [index, [text, unquoted]] of hardScalars.entries()) {
        if (unquoted === other) expect(read[index], text).not.toEqual([text]);
        else expect(read[index], text).toEqual([finite(unquoted)]);
      }
    });

    test("takes no more memory for a value than its parsed size", () => {
      const values = fc.sample(plainData, { numRuns: 2000, seed: 11 });
      const sizes = run(count, values.map(printYaml)) as number[];
      for (const [index, value] of values.entries()) {
        expect(parsedSize(value), JSON.stringify(value)).toBeGreaterThanOrEqual(sizes[index]!);
      }
    });

    test("and we read plain scalars as it does", () => {
      const texts = fc.sample(fc.stringMatching(/^[0-9:._,+eEx-]{1,7}$/), {
        numRuns: 2000,
        seed: 7,
      });
      const read = psych(texts.map((text) => `- ${text}\n`));
      const compared = texts.flatMap((text, index) => {
        const list = read[index];
        const simple = Array.isArray(list) && list.length === 1 && typeof list[0] !== "object";
        return simple ? [{ text, psych: list[0] as unknown }] : [];
      });
      expect(compared.length).toBeGreaterThan(1000);
      expect(compared.map(({ text }) => ({ text, psych: readPlain(text) }))).toEqual(compared);
    });
  },
);

describe.skipIf(!ruby)("Ruby's Psych (skipped where there is no ruby)", () => {
  test("reads back what is printed of them", () => {
    const values = hardScalars.map(([text]) => ({ [text]: [text, { [text]: text }], text }));
    expect(psych(values.map(printYaml))).toEqual(values);
  });

  test("reads back any data", () => {
    const values = fc.sample(plainData, { numRuns: 2000, seed: 7 });
    expect(psych(values.map(printYaml))).toEqual(values);
  });
});
