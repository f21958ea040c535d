import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { type Browser, chromium as playwright } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");

/** A browser of its own: Chromium as npm has it, unpacked once. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const directory = await unpacked();
  const executablePath = join(directory, "chromium");
  return playwright.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
    env: { ...process.env, ...librariesFor(executablePath, directory), ...fontsFor(directory) } as {
      [name: string]: string;
    },
  });
}

/**
 * The directory with the unpacked Chromium and the libraries that come with it. It is put in place
 * whole, by a rename, so that tests which run at the same time do not meet half of it.
 */
async function unpacked(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const manifest = join(entry.slice(0, entry.indexOf("/build/")), "package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const directory = join(root, "node_modules", ".cache", `chromium-${version}`);
  if (existsSync(directory)) return directory;
  mkdirSync(dirname(directory), { recursive: true });
  const own = mkdtempSync(`${directory}.`);
  // The package unpacks where temporary files go, and its libraries only where it takes the
  // machine for one of Amazon's: a process of its own is told both.
  const env = { ...process.env, TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" };
  const script = `import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())`;
  execFileSync(process.execPath, ["--eval", script], { cwd: root, env, stdio: "inherit" });
  const fonts = `<fontconfig><dir>${join(directory, "fonts")}</dir><cachedir>${join(directory, "fonts-cache")}</cachedir></fontconfig>`;
  writeFileSync(join(own, "fonts", "fonts.conf"), fonts);
  try {
    renameSync(own, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
    rmSync(own, { recursive: true });
  }
  return directory;
}

/** What the environment needs so that a program finds its libraries: nothing where the system has them. */
function librariesFor(program: string, directory: string): Record<string, string> {
  if (missing(program, {}).length === 0) return {};
  const own = join(directory, "al2023", "lib");
  const env = { LD_LIBRARY_PATH: [own, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":") };
  const still = missing(program, env);
  if (still.length > 0) throw new Error(`Chromium cannot start here without ${still.join(", ")}`);
  return env;
}

/** A machine without fonts takes those that come with Chromium. */
const fontsFor = (directory: string): Record<string, string> =>
  existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_PATH: join(directory, "fonts") };

/** Names of the libraries that the loader does not find. */
function missing(program: string, env: Readonly<Record<string, string>>): string[] {
  const { stdout } = spawnSync("ldd", [program], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return [...(stdout ?? "").matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1] ?? "");
}
