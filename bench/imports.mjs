// Times `fanout affected --precision imports` on a made-up repository of 10,000 TypeScript files, as
// a whole process, with an empty cache and with a full one, against a bare Node script that reads
// the same files one after the other. Prints medians and ratios; nothing is asserted.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, measure, node, pushEnv, time } from "./_time.mjs";
import { random } from "./monorepo.mjs";

const runs = Math.max(5, Number(process.env.RUNS ?? 7));
const packages = 200;
const libraries = 60;
const files = Number(process.env.FILES ?? 10_000) / packages;

/** Some code of the size that real files have, so that there is something to read besides imports. */
const body = (next) =>
  Array.from({ length: 4 + Math.floor(next() * 30) }, (_, index) => {
    const value = Math.floor(next() * 1000);
    return `
/** Value ${index} of this file, from the list of ${value}. */
export function value${index}(given: { readonly name: string; readonly count?: number }): string {
  const { name, count = ${value} } = given;
  return count > ${index} ? \`\${name} of \${count}\` : name.replace(/[^a-z"']/g, "-");
}
`;
  }).join("");

function repository() {
  const directory = mkdtempSync(join(tmpdir(), "fanout-bench-"));
  const next = random(7);
  const pick = (below) => Math.floor(next() * below);
  const write = (path, text) => {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  const rootOf = (index) => `${index < libraries ? "libs" : "apps"}/p${index}`;
  write("package.json", JSON.stringify({ private: true, workspaces: ["apps/*", "libs/*"] }));
  write("tsconfig.base.json", JSON.stringify({ compilerOptions: { strict: true } }));
  write(
    "fanout.config.ts",
    'import { defineConfig } from "gitlab-fanout";\n\nexport default defineConfig({ services: { discover: ["npm"] }, generators: ["node"] });\n',
  );
  for (let index = 0; index < packages; index++) {
    const root = rootOf(index);
    // Applications need libraries, and these a few of their own kind with a smaller number.
    const below = Math.min(index, libraries);
    const needed = below === 0 ? [] : Array.from({ length: 3 }, () => pick(below));
    const dependencies = Object.fromEntries(needed.map((each) => [`@bench/p${each}`, "*"]));
    const exports = { ".": "./src/index.ts", "./*": "./src/*.ts" };
    write(
      `${root}/package.json`,
      JSON.stringify(
        { name: `@bench/p${index}`, version: "1.0.0", exports, dependencies },
        null,
        2,
      ),
    );
    write(`${root}/tsconfig.json`, JSON.stringify({ extends: "../../tsconfig.base.json" }));
    write(`${root}/src/index.ts`, 'export * from "./file-1";\n');
    for (let file = 1; file < files - 1; file++) {
      const imports = Array.from({ length: 1 + pick(3) }, () => {
        const other = needed[pick(12)];
        const from =
          other === undefined
            ? `./file-${1 + pick(files - 2)}`
            : `@bench/p${other}/file-${1 + pick(files - 2)}`;
        return `import { value1 as v${pick(1e6)} } from "${from}";\n`;
      });
      write(`${root}/src/file-${file}.ts`, `${imports.join("")}${body(next)}`);
    }
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
  for (let each = 0; each < 20; each++) {
    write(`${rootOf(pick(packages))}/src/file-${1 + pick(files - 2)}.ts`, body(next));
  }
  git("commit", "-q", "-a", "-m", "two");
  git("gc", "-q");
  return { directory, before: git("rev-parse", "HEAD~1"), head: git("rev-parse", "HEAD") };
}

const { directory, before, head } = repository();
const options = { cwd: directory, env: pushEnv(before, head) };
const cache = join(directory, "..", `${directory.split("/").at(-1)}-cache`);
const read = `
const { execFileSync } = require("node:child_process");
const { readFileSync } = require("node:fs");
const listed = execFileSync("git", ["ls-files", "-z", "*.ts"], { maxBuffer: 1 << 28 });
let length = 0;
for (const path of listed.toString().split("\\0")) if (path) length += readFileSync(path, "utf8").length;
`;
const affected = (precision) =>
  time(node, [bin, "affected", "--quiet", "--precision", precision, "--cache-dir", cache], options);
const figures = measure(
  {
    read: () => time(node, ["-e", read], options),
    paths: () => affected("paths"),
    cold: () => {
      rmSync(join(cache, "imports-1.json"), { force: true });
      return affected("imports");
    },
    warm: () => affected("imports"),
  },
  runs,
);
rmSync(directory, { recursive: true, force: true });
rmSync(cache, { recursive: true, force: true });

const { read: floor } = figures;
console.log(`Node ${process.version}, median of ${runs}, ${packages * files} TypeScript files`);
console.log(
  `a bare script that reads them: ${floor.toFixed(0)} ms; fanout by paths: ${figures.paths.toFixed(0)} ms`,
);
for (const name of ["cold", "warm"]) {
  const own = figures[name];
  console.log(
    `fanout by imports, ${name} cache: ${own.toFixed(0)} ms, ratio ${(own / floor).toFixed(2)}`,
  );
}
