import { describe, expect, test } from "vitest";
import { differs } from "../helper.ts";

const index = "https://index.example/simple";

const released = (name: string, version: string, more = "", hash = "aa") => `[[package]]
name = "${name}"
version = "${version}"
source = { registry = "${index}" }
${more}sdist = { url = "https://files.example/${name}-${version}.tar.gz", hash = "sha256:${hash}", size = 100 }
wheels = [
    { url = "https://files.example/${name}-${version}-py3-none-any.whl", hash = "sha256:${hash}w", size = 100 },
]
`;

const uv = `version = 1
revision = 2
requires-python = ">=3.12"

[manifest]
members = [
    "acme",
    "api",
    "core",
    "worker",
]

[[package]]
name = "acme"
version = "0.1.0"
source = { virtual = "." }

[package.dev-dependencies]
dev = [
    { name = "pytest" },
]

[package.metadata.requires-dev]
dev = [{ name = "pytest", specifier = ">=8" }]

[[package]]
name = "api"
version = "0.1.0"
source = { editable = "packages/api" }
dependencies = [
    { name = "core" },
    { name = "requests", extra = ["socks"] },
]

[package.metadata]
requires-dist = [
    { name = "core", editable = "packages/core" },
    { name = "requests", extras = ["socks"] },
]

[[package]]
name = "core"
version = "0.1.0"
source = { editable = "packages/core" }
dependencies = [
    { name = "numpy", version = "1.26.4", source = { registry = "${index}" }, marker = "python_full_version < '3.13'" },
    { name = "numpy", version = "2.1.0", source = { registry = "${index}" }, marker = "python_full_version >= '3.13'" },
]

[[package]]
name = "worker"
version = "0.1.0"
source = { editable = "packages/worker" }
dependencies = [
    { name = "requests" },
]

[package.optional-dependencies]
fast = [
    { name = "orjson" },
]

${released("certifi", "2024.2.2")}
${released("numpy", "1.26.4", "resolution-markers = [\n    \"python_full_version < '3.13'\",\n]\n")}
${released("numpy", "2.1.0")}
${released("orjson", "3.9.0")}
${released("pysocks", "1.7.1")}
${released("pytest", "8.0.0", 'dependencies = [\n    { name = "colorama", marker = "sys_platform == \'win32\'" },\n]\n')}
${released("colorama", "0.4.6")}
${released("requests", "2.31.0", 'dependencies = [\n    { name = "certifi" },\n]\n').replace(/\n$/, '\n\n[package.optional-dependencies]\nsocks = [\n    { name = "pysocks" },\n]\n')}`;

const roots = ["packages/api", "packages/core", "packages/worker", "."];

describe("uv.lock", () => {
  const found = (edit: (text: string) => string, asked = roots) => {
    const text = edit(uv);
    expect(text).not.toBe(uv);
    return differs("uv.lock", [{ "uv.lock": uv }, { "uv.lock": text }], asked);
  };
  const hash = (name: string) => (text: string) =>
    text.replace(new RegExp(`(/${name}[^"]*whl", hash = "sha256:)aa`), "$1bb");

  test.each<[string, (text: string) => string, Record<string, string>]>([
    [
      "a package far below",
      hash("certifi"),
      {
        "packages/api": "certifi 2024.2.2 (other content)",
        "packages/worker": "certifi 2024.2.2 (other content)",
      },
    ],
    ["a package of an extra", hash("pysocks"), { "packages/api": "pysocks 1.7.1 (other content)" }],
    ["an extra of a member", hash("orjson"), { "packages/worker": "orjson 3.9.0 (other content)" }],
    [
      "one of two versions, through a member",
      hash("numpy-1"),
      {
        "packages/api": "numpy 1.26.4 (other content)",
        "packages/core": "numpy 1.26.4 (other content)",
      },
    ],
    [
      "a tool of the root is there for all",
      (text) => text.replaceAll("8.0.0", "8.1.0"),
      Object.fromEntries(roots.map((root) => [root, "pytest 8.0.0 → 8.1.0"])),
    ],
    [
      "a marker",
      (text) =>
        text.replace(
          '{ name = "orjson" }',
          '{ name = "orjson", marker = "sys_platform == \'linux\'" }',
        ),
      { "packages/worker": "worker[fast] (other dependencies)" },
    ],
    [
      "a group that is new",
      (text) => text.replace("[manifest]", '[manifest]\nconstraints = [{ name = "x" }]'),
      Object.fromEntries(roots.map((root) => [root, "its settings differ: manifest.constraints"])),
    ],
    [
      "the range of Python",
      (text) => text.replace(">=3.12", ">=3.13"),
      Object.fromEntries(roots.map((root) => [root, "its settings differ: requires-python"])),
    ],
    [
      "when a file was uploaded, and the revision",
      (text) =>
        text
          .replaceAll("size = 100 }", 'size = 100, upload-time = "2024-01-01T00:00:00Z" }')
          .replace("revision = 2", "revision = 3"),
      {},
    ],
    [
      "a version of a member",
      (text) =>
        text.replace('name = "core"\nversion = "0.1.0"', 'name = "core"\nversion = "0.2.0"'),
      {},
    ],
    [
      "another format",
      (text) => text.replace("version = 1", "version = 2"),
      Object.fromEntries(roots.map((root) => [root, 'its version is "2"'])),
    ],
    [
      "a name without a package",
      (text) => text.replace('{ name = "certifi" }', '{ name = "cartifi" }'),
      Object.fromEntries(roots.map((root) => [root, "requests needs cartifi, which is not in it"])),
    ],
  ])("%s", async (_, edit, expected) => {
    expect(await found(edit)).toEqual(expected);
  });

  test("groups of a root that is no project", async () => {
    const group = (version: string) => ({
      "uv.lock": `version = 1\nrequires-python = ">=3.12"\n\n[manifest]\nmembers = ["api"]\n\n[manifest.dependency-groups]\ndev = [{ name = "ruff", specifier = ">=0.4" }, { name = "gone", marker = "python_version < '3'" }]\n\n[[package]]\nname = "api"\nversion = "0.1.0"\nsource = { editable = "api" }\n\n${released("ruff", version)}`,
    });
    expect(await differs("uv.lock", [group("0.4.0"), group("0.4.1")], ["api"])).toEqual({
      api: "ruff 0.4.0 → 0.4.1",
    });
  });
});

