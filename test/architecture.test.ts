import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { minimatch } from "minimatch";
import { describe, expect, test } from "vitest";
import { alone } from "./vitest.config.ts";

const root = resolve(import.meta.dirname, "..");

/** The one way through: a place may import from places before it, never from one behind. */
const line = [
  "diagnostics",
  "compare-lines.ts",
  "quietly.ts",
  "io.ts",
  "package.ts",
  "version.ts",
  "cache.ts",
  "typescript.ts",
  "toml.ts",
  "xml.ts",
  "jsonc.ts",
  "hcl",
  "options-preview.ts",
  "options-downstream.ts",
  "options-reports.ts",
  "options.ts",
  "yaml",
  "context",
  "gitlab",
  "detect",
  "terminal-width.ts",
  "terminal.ts",
  "begin.ts",
  "config",
  "params.ts",
  "workspace",
  "lockfiles",
  "imports",
  "survey.ts",
  "affected",
  "rules",
  "model",
  "loading",
  "simulate",
  "generate",
  "emit",
  "lint",
  "notes.ts",
  "splitting.ts",
  "run.ts",
  "report",
  "forecast",
  "explain",
  "view",
  "preview",
  "page",
  "diff",
  "downstream",
  "commands",
  "cli-pipelines.ts",
  "cli-reports.ts",
  "cli-admin.ts",
  "cli.ts",
  "plan-pipeline.ts",
  "checking.ts",
  "index.ts",
  "testing.ts",
  "bin.ts",
];

/** One door a library: the only file, or files, that may import it. */
const doors: Record<string, RegExp> = {
  yaml: /^src\/yaml\//,
  handlebars: /^src\/generate\/template(-guard)?\.ts$/,
  "ts-morph": /^src\/typescript\.ts$/,
  "@dagrejs/dagre": /^src\/preview\/layout\.ts$/,
  "simple-git": /^src\/detect\/git\.ts$/,
  minimatch: /^src\/(affected|workspace)\/pattern\.ts$/,
  commander: /^src\/cli\.ts$/,
  re2js: /^src\/rules\/expression\/regexp\.ts$/,
  "smol-toml": /^src\/toml\.ts$/,
  saxes: /^src\/xml\.ts$/,
  "jsonc-parser": /^src\/jsonc\.ts$/,
  "es-module-lexer": /^src\/imports\/parse\//,
  "dockerfile-ast": /^src\/workspace\/discover\/docker\/file\.ts$/,
  zod: /^src\/(config\/schema(-\w+)?|config\/validate|lint\/schema|diff\/schema|downstream\/(doctor\/)?schema|report\/(schema|explanation|forecast)|workspace\/graph-schema|model\/.*)\.ts$/,
};

interface Import {
  readonly file: string;
  /** A path from the repository, or a package. */
  readonly target: string;
}

const files = ["src", "generators"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => posix.join(folder, name)),
);
const text = (file: string) => readFileSync(join(root, file), "utf8");

