import { expect, test } from "vitest";
import { complaints, outline, workspaceOf } from "../tree.ts";

const go = { discover: ["go"] };

const repository = {
  "go.work": `// The modules of this repository.
go 1.24

use (
	./services/api // the public one
	./libs/log
	"./services/worker"
	./third_party/ledger
)
use ./testdata/used

replace example.com/forked => ./libs/forked
`,
  "services/api/go.mod": `module example.com/acme/services/api

go 1.24

require (
	example.com/acme/libs/log v0.0.0
	example.com/forked v1.2.3 // indirect
	golang.org/x/sync v0.10.0
)

require example.com/acme/proto v1.0.0
`,
  "services/api/cmd/api/main.go": "package main\n",
  "services/worker/go.mod": `module example.com/acme/services/worker // v1
replace (
	example.com/acme/libs/log v0.0.0 => ../../libs/log
	example.com/old v1.0.0 => example.com/new v1.1.0
	example.com/outside => ../../../outside
)
tool example.com/x
retract [v1.0.0, v1.1.0] // broken
`,
  "services/worker/main.go": "package main\n",
  "libs/log/go.mod": "module `example.com/acme/libs/log`\n",
  "libs/log/internal/main.go": "package main\n",
  "libs/forked/go.mod": 'module "example.com/forked/v2"\n',
  "proto/go.mod": "module (\n\texample.com/acme/proto\n)\n",
  "testdata/used/go.mod": "module example.com/used\n",
  "testdata/unused/go.mod": "not a module\n",
  "vendor/example.com/x/go.mod": "module example.com/x\n",
  "_old/go.mod": "module example.com/old\n",
  "services/.cache/go.mod": "module example.com/cache\n",
};

test("a workspace of modules", async () => {
  expect(await outline(repository, go)).toEqual({
    services: [
      "services/api api service go",
      "libs/forked forked library go",
      "libs/log log library go",
      "proto proto library go",
      "testdata/used used library go",
      "services/worker worker service go",
    ],
    edges: [
      "api > forked services/api/go.mod:7",
      "api > log services/api/go.mod:6",
      "api > proto services/api/go.mod:11",
      "worker > log services/worker/go.mod:3",
    ],
  });
});

test("go.work is an input of the modules in use, as are directories without module; the others' go.mod pin versions", async () => {
  const { services } = await workspaceOf(repository, go);
  const used = ["go.work", "third_party/ledger", "third_party/ledger/**"];
  expect(services.map(({ name, inputs, locks }) => [name, inputs, locks])).toEqual([
    [
      "api",
      used,
      [
        "go.work.sum",
        "libs/log/go.mod",
        "services/api/go.sum",
        "services/worker/go.mod",
        "testdata/used/go.mod",
      ],
    ],
    ["forked", [], ["libs/forked/go.sum"]],
    [
      "log",
      used,
      [
        "go.work.sum",
        "libs/log/go.sum",
        "services/api/go.mod",
        "services/worker/go.mod",
        "testdata/used/go.mod",
      ],
    ],
    ["proto", [], ["proto/go.sum"]],
    [
      "used",
      used,
      [
        "go.work.sum",
        "libs/log/go.mod",
        "services/api/go.mod",
        "services/worker/go.mod",
        "testdata/used/go.sum",
      ],
    ],
    [
      "worker",
      used,
      [
        "go.work.sum",
        "libs/log/go.mod",
        "services/api/go.mod",
        "services/worker/go.sum",
        "testdata/used/go.mod",
      ],
    ],
  ]);
});

test("a module at the root, with one below", async () => {
  const files = {
    "go.mod": "module example.com/acme/tool/v3\n",
    "cmd/tool/main.go": "",
    "sdk/go.mod": "module example.com/acme/tool/sdk\nrequire example.com/acme/tool/v3 v3.0.0\n",
    "sdk/cmd/x/y/main.go": "",
  };
  expect(await outline(files, go)).toEqual({
    services: ["sdk sdk library go", ". tool service go"],
    edges: ["sdk > tool sdk/go.mod:2"],
  });
});

const next = "Mend the file, or leave it out with services.exclude";
test.each([
  ["go 1.24\n", 1, "the module has no path"],
  ["module a b\n", 1, "the module has no path"],
  ["module a\n\nrequire (\n\tb v1\n", 3, "the block of require is never closed"],
  ["module a\nrequire b\n", 2, "require wants a module and a version"],
  ["module a\n)\n", 2, ") belongs to no directive"],
  ["module a\nrequire (\n\tb v1\n) c\n", 4, '"c" does not belong behind )'],
  ["module a\nrequire ( b v1\n", 2, "the line should end after ("],
  ['module "a\n', 1, "a string is never closed"],
  [
    "module a\nreplace b ../b\n",
    2,
    "replace wants a module, => and a directory or a module with version",
  ],
])("%j is no go.mod", async (text, line, problem) => {
  expect(await complaints({ "x/go.mod": text }, go)).toEqual([
    `MANIFEST_SYNTAX x/go.mod:${line}: ${problem}. ${next}`,
  ]);
});

test("a go.work with a fault", async () => {
  const files = { "go.work": "go 1.24\nuse ./a ./b\n" };
  expect(await complaints(files, go)).toEqual([
    `MANIFEST_SYNTAX go.work:2: use wants one directory. ${next}`,
  ]);
});
