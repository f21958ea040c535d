// Makes a synthetic npm monorepo in a temporary directory: the same one for the same numbers.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small seeded generator of numbers in [0, 1): mulberry32. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * `services` packages of `files` files each, a tenth of them libraries that others depend on, in
 * two commits; the second changes one file in each of `changed` services.
 */
export function monorepo({ services, files, changed, seed = 1 }) {
  const directory = mkdtempSync(join(tmpdir(), "fanout-bench-"));
  const next = random(seed);
  const git = (...args) =>
    execFileSync(
      "git",
      ["-c", "gc.auto=0", "-c", "user.name=b", "-c", "user.email=b@example.test", ...args],
      {
        cwd: directory,
        env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
        encoding: "utf8",
        maxBuffer: 1 << 28,
      },
    ).trim();
  const write = (path, text) => {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  const libraries = Math.floor(services / 10);
  const name = (index) => (index < libraries ? `lib-${index}` : `app-${index}`);
  const root = (index) => (index < libraries ? `libs/${name(index)}` : `apps/${name(index)}`);
  write(
    "package.json",
    JSON.stringify({ name: "bench", private: true, workspaces: ["apps/*", "libs/*"] }),
  );
  write("package-lock.json", JSON.stringify({ name: "bench", lockfileVersion: 3, packages: {} }));
  for (let index = 0; index < services; index++) {
    const dependencies = {};
    for (let each = 0; each < 3 && index >= libraries; each++) {
      dependencies[`@bench/${name(Math.floor(next() * libraries))}`] = "*";
    }
    const scripts = { build: "node build.js", test: "node --test" };
    write(
      `${root(index)}/package.json`,
      JSON.stringify(
        { name: `@bench/${name(index)}`, version: "1.0.0", scripts, dependencies },
        null,
        2,
      ),
    );
    for (let file = 1; file < files; file++)
      write(`${root(index)}/src/file-${file}.js`, `export const n = ${index};\n`);
  }
  write(
    "fanout.config.ts",
    `import { defineConfig } from "gitlab-fanout";

export default defineConfig({
  services: { discover: ["npm"] },
  ignore: ["**/*.md"],
  everything: ["ci/**"],
  generators: ["node"],
});
`,
  );
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "one");
  for (let each = 0; each < changed; each++) {
    const index = libraries + Math.floor(next() * (services - libraries));
    write(`${root(index)}/src/file-1.js`, `export const n = "changed";\n`);
  }
  git("commit", "-q", "-a", "-m", "two");
  git("gc", "-q");
  return { directory, before: git("rev-parse", "HEAD~1"), head: git("rev-parse", "HEAD") };
}
