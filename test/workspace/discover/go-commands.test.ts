import { describe, expect, test } from "vitest";
import { UserError } from "../../../src/diagnostics/index.ts";
import { parseGoSource } from "../../../src/workspace/discover/go/source.ts";
import { patternList, readWorkspace } from "../../../src/workspace/index.ts";
import fc from "../../helpers/property.ts";
import { complaints, type Files, outline, settings, treeOf, workspaceOf } from "../tree.ts";

const go = { discover: ["go"] };

/** One module with its commands, a library module beside it, and a tool that requires both. */
const repository = {
  "go.mod": `module example.com/acme/shop

go 1.24

require (
	example.com/acme/shop/sdk v0.0.0
	github.com/google/uuid v1.6.0
	google.golang.org/grpc v1.70.0
)

replace example.com/acme/shop/sdk => ./sdk
`,
  "go.sum": "",
  "cmd/api/main.go": `// Command api serves the shop.
package main

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"example.com/acme/shop/cmd/api/internal/routes"
	"example.com/acme/shop/internal/store"
)

func main() { _ = "import \\"nothing\\"" }
`,
  "cmd/api/internal/routes/routes.go": `package routes

import "example.com/acme/shop/internal/auth"
`,
  "cmd/api/internal/routes/routes_test.go": `package routes_test

import "example.com/acme/shop/internal/testkit"
`,
  "cmd/worker/main.go": `package main

import (
	"example.com/acme/shop/cmd/api/events"
	"example.com/acme/shop/internal/queue"
)
`,
  "cmd/api/events/events.go": "package events\n",
  "services/mailer/main.go": `package main

import "example.com/acme/shop/internal/mail"
`,
  "internal/store/store.go": `package store

import (
	"database/sql"
	"embed"

	"example.com/acme/shop/internal/model"
	"example.com/acme/shop/sdk/money"
)

//go:embed migrations/*.sql schema.sql
var files embed.FS
`,
  "internal/store/store_test.go": `package store

import "example.com/acme/shop/internal/queue"
`,
  "internal/store/migrations/1.sql": "",
  "internal/store/testdata/rows.json": "",
  "internal/model/model.go": "package model\n",
  "internal/auth/auth.go": "package auth\n",
  "internal/testkit/kit.go": "package testkit\n",
  "internal/queue/queue.go": 'package queue\n\nimport "google.golang.org/grpc"\n',
  "internal/mail/mail.go": `package mail

import _ "embed"

//go:embed all:templates
var templates string
`,
  "internal/report/report.go": `package report

import "example.com/acme/shop/cmd/api/events"
`,
  "testdata/broken.go": "no Go",
  "vendor/github.com/google/uuid/uuid.go": "no Go",
  "vendor/modules.txt": "",
  "sdk/go.mod": "module example.com/acme/shop/sdk\n",
  "sdk/money/money.go": "no Go either, but nobody reads it",
  "tools/go.mod": `module example.com/acme/tools

require example.com/acme/shop v0.0.0
`,
  "tools/main.go": "package main\n",
};

describe("one module with several commands", () => {
  test("services and edges", async () => {
    expect(await outline(repository, go)).toEqual({
      services: [
        "cmd/api api service go",
        "services/mailer mailer service go",
        "sdk sdk library go",
        ". shop library go",
        "tools tools service go",
        "cmd/worker worker service go",
      ],
      edges: [
        "api > sdk internal/store/store.go:8",
        "shop > api internal/report/report.go:3",
        "shop > sdk go.mod:6",
        "tools > api tools/go.mod:3",
        "tools > shop tools/go.mod:3",
      ],
    });
  });

  test("a command is built from the packages that it imports", async () => {
    const { services } = await workspaceOf(repository, go);
    expect(Object.fromEntries(services.map(({ name, inputs }) => [name, inputs]))).toEqual({
      api: [
        "go.mod",
        "vendor/**",
        "cmd/api/events/{*,testdata/**}",
        "cmd/api/internal/routes/{*,testdata/**}",
        "internal/auth/{*,testdata/**}",
        "internal/model/{*,testdata/**}",
        "internal/store/{*,testdata/**}",
        "internal/store/migrations/*.sql{,/**}",
        "internal/store/schema.sql",
        "internal/testkit/{*,testdata/**}",
      ],
      mailer: ["go.mod", "vendor/**", "internal/mail/{*,testdata/**}", "internal/mail/templates"],
      sdk: [],
      shop: [
        "internal/mail/templates",
        "internal/store/migrations/*.sql{,/**}",
        "internal/store/schema.sql",
      ],
      tools: [],
      worker: [
        "go.mod",
        "vendor/**",
        "cmd/api/events/{*,testdata/**}",
        "internal/queue/{*,testdata/**}",
      ],
    });
    expect(services.map(({ name, locks }) => `${name} ${locks}`)).toEqual([
      "api go.sum",
      "mailer go.sum",
      "sdk sdk/go.sum",
      "shop go.sum",
      "tools tools/go.sum",
      "worker go.sum",
    ]);
  });
});

