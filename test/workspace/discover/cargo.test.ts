import { describe, expect, test } from "vitest";
import { complaints, type Files, outline, workspaceOf } from "../tree.ts";

const cargo = { discover: ["cargo"] };
const crate = (name: string, rest = "") =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\n${rest}`;

/** A workspace whose root is a package, with one that stands on its own within it. */
const repository = {
  "Cargo.toml": `[package]
name = "acme"
version = "0.1.0"

[dependencies]
acme-core = { path = "crates/core" }
serde = "1"

[workspace]
members = [
    "crates/*", # all of them
    "services/api",
]
exclude = ["tools", "crates/attic"]
default-members = ["services/api"]

[workspace.dependencies]
acme-core = { path = "crates/core", version = "0.1.0" }
acme-log = { path = "./crates/log" }
serde = { version = "1", features = ["derive"] }

[patch.crates-io]
ring = { path = "third_party/ring" }

[profile.release]
lto = true
`,
  "Cargo.lock": "version = 4\n",
  "src/main.rs": "fn main() {}\n",
  ".cargo/config.toml": `[build]
rustflags = ["-D", "warnings"]

[source.crates-io]
replace-with = "vendored-sources"

[source.vendored-sources]
directory = "vendor"
`,
  "rust-toolchain.toml": "",
  "crates/core/Cargo.toml": crate(
    "acme-core",
    `
[dependencies]
acme-log.workspace = true
serde = { workspace = true }

[dev-dependencies]
acme-testkit = { path = "../testkit" }
`,
  ),
  "crates/core/src/lib.rs": "",
  "crates/log/Cargo.toml": crate("acme-log"),
  "crates/testkit/Cargo.toml": crate(
    "acme-testkit",
    `
[dependencies.acme-core]
path = "../core"
features = []
`,
  ),
  "crates/attic/Cargo.toml": crate("attic"),
  "services/api/Cargo.toml": crate(
    "api",
    `edition = "2024"
[dependencies]
acme-core = { workspace = true }

[build-dependencies]
"acme-log" = { "path" = "../../crates/log" } # with quotes

[target.'cfg(target_os = "linux")'.dependencies]
implicit = { path = "../implicit" }
`,
  ),
  "services/api/src/bin/api/main.rs": "",
  "services/implicit/Cargo.toml": crate("implicit"),
  "third_party/ring/Cargo.toml": crate("ring"),
  "tools/release/Cargo.toml": crate(
    "release",
    '[[bin]]\nname = "release"\npath = "../shared/release.rs"\n\n[dependencies]\nring = "0.17"\n',
  ),
  "vendor/serde/Cargo.toml": crate("serde"),
  "vendor/broken/Cargo.toml": "no TOML",
};

describe("a workspace whose root is a package", () => {
  test("services and edges", async () => {
    expect(await outline(repository, cargo)).toEqual({
      services: [
        ". acme service cargo",
        "services/api api service cargo",
        "crates/attic attic library cargo",
        "crates/core core library cargo",
        "services/implicit implicit library cargo",
        "crates/log log library cargo",
        "tools/release release service cargo",
        "third_party/ring ring library cargo",
        "crates/testkit testkit library cargo",
      ],
      edges: [
        "acme > core Cargo.toml:6",
        "acme > ring Cargo.toml:23",
        "api > core services/api/Cargo.toml:6",
        "api > implicit services/api/Cargo.toml:12",
        "api > log services/api/Cargo.toml:9",
        "api > ring Cargo.toml:23",
        "core > log crates/core/Cargo.toml:6",
        "core > ring Cargo.toml:23",
        "core > testkit crates/core/Cargo.toml:10",
        "implicit > ring Cargo.toml:23",
        "log > ring Cargo.toml:23",
        "testkit > core crates/testkit/Cargo.toml:5",
        "testkit > ring Cargo.toml:23",
      ],
    });
    const { cycles } = await workspaceOf(repository, cargo);
    expect(cycles).toEqual([["core", "testkit"]]);
  });

  test("inputs and lock files", async () => {
    const { services } = await workspaceOf(repository, cargo);
    const top = [".cargo/config{,.toml}", "rust-toolchain{,.toml}"];
    const below = (directory: string) => [
      `${directory}/.cargo/config{,.toml}`,
      `${directory}/rust-toolchain{,.toml}`,
      ...top,
      "vendor/**",
    ];
    expect(services.map(({ name, inputs, locks }) => [name, inputs, locks])).toEqual([
      ["acme", ["vendor/**"], ["Cargo.lock"]],
      ["api", ["Cargo.toml", ...below("services")], ["Cargo.lock"]],
      ["attic", below("crates"), ["crates/attic/Cargo.lock"]],
      ["core", ["Cargo.toml", ...below("crates")], ["Cargo.lock"]],
      ["implicit", ["Cargo.toml", ...below("services")], ["Cargo.lock"]],
      ["log", ["Cargo.toml", ...below("crates")], ["Cargo.lock"]],
      ["release", [...below("tools"), "tools/shared/**"], ["tools/release/Cargo.lock"]],
      ["ring", ["Cargo.toml", ...below("third_party")], ["Cargo.lock"]],
      ["testkit", ["Cargo.toml", ...below("crates")], ["Cargo.lock"]],
    ]);
  });
});

test("names of old, and directories with odd names", async () => {
  const files = {
    "Cargo.toml": "[workspace]\nmembers = ['!x/*', '{a,b}']\n",
    "!x/a/Cargo.toml": `[project]