const poetry = `# This file is automatically @generated by Poetry 2.1.1 and should not be changed by hand.

[[package]]
name = "certifi"
version = "2024.2.2"
description = "Python package for providing Mozilla's CA Bundle."
optional = false
python-versions = ">=3.6"
groups = ["main"]
files = [
    {file = "certifi-2024.2.2-py3-none-any.whl", hash = "sha256:aa"},
    {file = "certifi-2024.2.2.tar.gz", hash = "sha256:bb"},
]

[[package]]
name = "requests"
version = "2.31.0"
description = "Python HTTP for Humans."
optional = false
python-versions = ">=3.7"
groups = ["main", "dev"]
files = [
    {file = "requests-2.31.0-py3-none-any.whl", hash = "sha256:cc"},
]

[package.dependencies]
certifi = ">=2017.4.17"

[package.extras]
socks = ["PySocks (>=1.5.6,!=1.5.7)"]

[metadata]
lock-version = "2.1"
python-versions = "^3.12"
content-hash = "0123"
`;

describe("poetry.lock", () => {
  test.each<[string, (text: string) => string, Record<string, string>]>([
    [
      "a package that others need",
      (text) => text.replaceAll("2024.2.2", "2024.6.2"),
      { api: "certifi 2024.2.2 → 2024.6.2" },
    ],
    [
      "its files",
      (text) => text.replace("sha256:bb", "sha256:00"),
      { api: "certifi 2024.2.2 (other content)" },
    ],
    [
      "a group",
      (text) => text.replace('groups = ["main"]', 'groups = ["dev"]'),
      { api: "certifi 2024.2.2 (other content)" },
    ],
    [
      "a package that is gone",
      (text) => text.replace(/\[\[package\]\]\nname = "certifi"[\s\S]*?(?=\[\[)/, ""),
      { api: "- certifi 2024.2.2" },
    ],
    [
      "the versions of Python",
      (text) => text.replace("^3.12", "^3.13"),
      { api: "its settings differ: metadata.python-versions" },
    ],
    [
      "the hash of the manifest, and words",
      (text) => text.replace("0123", "4567").replace("HTTP for Humans", "HTTP"),
      {},
    ],
    [
      "another format",
      (text) => text.replace('"2.1"', '"3.0"'),
      { api: 'its lock-version is "3.0"' },
    ],
  ])("%s", async (_, edit, expected) => {
    const text = edit(poetry);
    expect(text).not.toBe(poetry);
    const sides = [{ "api/poetry.lock": poetry }, { "api/poetry.lock": text }] as const;
    expect(await differs("api/poetry.lock", sides, ["api"])).toEqual(expected);
  });

  test("until 1.1, files stand at the end", async () => {
    const old = (hash: string) => ({
      "poetry.lock": `[[package]]\nname = "a"\nversion = "1.0"\ndescription = ""\ncategory = "main"\noptional = false\npython-versions = "*"\n\n[metadata]\nlock-version = "1.1"\npython-versions = "^3.8"\ncontent-hash = "0"\n\n[metadata.files]\na = [\n    {file = "a-1.0.tar.gz", hash = "sha256:${hash}"},\n]\n`,
    });
    expect(await differs("poetry.lock", [old("1"), old("2")], ["."])).toEqual({
      ".": "a 1.0 (other content)",
    });
  });
});