test("the patterns of a command match the files that it is built from, and no others", async () => {
  const { services } = await workspaceOf(repository, go);
  const { inputs } = services.find(({ name }) => name === "api")!;
  const list = patternList(inputs, []);
  const paths = [
    "internal/store/new.go",
    "internal/store/migrations/2.sql",
    "internal/store/testdata/deep/rows.json",
    "vendor/github.com/google/uuid/uuid.go",
    "internal/store/migrations/README.md",
    "internal/store/sub/sub.go",
    "internal/queue/queue.go",
    "README.md",
  ];
  expect(paths.filter((path) => list.match(path))).toEqual(paths.slice(0, 4));
});

const twice = (files: Files): Files => ({
  "go.mod": "module acme\n\ngo 1.24\n",
  "a/main.go": "package main\n",
  "b/main.go": "package main\n",
  ...files,
});
const inputsOf = async (files: Files, name: string) =>
  (await workspaceOf(twice(files), go)).services.find((each) => each.name === name)?.inputs;

describe("which directories are commands", () => {
  test.each<[string, Files, string[]]>([
    ["two directories", {}, ["a a service go", ". acme library go", "b b service go"]],
    [
      "that of the module, and another",
      { "b/main.go": "package b\n", "main.go": "package main\n" },
      ["a a service go", ". acme service go"],
    ],
    ["only one is a command", { "b/main.go": "package b\n" }, [". acme library go"]],
    [
      "one in cmd/",
      { "a/main.go": "package a\n", "b/main.go": "package b\n", "cmd/x/main.go": "package main\n" },
      [". acme service go"],
    ],
    [
      "one within another",
      { "a/b/main.go": "package main\n", "b/main.go": "package b\n" },
      ["a a service go", ". acme library go", "a/b b service go"],
    ],
    [
      "directories that the go command skips, and other modules",
      {
        "testdata/c/main.go": "package main\n",
        "_d/main.go": "package main\n",
        "vendor/e/main.go": "package main\n",
        "f/main.go": "package main\n",
        "f/go.mod": "module f\n",
      },
      ["a a service go", ". acme library go", "b b service go", "f f service go"],
    ],
  ])("%s", async (_, files, services) => {
    expect((await outline(twice(files), go)).services).toEqual(services);
  });
});

