// Times `fanout affected --precision symbols` after a change of one line in a library that 200 files
// import, as a whole process with the load of TypeScript's compiler, against `--precision imports`
// and an empty Node process: once the line is in a function that few of them use, so that the others
// need not be parsed, once in one that all use. Prints medians and what is found; asserts nothing.
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
  const body = (name, index, value) => `
/** Value ${index}. */
export function ${name}${index}(given: { readonly name: string; readonly count?: number }): string {
  const { name, count = ${value} } = given;
  return count > ${index} ? \`\${name} of \${count}\` : name.replace(/[^a-z"']/g, "-");
}
`;
  const library = (changed) =>
    Array.from({ length: names }, (_, index) =>
      body("value", index, changed.includes(index) ? 999 : index),
    );
  write("libs/lib/src/index.ts", 'export * from "./values";\n');
  write("libs/lib/src/values.ts", library([]).join(""));
  for (let file = 0; file < importing; file++) {
    const app = `apps/a${Math.floor(file / 10)}`;
    if (file % 10 === 0) {
      const dependencies = { "@bench/lib": "*" };
      manifest(app, { name: `@bench/a${file / 10}`, version: "1.0.0", dependencies });
    }
    const one = `value${1 + (file % (names - 1))}`;
    const code = Array.from({ length: names }, (_, index) => body("own", index, index)).join("");
    const text = `import { value0 as all, ${one} as one } from "@bench/lib";\n${code}\nexport const made = () => all({ name: "a" });\nexport const more = () => one({ name: "a" });\n`;
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
  const shas = [git("rev-parse", "HEAD")];
  for (const changed of [[7], [7, 0]]) {
    write("libs/lib/src/values.ts", library(changed).join(""));
    git("commit", "-q", "-a", "-m", "more");
    shas.push(git("rev-parse", "HEAD"));
  }
  git("gc", "-q");
  return { directory, shas };
}

const { directory, shas } = repository();
const [one, two, three] = shas;
const cache = `${directory}-cache`;
const few = { cwd: directory, env: pushEnv(one, two) };
const all = { cwd: directory, env: pushEnv(two, three) };
const command = (precision) => [
  bin,
  "affected",
  "--json",
  "--precision",
  precision,
  "--cache-dir",
  cache,
];
const count = (precision, options) => {
  const { stdout } = spawnSync(node, command(precision), { ...options, encoding: "utf8" });
  return JSON.parse(stdout).services.filter((service) => service.affected).length;
};
const cases = {
  "by imports": ["imports", all],
  "by symbols, few use it": ["symbols", few],
  "by symbols, all use it": ["symbols", all],
};
const empty = () => time(node, ["-e", "0"], few);
const things = Object.entries(cases).map(([name, [precision, options]]) => [
  name,
  () => {
    // What is checked out is what is read.
    execFileSync("git", ["checkout", "-q", options.env.CI_COMMIT_SHA], { cwd: directory });
    return time(node, command(precision), options);
  },
]);
const figures = measure({ empty, ...Object.fromEntries(things) }, runs);
console.log(
  `Node ${process.version}, median of ${runs}, one line changed, ${importing} importing files; an empty process: ${figures.empty.toFixed(0)} ms`,
);
for (const [name, [precision, options]] of Object.entries(cases)) {
  execFileSync("git", ["checkout", "-q", options.env.CI_COMMIT_SHA], { cwd: directory });
  console.log(
    `${name}: ${figures[name].toFixed(0)} ms, ${count(precision, options)} services affected`,
  );
}
rmSync(directory, { recursive: true, force: true });
rmSync(cache, { recursive: true, force: true });
