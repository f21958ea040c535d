import { describe, expect, test } from "vitest";
import { differs } from "../helper.ts";

const mod = (go: string, requires: readonly string[], more = "") =>
  [
    "module example.org/api",
    "",
    go,
    "",
    "require (",
    ...requires.map((each) => `\t${each}`),
    ")",
    more,
    "",
  ].join("\n");

const sums = (lines: readonly string[]) => `${lines.join("\n")}\n`;

const text = "golang.org/x/text v0.3.8";
const net = "golang.org/x/net v0.7.0 // indirect";
const built = [
  "golang.org/x/net v0.7.0 h1:aaa=",
  "golang.org/x/net v0.7.0/go.mod h1:bbb=",
  "golang.org/x/text v0.3.8 h1:ccc=",
  "golang.org/x/text v0.3.8/go.mod h1:ddd=",
];
const others = ["golang.org/x/text v0.3.0/go.mod h1:eee="];

/** go.sum before and after, with a go.mod that stays or changes. */
const module = (lines: readonly string[], manifest = mod("go 1.21", [text, net])) => ({
  "api/go.mod": manifest,
  "api/go.sum": sums(lines),
});
const found = (base: object, head: object) =>
  differs("api/go.sum", [{ ...base }, { ...head }], ["api"]);

describe("go.sum", () => {
  const base = module([...built, ...others]);

  test("since Go 1.17, lines of modules that are not built in make no difference", async () => {
    expect(await found(base, module(built))).toEqual({});
    expect(await found(base, module([...others, ...built].reverse()))).toEqual({});
  });

  test.each([
    ["the content of a module", "h1:ccc=", "h1:xxx="],
    ["its go.mod", "h1:ddd=", "h1:xxx="],
    ["a checksum that is gone", "golang.org/x/text v0.3.8 h1:ccc=\n", ""],
  ])("%s", async (_, from, to) => {
    const head = { ...base, "api/go.sum": base["api/go.sum"].replace(from, to) };
    expect(await found(base, head)).toEqual({ api: "golang.org/x/text v0.3.8 (other content)" });
  });

  test("another version of a module", async () => {
    const lines = built.map((line) => line.replace("v0.3.8", "v0.3.9"));
    const head = module(lines, mod("go 1.21", [text.replace("v0.3.8", "v0.3.9"), net]));
    expect(await found(base, head)).toEqual({ api: "golang.org/x/text v0.3.8 → v0.3.9" });
  });

  test("what a module is replaced by", async () => {
    const manifest = mod(
      "go 1.21",
      [text, net],
      "replace golang.org/x/text => example.org/text v1.0.0",
    );
    const line = "example.org/text v1.0.0 h1:yyy=";
    expect(
      await found(
        module([...built, line], manifest),
        module([...built, line.replace("yyy", "zzz")], manifest),
      ),
    ).toEqual({ api: "example.org/text v1.0.0 (other content)" });
  });

  test.each(["go 1.16", "", "go 1.9 // old"])("before Go 1.17 each line counts: %s", async (go) => {
    const manifest = mod(go, [text, net]);
    expect(await found(module([...built, ...others], manifest), module(built, manifest))).toEqual({
      api: "- golang.org/x/text v0.3.0",
    });
  });

  test("without a go.mod, with a line that is none, and for another directory", async () => {
    expect(await found({ "api/go.sum": sums(built) }, base)).toEqual({
      api: "at the base there is no go.mod beside it",
    });
    expect(await found(base, module([...built, "golang.org/x/net"]))).toEqual({
      api: "its line 5 is no checksum",
    });
    expect(await differs("api/go.sum", [base, base], ["api/inner"])).toEqual({
      "api/inner": "inner is not in it",
    });
  });
});

test("in go.work.sum each line counts, for every module", async () => {
  const files = (lines: readonly string[]) => ({ "go.work.sum": sums(lines) });
  const sides = [files(built), files([...built, "example.org/a v1.2.3/go.mod h1:x="])] as const;
  expect(await differs("go.work.sum", sides, ["a", "b"])).toEqual({
    a: "+ example.org/a v1.2.3",
    b: "+ example.org/a v1.2.3",
  });
  expect(await differs("go.work.sum", [sides[0], sides[0]], ["a", "b"])).toEqual({});
});

describe("go.mod of another module in the same workspace", () => {
  const mods = (api: readonly string[], worker: readonly string[], more = "") => ({
    "api/go.mod": mod("go 1.21", api, more),
    "worker/go.mod": mod("go 1.21", worker),
    "plain/go.mod": mod("go 1.21", []),
  });
  const seen = (base: object, head: object) =>
    differs("api/go.mod", [{ ...base }, { ...head }], ["worker", "plain"]);

  test("a version that it requires concerns those who require that package as well", async () => {
    expect(
      await seen(mods([text], [text, net]), mods([text.replace("8", "9")], [text, net])),
    ).toEqual({
      worker: "golang.org/x/text v0.3.8 → v0.3.9",
    });
    expect(await seen(mods([text], [net]), mods([text, net], [net]))).toEqual({
      worker: "+ golang.org/x/net v0.7.0",
    });
    expect(await seen(mods([text], [net]), mods([], [net]))).toEqual({});
  });

  test("its other directives concern all", async () => {
    const replace = "replace golang.org/x/text => ../text";
    const told = await seen(mods([text], [text]), mods([text], [text], replace));
    expect(Object.keys(told).sort()).toEqual(["plain", "worker"]);
  });

  test("comments and order concern nobody", async () => {
    const head = { ...mods([text, net], [text]) };
    head["api/go.mod"] = `// new\n${mod("go 1.21", [net, text])}`;
    expect(await seen(mods([text, net], [text]), head)).toEqual({});
  });
});