describe("what a command imports", () => {
  const goMod = ["go.mod"];
  const whole = ["go.mod", "**"];
  test.each<[string, Files, string[]]>([
    ["nothing", {}, goMod],
    ["the standard library", { "a/main.go": 'package main\nimport "fmt"\n' }, goMod],
    ["a module from elsewhere", { "a/main.go": 'package main\nimport "example.com/x"\n' }, goMod],
    [
      "the package of the module itself",
      { "a/main.go": 'package main\nimport "acme"\n', "acme.go": "package acme\n" },
      ["go.mod", "{*,testdata/**}"],
    ],
    [
      "a package with an odd name",
      {
        "a/main.go": 'package main\nimport "acme/{x}/[y]"\n',
        "{x}/[y]/y.go": "package y\n",
      },
      ["go.mod", "\\{x\\}/\\[y\\]/{*,testdata/**}"],
    ],
    [
      "packages in a circle",
      {
        "a/main.go": 'package main\nimport "acme/x"\n',
        "x/x.go": 'package x\nimport "acme/y"\n',
        "y/y.go": 'package y\nimport "acme/x"\n',
      },
      ["go.mod", "x/{*,testdata/**}", "y/{*,testdata/**}"],
    ],
    [
      "for every platform",
      {
        "a/main_windows.go": '//go:build windows\n\npackage main\nimport "acme/x"\n',
        "x/x.go": "package x\n",
      },
      ["go.mod", "x/{*,testdata/**}"],
    ],
    ["cgo", { "a/main.go": 'package main\n// #include "x.h"\nimport "C"\n' }, whole],
    [
      "assembly, which may include files",
      { "a/main.go": 'package main\nimport "acme/x"\n', "x/x.s": "", "x/x.go": "package x\n" },
      ["go.mod", "x/{*,testdata/**}", "**"],
    ],
    ["a package without files", { "a/main.go": 'package main\nimport "acme/gen"\n' }, whole],
    [
      "a package below testdata, whose files are not read",
      { "a/main.go": 'package main\nimport "acme/testdata/x"\n', "testdata/x/x.go": "package x\n" },
      whole,
    ],
    ["a path with an escape", { "a/main.go": 'package main\nimport "\\x61cme/x"\n' }, whole],
    ["a relative path", { "a/main.go": 'package main\nimport "../x"\n' }, whole],
    [
      "a nested module that is published elsewhere",
      {
        "go.mod": "module acme\nrequire acme/api v1.2.3\n",
        "a/main.go": 'package main\nimport "acme/api/x"\n',
      },
      goMod,
    ],
  ])("%s", async (_, files, inputs) => {
    expect(await inputsOf(files, "a")).toEqual(inputs);
  });

  test("where the whole module counts, the edge says why", async () => {
    const files = twice({ "a/main.go": 'package main\n\nimport "acme/gen"\n' });
    expect((await outline(files, go)).edges).toEqual(["a > acme a/main.go:3"]);
  });

  test("what is not there may be generated below a command", async () => {
    const files = twice({ "x/x.go": 'package x\nimport "acme/a/gen"\n' });
    expect((await outline(files, go)).edges).toEqual(["acme > a x/x.go:2"]);
  });

  test("a file without text is not understood: the whole module counts", async () => {
    const files = twice({ "a/link.go": "(a symbolic link)" });
    const tree = treeOf(files);
    const read = (paths: readonly string[]) =>
      tree.read(paths.filter((path) => path !== "a/link.go"));
    const { workspace } = await readWorkspace({ ...tree, read }, settings(go));
    expect(workspace.edges).toEqual([{ from: "a", to: "acme", manifest: "a/link.go" }]);
    expect(workspace.services.find(({ name }) => name === "a")?.inputs).toEqual(whole);
  });
});

describe("//go:embed", () => {
  test.each<[string, string[]]>([
    ["a.txt", ["a/a.txt"]],
    ["static", ["a/static"]],
    ["all:static", ["a/static"]],
    ["*", ["a/*{,/**}"]],
    ["a/*/c* d", ["a/a/*/c*{,/**}", "a/d"]],
    ['"with space.txt" `raw{1}.txt`', ["a/raw\\{1\\}.txt", "a/with space.txt"]],
    ["[a-c].txt", ["a/**"]],
    ["a?.txt", ["a/**"]],
    ["../x", ["a/**"]],
    [".", ["a/**"]],
    ['"a\\x41"', ["a/**"]],
  ])("%s", async (words, patterns) => {
    const text = `package main\n\nimport "embed"\n\n\t//go:embed ${words}\nvar f embed.FS\n`;
    expect(await inputsOf({ "a/main.go": text }, "a")).toEqual(["go.mod", ...patterns]);
  });

  test("a module with a command of its own owns the rest, and is no command beside itself", async () => {
    const files = { "main.go": 'package main\nimport "acme/x"\n', "x/x.go": "package x\n" };
    expect(await inputsOf(files, "acme")).toEqual([]);
  });

  test("a file of a command, embedded by the module around it", async () => {
    const files = {
      "acme.go": "package acme\r\n\r\n//go:embed a/page.html\r\nvar page string\r\n",
    };
    expect(await inputsOf(files, "acme")).toEqual(["a/page.html"]);
  });
});

