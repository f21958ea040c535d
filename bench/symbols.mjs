// Times `fanout affected --precision symbols` after a change of one line in a library that 200 files
// import, as a whole process with the load of TypeScript's compiler, against `--precision imports`
// and an empty Node process. Prints medians and what each finds; nothing is asserted.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, measure, node, pushEnv, time } from "./_time.mjs";

const runs = Math.max(5, Number(process.env.RUNS ?? 7));
const importing = Number(process.env.FILES ?? 200);
const names = 40;

/** A library of `names` functions, and `importing` files in a tenth as many applications. */
function repository() {
  const directory = mkdtempSync(join(tmpdir(), "fanout-bench-"));
  const write = (path, text) => {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  const manifest = (path, json) => write(`${path}/package.json`, JSON.stringify(json));
  manifest(".", { private: true, workspaces: ["apps/*", "libs/*"] });
  write(
    "fanout.config.ts",
    'import { defineConfig } from "gitlab-fanout";\n\nexport default defineConfig({ services: { discover: ["npm"] }, generators: ["node"] });\n',
  );
  manifest("libs/lib", { name: "@bench/lib", version: "1.0.0", exports: "./src/index.ts" });
  const body = (index, value) => `
/** Value ${index}. */
export function value${index}(given: { readonly name: string; readonly count?: number }): string {
  const { name, count = ${value} } = given;
  return count > ${index} ? \`\${name} of \${count}\` : name.replace(/[^a-z"']/g, "-");
}
`;
  const library = (changed) =>
    Array.from({ length: names }, (_, index) => body(index, index === changed ? 999 : index));
  write("libs/lib/src/index.ts", 'export * from "./values";\n');
  write("libs/lib/src/values.ts", library().join(""));
  for (let file = 0; file < importing; file++) {
    const app = `apps/a${Math.floor(file / 10)}`;
    if (file % 10 === 0) {
      const dependencies = { "@bench/lib": "*" };
      manifest(app, { name: `@bench/a${file / 10}`, version: "1.0.0", dependencies });
    }
    const own = `value${file % names}`;
    const code = Array.from({ length: names }, (_, index) => body(index, index)).join("");
    const text = `import { ${own} as used } from "@bench/lib";\n${code}\nexport const made = () => used({ name: "a" });\n`;
    write(`${app}/src/file-${file}.ts`, text);
  }
  const git = (...args) =>
    execFileSync(
      "git",
      ["-c", "gc.auto=0", "-c", "user.name=b", "-c", "user.email=b@example.test", ...args],
      { cwd: directory, encoding: "utf8", maxBuffer: 1 << 28 },
    ).trim();
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "one");
  write("libs/lib/src/values.ts", library(7).join(""));
  git("commit", "-q", "-a", "-m", "two");
  git("gc", "-q");
  return { directory, before: git("rev-parse", "HEAD~1"), head: git("rev-parse", "HEAD") };
}

const { directory, before, head } = repository();
const options = { cwd: directory, env: pushEnv(before, head) };
const cache = `${directory}-cache`;
const command = (precision) => [
  bin,
  "affected",
  "--precision",
  precision,
  "--cache-dir",
  cache,
  "--json",
];
const affected = (precision) => time(node, command(precision), options);
const count = (precision) => {
  const { stdout } = spawnSync(node, command(precision), { ...options, encoding: "utf8" });
  return JSON.parse(stdout).services.filter((service) => service.affected).length;
};
const figures = measure(
  {
    empty: () => time(node, ["-e", "0"], options),
    imports: () => affected("imports"),
    symbols: () => affected("symbols"),
  },
  runs,
);
console.log(
  `Node ${process.version}, median of ${runs}, one line changed, ${importing} importing files; an empty process: ${figures.empty.toFixed(0)} ms`,
);
for (const precision of ["imports", "symbols"]) {
  console.log(
    `fanout by ${precision}: ${figures[precision].toFixed(0)} ms, ${count(precision)} services affected`,
  );
}
rmSync(directory, { recursive: true, force: true });
rmSync(cache, { recursive: true, force: true });