const imports: Import[] = files.flatMap((file) =>
  [
    ...text(file).matchAll(
      /^(?:import|export)\b[^"';]*?from "([^"]+)"|\bimport\("([^"]+)"\)|^import "([^"]+)"/gm,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? "")
    .map((target) => ({
      file,
      target: target.startsWith(".") ? posix.join(dirname(file), target) : target,
    })),
);

const place = (file: string) => file.split("/")[1] ?? "";
const inSource = imports.filter(({ file }) => file.startsWith("src/"));

test("there is something to look at", () => {
  expect(files.length).toBeGreaterThan(40);
  expect(imports.length).toBeGreaterThan(100);
});

test("every place stands on the line", () => {
  const places = new Set(files.filter((file) => file.startsWith("src/")).map(place));
  expect([...places].filter((each) => !line.includes(each))).toEqual([]);
});

test("imports run one way along the line", () => {
  const backwards = inSource.filter(
    ({ file, target }) =>
      target.startsWith("src/") && line.indexOf(place(target)) > line.indexOf(place(file)),
  );
  expect(backwards).toEqual([]);
});

test("nothing reaches past the face of a folder", () => {
  const past = imports.filter(
    ({ file, target }) =>
      /^src\/[^/]+\//.test(target) &&
      place(target) !== place(file) &&
      !target.endsWith("/index.ts") &&
      !(/^src\/(cli(-\w+)?|checking)\.ts$/.test(file) && target.startsWith("src/commands/")) &&
      !(file.startsWith("generators/") && /^src\/generate\/(define|shipped)\.ts$/.test(target)) &&
      // Every run of generate loads it: without the rest of lint.
      !(file === "src/commands/_lint.ts" && target === "src/lint/made.ts") &&
      // The library is loaded with the command: it must not draw in the stages.
      !(file === "src/index.ts" && /\/(define|reference)\.ts$/.test(target)),
  );
  expect(past).toEqual([]);
});

describe("one door a library", () => {
  const manifest = JSON.parse(text("package.json")) as { dependencies: Record<string, string> };
  test("each has one", () => {
    expect(Object.keys(doors).sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });
  test.each(Object.entries(doors))("%s", (library, door) => {
    const users = imports.filter(
      ({ target }) => target === library || target.startsWith(`${library}/`),
    );
    expect(users.length).toBeGreaterThan(0);
    expect(users.map(({ file }) => file).filter((file) => !door.test(file))).toEqual([]);
  });
});

test("only bin.ts and nodeIo touch the process", () => {
  const touching = files.filter((file) =>
    /\bprocess\.(exit|exitCode|stdout|stderr|argv|cwd)\b/.test(text(file)),
  );
  expect(touching).toEqual(["src/bin.ts", "src/io.ts"]);
});

test("no file is longer than it should be", () => {
  const long = files.filter((file) => text(file).split("\n").length > 260);
  expect(long).toEqual([]);
});

const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => posix.join("test", name));

test("tests take fast-check with its one seed", () => {
  const users = tests.filter((file) => /^import .* from "fast-check"/m.test(text(file)));
  expect(users).toEqual(["test/helpers/property.ts"]);
});

test("nothing names a place of this machine", () => {
  const naming = files.filter((file) => /\/(work|home|root)\//.test(text(file)));
  expect(naming).toEqual([]);
});

/** What the next test file of the same process would see: files that do so stand in `alone`. */
const traces: Record<string, RegExp> = {
  "mocks, spies, fake timers": /^import \{[^}]*\bvi\b[^}]*\} from "vitest"/m,
  "the environment":
    /\bprocess\.env(?:\.\w+|\[[^\]]+\]|) *(?:\?\?|\|\|)?=(?!=)|\b(?:delete |assign\()process\.env\b/,
  "the process": /\bprocess\.(?:chdir|umask|setuid|(?:on|once)\((?!"exit"))/,
  "what is global":
    /^\s*\(?(?:globalThis|global|console|process|Math|Date|JSON)\b[^=;()]*\)?[.[][^=;()]* = |\.prototype[.[][^=;()]* = |\b(?:assign|defineProperty)\((?:globalThis|global|process)\b/m,
};

/** Modules beside the test files keep what they have from file to file, and hooks of theirs are for the first. */
const tracesOfHelpers: Record<string, RegExp> = {
  "variables of a module": /^(?:export )?let /m,
  "hooks of a module": /^(?:before|after)(?:All|Each)\(/m,
};

/** The file and all modules under test/ that it imports, directly or not. */
function withHelpers(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, target = ""] of text(file).matchAll(/(?:\bfrom|^import) "(\.[^"]+\.ts)"/gm)) {
    const path = posix.join(dirname(file), target);
    if (tests.includes(path)) withHelpers(path, seen);
  }
  return seen;
}

describe("test files that share the modules of their worker leave no trace", () => {
  const shared = tests.filter(
    (file) => file.endsWith(".test.ts") && !alone.some((pattern) => minimatch(file, pattern)),
  );
  const modules = new Set(shared.flatMap((file) => [...withHelpers(file)]));
  const helpers = [...modules].filter((file) => !file.endsWith(".test.ts"));
  const leaving = (files: Iterable<string>, trace: RegExp) =>
    [...files].filter((file) => trace.test(text(file))).sort();

  test("each pattern of those that are alone means a file", () => {
    const idle = alone.filter((pattern) => !tests.some((file) => minimatch(file, pattern)));
    expect(idle).toEqual([]);
    expect(shared.length).toBeGreaterThan(300);
    expect(helpers).toContain("test/helpers/repo.ts");
  });
  test.each(Object.entries(traces))("%s", (_, trace) => {
    expect(leaving(modules, trace)).toEqual([]);
  });
  test.each(Object.entries(tracesOfHelpers))("%s", (_, trace) => {
    // The one puts its variable back at once, the other counts ids that only have to differ.
    const harmless = ["test/downstream/reports/trees.ts", "test/helpers/repo.ts"];
    expect(leaving(helpers, trace).filter((file) => !harmless.includes(file))).toEqual([]);
  });
});
