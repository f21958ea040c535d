// Builds dist/: the command and the library as one bundled file, and the types.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
};
// ts-morph is larger than all the rest together and is loaded only when TypeScript must be read.
const external = ["ts-morph"];
// Packages written for CommonJS ask for Node's own modules by require.
const banner = {
  js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
};

rmSync("dist", { recursive: true, force: true });
await build({
  ...common,
  entryPoints: { fanout: "src/bundle.ts" },
  outdir: "dist",
  external,
  banner,
  minifySyntax: true,
  legalComments: "none",
});
const bin = await build({
  ...common,
  entryPoints: ["src/bin.ts"],
  write: false,
  external: ["./bundle.ts"],
});
writeFileSync("dist/bin.js", bin.outputFiles[0].text.replace('"./bundle.ts"', '"./fanout.js"'));
chmodSync("dist/bin.js", 0o755);

// The public API is what src/index.ts exports, and comes from the same file as the command.
const index = await build({
  ...common,
  entryPoints: ["src/index.ts"],
  write: false,
  metafile: true,
  external,
  outdir: "dist",
});
const names = Object.values(index.metafile.outputs)[0].exports.sort();
writeFileSync("dist/index.js", `export { ${names.join(", ")} } from "./fanout.js";\n`);

if (!process.argv.includes("--no-types")) {
  const types = spawnSync(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", ".ci/tsconfig.build.json"],
    { stdio: "inherit" },
  );
  process.exitCode = types.status ?? 1;
}
