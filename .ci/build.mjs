// Builds dist/: the command and the library as bundled files, and the types.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { builtinModules, createRequire, isBuiltin } from "node:module";
import { build } from "esbuild";

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
  // What a package has as CommonJS, and not as an ES module.
  logOverride: { "import-is-undefined": "silent" },
};
// ts-morph is larger than all the rest together and is loaded only when TypeScript must be read.
const external = ["ts-morph"];
// Packages written for CommonJS ask for Node's own modules by require.
const banner = {
  js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
};

// As an ES module a built-in is set up whole when it is imported: WebCrypto for node:crypto, and
// more. By require, and with only the names that are used, it is not: some 15 ms of every start.
const require = createRequire(import.meta.url);
const builtins = {
  name: "builtins-by-require",
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(node:.*|${builtinModules.join("|")})$`);
    onResolve({ filter }, ({ path, kind }) =>
      kind === "require-call" ? { path, external: true } : { path, namespace: "builtin" },
    );
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => {
      const names = Object.keys(require(path)).filter((name) => /^[a-z]\w*$/i.test(name));
      const lines = names
        .filter((name) => name !== "default")
        .map(
          (name) =>
            `const _${name} = /* @__PURE__ */ get("${name}"); export { _${name} as ${name} };`,
        );
      return {
        contents: `const all = require("${path}");\nconst get = (name) => all[name];\nexport default all;\n${lines.join("\n")}`,
      };
    });
  },
};

// A package written for CommonJS that is imported where it is needed would come with a default
// export only, once it lies in a chunk of its own: its names are written out.
const names = {
  name: "names-of-lazy-packages",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) => {
      const lazy = kind === "dynamic-import" && !external.includes(path) && !isBuiltin(path);
      return lazy ? { path, namespace: "lazy" } : undefined;
    });
    onLoad({ filter: /./, namespace: "lazy" }, async ({ path }) => {
      const all = Object.keys(await import(path)).filter((name) => /^[a-z$][\w$]*$/i.test(name));
      const lines = all.map((name) =>
        name === "default" ? "export default all.default;" : `export const ${name} = all.${name};`,
      );
      const contents = `import * as all from "${path}";\n${lines.join("\n")}`;
      return { contents, resolveDir: import.meta.dirname };
    });
  },
};

rmSync("dist", { recursive: true, force: true });
// What the command and the library share lies in chunks, so that there is one copy of each, and a
// run reads only the code that it needs. All beside each other: generators find templates/ from there.
await build({
  ...common,
  entryPoints: ["src/bin.ts", "src/index.ts", "src/testing.ts"],
  splitting: true,
  plugins: [builtins, names],
  // As ES modules where a package has them: some are else bundles that hide what they load.
  mainFields: ["module", "main"],
  outdir: "dist",
  external,
  banner,
  minifySyntax: true,
  legalComments: "none",
});
chmodSync("dist/bin.js", 0o755);

// What the page of preview runs in the browser. No other code imports it: it is put into the page.
await build({
  bundle: true,
  platform: "browser",
  format: "iife",
  target: ["chrome111", "firefox113", "safari16.4"],
  logLevel: "warning",
  entryPoints: [
    { in: "src/page/main.ts", out: "page" },
    { in: "src/page/page.css", out: "page" },
  ],
  outdir: "dist",
  // Only the printer of src/yaml is kept; what its reader asks of Node is not.
  external: ["node:*"],
  minify: true,
  legalComments: "none",
});

if (!process.argv.includes("--no-types")) {
  const types = spawnSync(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", ".ci/tsconfig.build.json"],
    { stdio: "inherit" },
  );
  process.exitCode = types.status ?? 1;
}