describe("modules beside one with several commands", () => {
  const files = {
    "shop/go.mod": `module example.com/shop
go 1.24
require (
	example.com/log v0.0.0-00010101000000-000000000000
	example.com/forked v1.4.0
	example.com/billing v0.0.0
)
replace example.com/forked => ../forked
replace example.com/unused => ../unused
`,
    "shop/cmd/one/main.go": 'package main\nimport "example.com/log/slog"\n',
    "shop/cmd/two/main.go": 'package main\nimport "github.com/some/sdk"\n',
    "shop/cmd/three/main.go": 'package main\nimport "fmt"\n',
    "shop/cmd/four/main.go": 'package main\nimport "example.com/billing/cmd/x/types"\n',
    "log/go.mod": "module example.com/log\n",
    "forked/go.mod": "module example.com/forked\n",
    "unused/go.mod": "module example.com/unused\n",
    "billing/go.mod": "module example.com/billing\nrequire example.com/shop v0.0.0\n",
    "billing/cmd/x/main.go": "package main\n",
    "billing/cmd/x/types/types.go": "package types\n",
    "billing/cmd/y/main.go": "package main\n",
    "billing/cmd/y/internal/types.go": "package internal\n",
    "billing/cmd/y/main_test.go": "package main_test\n",
  };
  test("edges of its commands go where the imports lead, or where a fork may come in", async () => {
    expect((await outline(files, go)).edges).toEqual([
      "billing > shop billing/go.mod:2",
      "four > billing shop/cmd/four/main.go:2",
      "four > forked shop/go.mod:8",
      "four > x shop/cmd/four/main.go:2",
      "one > forked shop/go.mod:8",
      "one > log shop/cmd/one/main.go:2",
      "shop > billing shop/go.mod:6",
      "shop > forked shop/go.mod:5",
      "shop > log shop/go.mod:4",
      "shop > unused shop/go.mod:9",
      "shop > x shop/go.mod:6",
      "two > forked shop/go.mod:8",
    ]);
  });

  test("in a workspace, a published version may be required from elsewhere as well", async () => {
    const inWorkspace = {
      "go.work": "go 1.24\nuse (\n\t./a\n\t./b\n\t./c\n)\nreplace example.com/r => ./r\n",
      "a/go.mod": `module example.com/a
go 1.24
require (
	example.com/b v1.0.0
	example.com/c v0.0.0-local
	example.com/r v0.0.0-20240102030405-0123456789ab
	example.com/unused v1.0.0
)
`,
      "a/x/main.go": 'package main\nimport "github.com/some/sdk"\n',
      "a/y/main.go": "package main\n",
      "b/go.mod": "module example.com/b\n",
      "c/go.mod": "module example.com/c\n",
      "r/go.mod": "module example.com/r\n",
      "unused/go.mod": "module example.com/unused\n",
      "vendor/modules.txt": "",
    };
    const { edges } = await outline(inWorkspace, go);
    expect(edges).toEqual([
      "a > b a/go.mod:4",
      "a > c a/go.mod:5",
      "a > r a/go.mod:6",
      "a > unused a/go.mod:7",
      "x > b a/go.mod:4",
      "x > r a/go.mod:6",
    ]);
    const { services } = await workspaceOf(inWorkspace, go);
    expect(services.find(({ name }) => name === "y")).toMatchObject({
      inputs: ["a/go.mod", "go.work", "vendor/**"],
      locks: ["a/go.sum", "b/go.mod", "c/go.mod", "go.work.sum"],
    });
  });

  test("before Go 1.17, go.mod does not name all that is needed: what is replaced may come in", async () => {
    const old = {
      "go.mod": "module acme\ngo 1.16\nreplace example.com/forked => ./forked\n",
      "forked/go.mod": "module example.com/forked\n",
      "a/main.go": 'package main\nimport "github.com/some/sdk"\n',
    };
    expect((await outline(twice(old), go)).edges).toEqual([
      "a > forked go.mod:3",
      "acme > forked go.mod:3",
    ]);
  });
});

