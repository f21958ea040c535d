import { describe, expect, test } from "vitest";
import { differs } from "../helper.ts";

const lock = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "acme",
    },
    "apps/api": {
      "name": "@acme/api",
      "version": "1.0.0",
      "dependencies": {
        "chalk": "2.4.1",
        "debug": "catalog:",
        "ui": "workspace:*",
        "x": "file:../../libs/x",
      },
      "optionalDependencies": {
        "gone": "1.0.0",
      },
    },
    "apps/web": {
      "name": "web",
      "dependencies": {
        "chalk": "4.1.0",
        "repo": "github:o/r",
      },
    },
    "packages/ui": {
      "name": "ui",
      "devDependencies": {
        "ms": "2.1.1",
      },
      "peerDependencies": {
        "chalk": "*",
      },
    },
  },
  "trustedDependencies": [
    "q",
  ],
  "catalog": {
    "debug": "4.3.1",
  },
  "packages": {
    "@acme/api": ["@acme/api@workspace:apps/api"],

    "ansi-styles": ["ansi-styles@4.3.0", "", {}, "sha512-ansi4"],

    "chalk": ["chalk@2.4.1", "", { "dependencies": { "ansi-styles": "^3.2.1" } }, "sha512-chalk2"],

    "debug": ["debug@4.3.1", "", { "dependencies": { "ms": "2.1.2" }, "peerDependencies": { "supports-color": "*" }, "optionalPeers": ["supports-color"] }, "sha512-debug"],

    "ms": ["ms@2.1.1", "", {}, "sha512-ms1"],

    "repo": ["repo@github:o/r#0123abc", { "dependencies": { "ms": "*" } }, "o-r-0123abc"],

    "ui": ["ui@workspace:packages/ui"],

    "web": ["web@workspace:apps/web"],

    "@acme/api/x": ["x@file:libs/x", { "dependencies": { "ms": "^2.0.0" } }],

    "chalk/ansi-styles": ["ansi-styles@3.2.1", "", { "os": "linux" }, "sha512-ansi3"],

    "debug/ms": ["ms@2.1.2", "", {}, "sha512-ms2"],

    "web/chalk": ["chalk@4.1.0", "", { "dependencies": { "ansi-styles": "^4.1.0" } }, "sha512-chalk4"],
  }
}
`;

const roots = ["apps/api", "apps/web", "packages/ui"];
const everyone = (why: string) => Object.fromEntries(roots.map((root) => [root, why]));
const swap = (from: string, to: string) => (text: string) => text.replaceAll(from, to);

describe("bun.lock", () => {
  test.each<[string, (text: string) => string, Record<string, string>]>([
    [
      "what lies at the root, for whom nothing is nearer",
      swap("sha512-chalk2", "sha512-0"),
      { "apps/api": "chalk 2.4.1 (other content)", "packages/ui": "chalk 2.4.1 (other content)" },
    ],
    [
      "what lies at a workspace",
      swap("sha512-chalk4", "sha512-0"),
      { "apps/web": "chalk 4.1.0 (other content)" },
    ],
    [
      "what lies at a package",
      swap("sha512-ansi3", "sha512-0"),
      {
        "apps/api": "ansi-styles 3.2.1 (other content)",
        "packages/ui": "ansi-styles 3.2.1 (other content)",
      },
    ],
    [
      "below a package that is nearer",
      swap("sha512-ansi4", "sha512-0"),
      { "apps/web": "ansi-styles 4.3.0 (other content)" },
    ],
    [
      "below one of two",
      swap("sha512-ms2", "sha512-0"),
      { "apps/api": "ms 2.1.2 (other content)" },
    ],
    [
      "below a directory, a repository, and for development",
      swap("sha512-ms1", "sha512-0"),
      everyone("ms 2.1.1 (other content)"),
    ],
    [
      "a commit",
      swap("0123abc", "4567def"),
      { "apps/web": "repo github:o/r#0123abc → github:o/r#4567def" },
    ],
    [
      "platforms",
      swap('"os": "linux"', '"os": "darwin"'),
      {
        "apps/api": "ansi-styles 3.2.1 (other content)",
        "packages/ui": "ansi-styles 3.2.1 (other content)",
      },
    ],
    [
      "what it may run",
      swap('    "q",\n', '    "r",\n'),
      everyone("its settings differ: trustedDependencies"),
    ],
    [
      "overrides",
      swap('  "catalog": {', '  "overrides": {\n    "ms": "2.1.1",\n  },\n  "catalog": {'),
      everyone("its settings differ: overrides"),
    ],
    [
      "what a catalog asks for",
      swap('"debug": "4.3.1",\n  },\n  "pack', '"debug": "^4.3.1",\n  },\n  "pack'),
      {},
    ],
    [
      "an optional package that is there now",
      swap('    "ui": ["ui@', '    "gone": ["gone@1.0.0", "", {}, "sha512-g"],\n\n    "ui": ["ui@'),
      { "apps/api": "+ gone 1.0.0" },
    ],
    [
      "another version",
      swap('"lockfileVersion": 1', '"lockfileVersion": 9'),
      everyone('its lockfileVersion is "9"'),
    ],
    [
      "a package that is missing",
      swap('    "ms": ["ms@2.1.1", "", {}, "sha512-ms1"],\n', ""),
      everyone("packages/ui needs ms, which is not in it"),
    ],
    [
      "a workspace that is missing",
      swap('"ui@workspace:packages/ui"', '"ui@workspace:packages/x"'),
      everyone("ui needs packages/x, which is not in it"),
    ],
    [
      "a key that would be lost",
      swap('    "q",\n  ],\n', '    "q",\n  ],\n  "\\u005F_proto__": {},\n'),
      everyone("it holds the key __proto__"),
    ],
    [
      "an entry that is no list",
      swap('["ms@2.1.2", "", {}, "sha512-ms2"]', '"ms@2.1.2"'),
      everyone("its debug/ms does not look as it should"),
    ],
    [
      "a text that is cut",
      (text) => text.slice(0, -3),
      everyone("it cannot be read (bun.lock:67:4: close brace expected)"),
    ],
  ])("%s", async (_, edit, expected) => {
    const text = edit(lock);
    expect(text).not.toBe(lock);
    expect(await differs("bun.lock", [{ "bun.lock": lock }, { "bun.lock": text }], roots)).toEqual(
      expected,
    );
  });

  test("what the root has; and a scope is no place", async () => {
    const files = (root: string, scoped: string) => ({
      "bun.lock": JSON.stringify({
        lockfileVersion: 1,
        workspaces: {
          "": { name: "acme", devDependencies: { root: "*" } },
          a: { name: "a", dependencies: { "@s/x": "*" } },
        },
        packages: {
          a: ["a@workspace:a"],
          "@s/x": ["@s/x@1.0.0", "", { dependencies: { y: "*" } }, "sha512-x"],
          "@s/y": [`@s/y@${scoped}`, "", {}, "sha512-sy"],
          y: ["y@1.0.0", "", {}, "sha512-y"],
          root: [`root@${root}`, "", {}, "sha512-r"],
        },
      }),
    });
    const base = files("1.0.0", "1.0.0");
    expect(await differs("bun.lock", [base, files("2.0.0", "1.0.0")], ["a"])).toEqual({
      a: "root 1.0.0 → 2.0.0",
    });
    expect(await differs("bun.lock", [base, files("1.0.0", "2.0.0")], ["a"])).toEqual({});
  });
});
