import { describe, expect, test } from "vitest";
import { differs } from "../helper.ts";

const nine = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false

catalogs:
  default:
    debug:
      specifier: 4.3.1
      version: 4.3.1

importers:

  .: {}

  apps/api:
    dependencies:
      debug:
        specifier: 'catalog:'
        version: 4.3.1(supports-color@7.2.0)
      out:
        specifier: link:../../../out
        version: link:../../../out
      ui:
        specifier: workspace:*
        version: file:packages/ui(react@18.2.0)
      x:
        specifier: file:../../libs/x
        version: file:libs/x
    dependenciesMeta:
      ui:
        injected: true

  apps/web:
    dependencies:
      q:
        specifier: 1.5.0
        version: 1.5.0(patch_hash=4a3c5b)
      react:
        specifier: 18.2.0
        version: 18.2.0
      ui:
        specifier: workspace:*
        version: link:../../packages/ui

  packages/ui:
    dependencies:
      p:
        specifier: npm:left-pad@1.3.0
        version: left-pad@1.3.0
      tar:
        specifier: https://files.example/t.tgz
        version: https://files.example/t.tgz
    devDependencies:
      react-dom:
        specifier: 18.2.0
        version: 18.2.0(react@18.2.0)

packages:

  debug@4.3.1:
    resolution: {integrity: sha512-debug}
    engines: {node: '>=6.0'}
    deprecated: |-
      Not any more.

      Really: not.
    peerDependencies:
      supports-color: '*'
    peerDependenciesMeta:
      supports-color:
        optional: true

  left-pad@1.3.0:
    resolution: {integrity: sha512-pad}
    deprecated: use String.prototype.padStart()

  ms@2.1.2:
    resolution: {integrity: sha512-ms}
    cpu: [x64, arm64]
    os: [linux]

  q@1.5.0:
    resolution: {integrity: sha512-q}

  react-dom@18.2.0:
    resolution: {integrity: sha512-dom}
    peerDependencies:
      react: ^18.2.0

  react@18.2.0:
    resolution: {integrity: sha512-react}

  supports-color@7.2.0:
    resolution: {integrity: sha512-color}

  tar@https://files.example/t.tgz:
    resolution: {tarball: https://files.example/t.tgz}
    version: 1.2.3

  ui@file:packages/ui:
    resolution: {directory: packages/ui, type: directory}
    peerDependencies:
      react: '*'

  x@file:libs/x:
    resolution: {directory: libs/x, type: directory}

snapshots:

  debug@4.3.1(supports-color@7.2.0):
    dependencies:
      ms: 2.1.2
    optionalDependencies:
      supports-color: 7.2.0

  left-pad@1.3.0: {}

  ms@2.1.2: {}

  q@1.5.0(patch_hash=4a3c5b): {}

  react-dom@18.2.0(react@18.2.0):
    dependencies:
      react: 18.2.0
    transitivePeerDependencies:
      - supports-color

  react@18.2.0: {}

  supports-color@7.2.0: {}

  tar@https://files.example/t.tgz: {}

  ui@file:packages/ui(react@18.2.0):
    dependencies:
      p: left-pad@1.3.0
      react: 18.2.0

  x@file:libs/x:
    dependencies:
      ms: 2.1.2
      ui: link:packages/ui
`;

const roots = ["apps/api", "apps/web", "packages/ui"];
const everyone = (why: string) => Object.fromEntries(roots.map((root) => [root, why]));

async function found(edit: (text: string) => string, before = nine) {
  const text = edit(before);
  expect(text).not.toBe(before);
  const name = "pnpm-lock.yaml";
  return differs(name, [{ [name]: before }, { [name]: text }], roots);
}
const swap = (from: string, to: string) => (text: string) => text.replaceAll(from, to);

describe("pnpm-lock.yaml 9", () => {
  test.each<[string, (text: string) => string, Record<string, string>]>([
    [
      "a package below one with peers",
      swap("sha512-ms", "sha512-0"),
      { "apps/api": "ms 2.1.2 (other content)" },
    ],
    [
      "an optional peer that is there",
      swap("sha512-color", "sha512-0"),
      { "apps/api": "supports-color 7.2.0 (other content)" },
    ],
    [
      "an alias; through a link, and a copy",
      swap("sha512-pad", "sha512-0"),
      everyone("left-pad 1.3.0 (other content)"),
    ],
    [
      "a peer, through all of them",
      swap("sha512-react", "sha512-0"),
      everyone("react 18.2.0 (other content)"),
    ],
    ["an address", swap("version: 1.2.3", "version: 1.2.4"), everyone("tar 1.2.3 → 1.2.4")],
    [
      "platforms",
      swap("os: [linux]", "os: [linux, darwin]"),
      { "apps/api": "ms 2.1.2 (other content)" },
    ],
    ["a patch", swap("4a3c5b", "000000"), { "apps/web": "q 1.5.0 (other content)" }],
    [
      "whether a member is copied",
      swap("injected: true", "injected: false"),
      { "apps/api": "apps/api (other content)" },
    ],
    [
      "a setting",
      swap("autoInstallPeers: true", "autoInstallPeers: false"),
      everyone("its settings differ: settings"),
    ],
    [
      "overrides",
      swap("catalogs:", "overrides:\n  ms: 2.1.2\n\ncatalogs:"),
      everyone("its settings differ: overrides"),
    ],
    [
      "what pnpm works out for the whole file",
      swap("ms@2.1.2: {}", "ms@2.1.2:\n    optional: true"),
      {},
    ],
    [
      "words, engines and what is asked for",
      (text) =>
        text
          .replace("Not any more.", "Gone")
          .replace(">=6.0", ">=4")
          .replace("specifier: 18.2.0", "specifier: ^18.0.0"),
      {},
    ],
    [
      "a version that is gone",
      swap("\n  ms@2.1.2: {}\n", ""),
      everyone('"ms 2.1.2" is not among its packages'.replaceAll('"', "")),
    ],
    [
      "a package without content",
      swap("  ms@2.1.2:\n    resolution", "  mz@2.1.2:\n    resolution"),
      everyone("ms@2.1.2 is not among its packages"),
    ],
    ["another version", swap("'9.0'", "'10.0'"), everyone('its lockfileVersion is "10.0"')],
    [
      "a text that is no YAML",
      swap("importers:", "importers: ["),
      everyone(
        "it cannot be read (pnpm-lock.yaml: line 17, column 3: Missing , between flow sequence items)",
      ),
    ],
  ])("%s", async (_, edit, expected) => {
    expect(await found(edit)).toEqual(expected);
  });

  test("what the root has is there for every member", async () => {
    const root = swap(
      "  .: {}",
      "  .:\n    devDependencies:\n      ms:\n        specifier: 2.1.2\n        version: 2.1.2",
    );
    expect(await found(swap("sha512-ms", "sha512-0"), root(nine))).toEqual(
      everyone("ms 2.1.2 (other content)"),
    );
  });

  test("one name for two packages is not understood", async () => {
    const two = swap(
      "  packages/ui:\n    dependencies:\n",
      "  packages/ui:\n    dependencies:\n      react-dom:\n        specifier: 1\n        version: link:../dom\n",
    );
    expect(await found(two)).toEqual(everyone("react-dom stands for two packages"));
  });

  test("YAML that pnpm would not write is read all the same, and means the same", async () => {
    const flow = nine
      .replace("  left-pad@1.3.0: {}", "  left-pad@1.3.0: &none {}")
      .replace("  react@18.2.0: {}", "  react@18.2.0: *none");
    expect(await found(() => flow)).toEqual({});
    expect(await found(() => flow.replace("sha512-q", "sha512-0"))).toEqual({
      "apps/web": "q 1.5.0 (other content)",
    });
  });

  test("a document of pnpm itself before the project's", async () => {
    const document = (version: string) =>
      `---\nlockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    configDependencies: {}\n    packageManagerDependencies:\n      pnpm:\n        specifier: ${version}\n        version: ${version}\n\npackages:\n\n  pnpm@${version}:\n    resolution: {integrity: sha512-p}\n\nsnapshots:\n\n  pnpm@${version}: {}\n\n---\n${nine}`;
    const two = document("12.6.0");
    expect(await found(swap("sha512-q", "sha512-0"), two)).toEqual({
      "apps/web": "q 1.5.0 (other content)",
    });
    expect(await found(() => document("12.7.0"), two)).toEqual(
      everyone("its settings differ: the document of pnpm itself"),
    );
    expect(await found(() => nine, two)).toEqual(
      everyone("its settings differ: the document of pnpm itself"),
    );
    expect(await found((text) => `---\na: 1\n${text}`, two)).toEqual(
      everyone("it holds more than two documents"),
    );
  });
});

describe("before 9", () => {
  const five = `lockfileVersion: 5.4

importers:

  apps/api:
    specifiers:
      a: ^1.0.0
      b: npm:@s/a@^2.0.0
    dependencies:
      a: 1.0.0_react@18.2.0
      b: /@s/a/2.0.0_kypq5kd7xwnhwy24gmbovnvzea
    optionalDependencies:
      git: github.com/o/r/0123abc

  apps/web:
    specifiers: {}

  packages/ui:
    specifiers:
      api: workspace:*
    devDependencies:
      api: link:../../apps/api

packages:

  /@s/a/2.0.0_kypq5kd7xwnhwy24gmbovnvzea:
    resolution: {integrity: sha512-sa}
    dev: false

  /a/1.0.0_react@18.2.0:
    resolution: {integrity: sha512-a}
    peerDependencies:
      react: '*'
    dependencies:
      react: 18.2.0
    dev: false

  /react/18.2.0:
    resolution: {integrity: sha512-react}
    requiresBuild: true
    dev: false

  github.com/o/r/0123abc:
    resolution: {tarball: https://files.example/o/r/0123abc}
    name: r
    version: 0.1.0
    dev: false
    optional: true
`;

  test.each<[string, (text: string) => string, string]>([
    ["a peer", swap("sha512-react", "sha512-0"), "react 18.2.0 (other content)"],
    ["an alias", swap("sha512-sa", "sha512-0"), "@s/a 2.0.0 (other content)"],
    ["a repository", swap("0123abc", "4567def"), "r 0.1.0 (other content)"],
  ])("5: %s", async (_, edit, expected) => {
    expect(await found(edit, five)).toEqual({ "apps/api": expected, "packages/ui": expected });
  });

  test("5: marks for the whole file", async () => {
    expect(await found(swap("dev: false", "dev: true"), five)).toEqual({});
  });

  test("6, for one package alone", async () => {
    const six = (content: string) => ({
      "tool/pnpm-lock.yaml": `lockfileVersion: '6.0'\n\nsettings:\n  autoInstallPeers: true\n\ndependencies:\n  '@s/a':\n    specifier: ^1.0.0\n    version: 1.0.0(react@18.2.0)\n\npackages:\n\n  /@s/a@1.0.0(react@18.2.0):\n    resolution: {integrity: sha512-a}\n    dependencies:\n      react: 18.2.0\n    dev: false\n\n  /react@18.2.0:\n    resolution: {integrity: ${content}}\n    dev: false\n`,
    });
    expect(
      await differs("tool/pnpm-lock.yaml", [six("sha512-a"), six("sha512-b")], ["tool"]),
    ).toEqual({
      tool: "react 18.2.0 (other content)",
    });
  });
});