describe("the top of a Go file", () => {
  test.each<[string, string]>([
    ["on one line", 'package main; import "acme/x"; func main() {}'],
    ["with semicolons", 'package main\nimport ("fmt"; y "acme/x";)'],
    [
      "with comments everywhere",
      '/* a */ package /* b */ main // c\nimport /* d\n*/ ( // e\n_ /**/ "acme/x" )',
    ],
    ["with raw strings", "package main\nimport . `acme/x`\n"],
    ["several declarations", 'package main\nimport "fmt"\nimport (\n)\nimport "acme/x"\n'],
    ["a byte order mark, and CRLF", '\uFEFFpackage main\r\n\r\nimport (\r\n\t"acme/x"\r\n)\r\n'],
    ["a name in another script", 'package main\nimport прим "acme/x"\n'],
    ["and then no Go at all", 'package main\nimport "acme/x"\n" ` /* "'],
  ])("%s", async (_, text) => {
    const files = { "a/main.go": text, "x/x.go": "package x\n" };
    expect(await inputsOf(files, "a")).toEqual(["go.mod", "x/{*,testdata/**}"]);
  });

  test.each<[string, string]>([
    ["a comment", '// import "acme/x"\npackage main\n/*\nimport "acme/x"\n*/\n'],
    ["a string", 'package main\nvar x = `\nimport "acme/x"\n`\n'],
    ["code", 'package main\nfunc x() {\nimport "acme/x"\n}\n'],
  ])("%s imports nothing", async (_, text) => {
    const files = { "a/main.go": text, "x/x.go": "package x\n" };
    expect(await inputsOf(files, "a")).toEqual(["go.mod"]);
  });

  const next = "Mend the file, or leave it out with services.exclude";
  test.each<[string, number, string]>([
    ["", 1, "the package clause is missing"],
    ["\n\nfunc main() {}\n", 3, "the package clause is missing"],
    ["package\n(main)\n", 2, "the package clause is missing"],
    ["package main\n\n/* no end", 3, "a comment is never closed"],
    ['package main\nimport (\n\t"fmt"\n', 2, "the list of imports is never closed"],
    ['package main\nimport "fmt\n', 2, "a string is never closed"],
    ["package main\nimport `fmt\n\n", 2, "a string is never closed"],
    ["package main\nimport (\n\tfmt\n)\n", 4, "an import wants a path in quotes"],
    ["package main\nimport\n\nfunc main() {}\n", 4, "an import wants a path in quotes"],
  ])("%j is no Go", async (text, line, problem) => {
    expect(await complaints(twice({ "x/x.go": text }), go)).toEqual([
      `MANIFEST_SYNTAX x/x.go:${line}: ${problem}. ${next}`,
    ]);
  });

  test("any text is read, or told to be none", () => {
    const words = [
      "package",
      "main",
      "import",
      '"',
      "`",
      "(",
      ")",
      "/*",
      "*/",
      "//",
      "\n",
      ";",
      "\\",
    ];
    const text = fc.array(fc.constantFrom(...words, " ", "x")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (any) => {
        try {
          const { imports } = parseGoSource(any, "x.go");
          for (const { line } of imports) expect(any.split("\n")[line - 1]).toMatch(/["`]/);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });

  test("all files that are broken are told; those that are left out, and _x.go, are not", async () => {
    const files = { "x/x.go": "1", "y/y.go": "2", "y/_y.go": "3", "z/z.go": "4" };
    const told = await complaints(twice(files), { ...go, exclude: ["z"] });
    expect(told.map((each) => each.replace(/: .*/, ""))).toEqual([
      "MANIFEST_SYNTAX x/x.go:1",
      "MANIFEST_SYNTAX y/y.go:1",
    ]);
  });
});