name = "a"
dev_dependencies = { no = "table of this manifest" }

[dev_dependencies]
b = { path = "../../{a,b}" }

[build_dependencies.b]
path = "../../{a,b}"
`,
    "{a,b}/Cargo.toml": crate("b", "[target.x.dev-dependencies]\na = { path = '../!x/a' }\n"),
    "vendor/{a,b}/Cargo.toml": crate("c"),
  };
  expect(await outline(files, cargo)).toEqual({
    services: ["!x/a a library cargo", "{a,b} {a,b} library cargo"],
    edges: ["a > {a,b} !x/a/Cargo.toml:6", "{a,b} > a {a,b}/Cargo.toml:5"],
  });
});

test("members of a workspace within vendor, by odd globs", async () => {
  const files = {
    "vendor/Cargo.toml": "[workspace]\nmembers = ['!x/*', '{a,b}']\n",
    "vendor/!x/c/Cargo.toml": crate("c"),
    "vendor/{a,b}/Cargo.toml": crate("b"),
    "vendor/a/Cargo.toml": crate("a"),
  };
  expect((await outline(files, cargo)).services).toEqual([
    "vendor/!x/c c library cargo",
    "vendor/{a,b} {a,b} library cargo",
  ]);
});

describe("which workspace a package belongs to", () => {
  const locksOf = async (files: Files) =>
    Object.fromEntries(
      (await workspaceOf(files, cargo)).services.map(({ root, locks }) => [root, locks]),
    );
  test.each<[string, Files, Record<string, string[]>]>([
    ["none", { "a/Cargo.toml": crate("a") }, { a: ["a/Cargo.lock"] }],
    [
      "a virtual root is no service",
      { "Cargo.toml": "[workspace]\nmembers = ['a']\n", "a/Cargo.toml": crate("a") },
      { a: ["Cargo.lock"] },
    ],
    [
      "one nested in another, which excludes it",
      {
        "Cargo.toml": "[workspace]\nexclude = ['inner']\n",
        "inner/Cargo.toml": "[workspace]\nmembers = ['*']\n",
        "inner/a/Cargo.toml": crate("a"),
        "b/Cargo.toml": crate("b"),
      },
      { b: ["Cargo.lock"], "inner/a": ["inner/Cargo.lock"] },
    ],
    [
      "what excludes more than its own workspace",
      {
        "Cargo.toml": "[workspace]\n",
        "inner/Cargo.toml": "[workspace]\nexclude = ['a']\n",
        "inner/a/Cargo.toml": crate("a"),
      },
      { "inner/a": ["Cargo.lock"] },
    ],
    [
      "a package that is a workspace of its own, such as fuzz/",
      { "Cargo.toml": "[workspace]\n", "fuzz/Cargo.toml": crate("fuzz", "[workspace]\n") },
      { fuzz: ["fuzz/Cargo.lock"] },
    ],
    [
      "one that it names",
      {
        "main/Cargo.toml": "[workspace]\nmembers = ['../a']\n",
        "a/Cargo.toml": crate("a", 'workspace = "../main"\n'),
      },
      { a: ["main/Cargo.lock"] },
    ],
    [
      "one that names it, and another around it",
      {
        "Cargo.toml": "[workspace]\n",
        "main/Cargo.toml": "[workspace]\nmembers = ['../a']\n",
        "a/Cargo.toml": crate("a"),
      },
      { a: ["Cargo.lock", "main/Cargo.lock"] },
    ],
    [
      "a member whose name begins like no member of others",
      {
        "Cargo.toml": "[workspace]\nmembers = ['!x/a']\n",
        "!x/Cargo.toml": "[workspace]\n",
        "!x/a/Cargo.toml": crate("a"),
      },
      { "!x/a": ["!x/Cargo.lock", "Cargo.lock"] },
    ],
    [
      "a directory is excluded, and a member in it named",
      {
        "Cargo.toml": "[workspace]\nmembers = ['x/*', 'x/b']\nexclude = ['x']\n",
        "x/a/Cargo.toml": crate("a"),
        "x/b/Cargo.toml": crate("b"),
      },
      { "x/a": ["x/a/Cargo.lock"], "x/b": ["Cargo.lock"] },
    ],
    [
      "a vendored member, and a vendored path",
      {
        "Cargo.toml":
          "[workspace]\nmembers = ['vendor/a']\n[patch.crates-io]\nb = { path = 'vendor/b' }\n",
        "vendor/a/Cargo.toml": crate("a"),
        "vendor/b/Cargo.toml": crate("b"),
        "vendor/c/Cargo.toml": crate("c"),
      },
      { "vendor/a": ["Cargo.lock"], "vendor/b": ["Cargo.lock"] },
    ],
  ])("%s", async (_, files, locks) => {
    expect(await locksOf(files)).toEqual(locks);
  });
});

test.each<[string, Files, string]>([
  ["src/main.rs", { "src/main.rs": "" }, "service"],
  ["src/bin/x.rs", { "src/bin/x.rs": "" }, "service"],
  ["src/bin/x/main.rs", { "src/bin/x/main.rs": "" }, "service"],
  ["src/bin/x/help.rs", { "src/bin/x/help.rs": "", "src/bin.rs": "" }, "library"],
  ["[[bin]]", { "Cargo.toml": crate("a", "[[bin]]\nname = 'a'\n") }, "service"],
  [
    "autobins = false",
    { "Cargo.toml": crate("a", "autobins = false\n"), "src/main.rs": "" },
    "library",
  ],
])("the kind of a package with %s", async (_, files, kind) => {
  const { services } = await outline({ "Cargo.toml": crate("a"), ...files }, cargo);
  expect(services).toEqual([`. a ${kind} cargo`]);
});

describe("what takes the place of other packages", () => {
  test("replace, and a package on its own that patches", async () => {
    const files = {
      "a/Cargo.toml": crate("a", '[replace]\n"foo:0.1.0" = { path = "../foo" }\n'),
      "foo/Cargo.toml": crate(
        "foo",
        '[patch."https://example.com/git"]\nbar = { path = "../bar" }\n',
      ),
      "bar/Cargo.toml": crate("bar"),
    };
    expect((await outline(files, cargo)).edges).toEqual([
      "a > foo a/Cargo.toml:5",
      "foo > bar foo/Cargo.toml:5",
    ]);
  });

  test("patches and paths of a configuration file concern what is below it", async () => {
    const files = {
      "x/.cargo/config.toml":
        "paths = ['../loose']\n[patch.crates-io]\nfoo = { path = '../foo' }\n[source.s]\nlocal-registry = 'reg'\n",
      "x/a/Cargo.toml": crate("a"),
      "b/Cargo.toml": crate("b"),
      "foo/Cargo.toml": crate("foo"),
    };
    expect((await outline(files, cargo)).edges).toEqual(["a > foo x/.cargo/config.toml:3"]);
    const { services } = await workspaceOf(files, cargo);
    expect(services.map(({ name, inputs }) => [name, inputs])).toEqual([
      [
        "a",
        [
          "x/.cargo/config{,.toml}",
          "x/rust-toolchain{,.toml}",
          ".cargo/config{,.toml}",
          "rust-toolchain{,.toml}",
          "loose/**",
          "x/reg/**",
        ],
      ],
      ["b", [".cargo/config{,.toml}", "rust-toolchain{,.toml}"]],
      ["foo", [".cargo/config{,.toml}", "rust-toolchain{,.toml}"]],
    ]);
  });
});

describe("paths that lead nowhere", () => {
  test("out of the repository: nothing in it can change them", async () => {
    const files = { "a/Cargo.toml": crate("a", "[dependencies]\nb = { path = '../../b' }\n") };
    expect((await workspaceOf(files, cargo)).services[0]?.inputs).toEqual([
      ".cargo/config{,.toml}",
      "rust-toolchain{,.toml}",
    ]);
  });

  test("to no package, or into a submodule: an input, so that nothing is lost", async () => {
    const dependencies =
      "[dependencies]\nb = { path = '../b' }\nc = { path = '../sub/crates/c' }\n";
    const files = { "a/Cargo.toml": crate("a", dependencies), sub: "(a submodule)" };
    expect((await workspaceOf(files, cargo)).services[0]?.inputs).toEqual([
      ".cargo/config{,.toml}",
      "rust-toolchain{,.toml}",
      "b",
      "sub",
    ]);
  });

  test("a member that is a submodule", async () => {
    const files = {
      "Cargo.toml": "[workspace]\nmembers = ['a', 'sub']\n",
      "a/Cargo.toml": crate("a"),
      sub: "(a submodule)",
    };
    expect((await workspaceOf(files, cargo)).services[0]?.inputs).toEqual([
      "Cargo.toml",
      "sub",
      "sub/**",
      ".cargo/config{,.toml}",
      "rust-toolchain{,.toml}",
    ]);
  });
});

describe("what cannot be read", () => {
  const next = "Mend the file, or leave it out with services.exclude";
  test.each<[string, string, string]>([
    ["[package\nname = 'x'\n", "MANIFEST_SYNTAX x/Cargo.toml:1:9", "illegal character in key"],
    ["", "MANIFEST_INVALID x/Cargo.toml", "it has neither [package] nor [workspace]"],
    [
      "[workspace]\nresolver = '3'\nmembers = 'a'\n",
      "MANIFEST_INVALID x/Cargo.toml:3",
      "workspace.members is no list of directories",
    ],
    [
      "[workspace]\nexclude = [1]\n",
      "MANIFEST_INVALID x/Cargo.toml:2",
      "workspace.exclude is no list of directories",
    ],
    [
      "[workspace]\nmembers = [\n  'a',\n  '../../b/*',\n]\n",
      "MANIFEST_INVALID x/Cargo.toml:4",
      'the workspace member "../../b/*" leads out of the repository',
    ],
  ])("%j", async (text, where, problem) => {
    expect(await complaints({ "x/Cargo.toml": text }, cargo)).toEqual([
      `${where}: ${problem}. ${next}`,
    ]);
  });

  test("a configuration file", async () => {
    const files = { "a/Cargo.toml": crate("a"), ".cargo/config.toml": "[build]\n[build]\n" };
    expect(await complaints(files, cargo)).toEqual([
      `MANIFEST_SYNTAX .cargo/config.toml:2:2: trying to redefine an already defined table or value. ${next}`,
    ]);
  });
});
