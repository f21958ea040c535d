// Times `fanout generate --all` on a made-up monorepo of 20,000 jobs, three to a service, as a whole
// process with its peak memory. Prints what is written, file by file; nothing is asserted. Where
// GitLab's limits refuse so many jobs (exit 4), that is said in place of the files.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, median, node, pushEnv } from "./_time.mjs";
import { random } from "./monorepo.mjs";

const runs = Math.max(1, Number(process.env.RUNS ?? 3));
const services = Math.ceil(Number(process.env.JOBS ?? 20_000) / 3);

/** Half npm packages, a quarter Go modules, a quarter that only an own generator knows. */
function repository() {
  const directory = mkdtempSync(join(tmpdir(), "fanout-bench-"));
  const next = random(3);
  const write = (path, text) => {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  const scripts = { build: "node build.js", lint: "node lint.js", test: "node --test" };
  write("package.json", JSON.stringify({ private: true, workspaces: ["web/*"] }));
  write("package-lock.json", JSON.stringify({ lockfileVersion: 3, packages: {} }));
  const define = {};
  for (let index = 0; index < services; index++) {
    const number = String(index).padStart(4, "0");
    if (index % 2 === 0) {
      const needed = Array.from({ length: 2 }, () => 2 * Math.floor(next() * 50));
      const below = needed.filter((each) => each < index);
      const dependencies = Object.fromEntries(
        below.map((each) => [`@bench/web-${String(each).padStart(4, "0")}`, "*"]),
      );
      const manifest = { name: `@bench/web-${number}`, version: "1.0.0", scripts, dependencies };
      write(`web/web-${number}/package.json`, JSON.stringify(manifest));
    } else if (index % 4 === 1) {
      write(`go/go-${number}/go.mod`, `module example.test/go-${number}\n\ngo 1.24\n`);
    } else {
      write(`data/data-${number}/job.sql`, "select 1;\n");
      define[`data-${number}`] = { root: `data/data-${number}` };
    }
  }
  const config = {
    services: { discover: ["npm", "go"], define },
    generators: ["node", "go", "./ci/own.mjs"],
  };
  write("fanout.config.json", JSON.stringify(config));
  write(
    "ci/own.mjs",
    `const rules = [{ if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", when: "manual" }];
export default {
  name: "own",
  when: (service) => service.has("job.sql") || service.has("go.mod"),
  jobs(service, ctx) {
    const scan = { stage: "test", image: "scanner:3", script: ['scan "$SERVICE_DIR"'], needs: [] };
    if (!service.has("job.sql")) return { scan };
    const image = "postgres:17";
    return {
      scan,
      load: { stage: "build", image, script: ['psql --file "$SERVICE_DIR/job.sql"'] },
      publish: { stage: "deploy", image, script: ["./publish"], needs: [ctx.need("load")], rules },
    };
  },
};
`,
  );
  const git = (...args) =>
    execFileSync(
      "git",
      ["-c", "gc.auto=0", "-c", "user.name=b", "-c", "user.email=b@example.test", ...args],
      { cwd: directory, encoding: "utf8", maxBuffer: 1 << 28 },
    ).trim();
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "one");
  return { directory, head: git("rev-parse", "HEAD") };
}

/** Loaded before the command: tells at its end how much memory it had at most (KiB). */
const witness = `data:text/javascript,${encodeURIComponent(`
import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)));
`)}`;

const { directory, head } = repository();
const peak = `${directory}-peak`;
const report = `${directory}-report.json`;
const env = { ...pushEnv(head, head), CI_JOB_NAME: "generate-config", PEAK: peak };

function run() {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(
    node,
    ["--import", witness, bin, "generate", "--all", "--report", report],
    { cwd: directory, env, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  return { status, stderr, ms, mib: Number(readFileSync(peak, "utf8")) / 1024 };
}

const made = Array.from({ length: runs }, run);
const { status, stderr } = made[0];
const written =
  status === 0 ? JSON.parse(readFileSync(report, "utf8")).files : stderr.trim().split("\n");
for (const path of [directory, peak, report]) rmSync(path, { recursive: true, force: true });

console.log(
  `Node ${process.version}, median of ${runs}, ${services} services of three jobs: ${median(made.map(({ ms }) => ms)).toFixed(0)} ms, at most ${Math.max(...made.map(({ mib }) => mib)).toFixed(0)} MiB`,
);
if (status !== 0) console.log(`refused with exit code ${status}:\n${written.slice(-5).join("\n")}`);
else for (const each of written) console.log(JSON.stringify(each));
