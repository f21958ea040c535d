import { resolve } from "node:path";
import { build } from "esbuild";

/** The command as one file, so that a test can run the code as it is in a process of its own. */
export async function commandIn(directory: string): Promise<string> {
  const outfile = resolve(directory, "trigger.mjs");
  const source = resolve(import.meta.dirname, "../../../src");
  await build({
    stdin: {
      contents: `import { startAll } from "./downstream/start/index.ts";
import { nodeIo } from "./io.ts";
const io = nodeIo();
const { targets, resume, settle } = JSON.parse(process.argv[2]);
const outcomes = await startAll(targets, io, { resume, settle, patience: { total: 2000, each: 1000 } });
io.out(JSON.stringify(outcomes.map((one) => "started" in one ? one.started.pipeline : one)));`,
      resolveDir: source,
      loader: "ts",
    },
    ...{ outfile, bundle: true, platform: "node", format: "esm", logLevel: "silent" },
    banner: {
      js: 'import { createRequire as make } from "node:module"; const require = make(import.meta.url);',
    },
  });
  return outfile;
}
