import { expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { askGraph } from "../../src/workspace/index.ts";
import { temporary } from "../helpers/fanout.ts";
import { testIo } from "../helpers/io.ts";
import { complaints, outline, workspaceOf } from "./tree.ts";

const files = { "libs/ui/a.ts": "", "apps/web/a.ts": "", "apps/api/go.mod": "module x/api\n" };

/** Asks a command that prints this. */
const ask = (print: unknown, timeout = 30) => {
  const text = typeof print === "string" ? print : JSON.stringify(print);
  const command = [process.execPath, "-e", `process.stdout.write(${JSON.stringify(text)})`];
  return askGraph({ command, timeout }, temporary(), "fanout.config.ts", testIo("/"));
};
const told = async (asked: Promise<unknown>) => {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.diagnostics.map(({ code, where, message }) => [code, where.join(" > "), message]);
  }
  return [];
};

const whole = {
  services: [
    { name: "web", root: "apps/web", tags: ["js"], inputs: ["proto/**"], dependsOn: ["ui"] },
    { name: "ui", root: "libs/ui", kind: "library" },
    { name: "backend", root: "./apps/api/" },
  ],
  edges: [{ from: "web", to: "backend" }],
};

test("services and edges of another tool, joined with what is discovered and defined", async () => {
  const graph = await ask(whole);
  const define = { ui: { root: "libs/ui", kind: "service" as const, dependsOn: ["backend"] } };
  expect(await outline(files, { discover: ["go"], graph, define, config: "c.ts" })).toEqual({
    services: [
      "apps/api backend service go+graph",
      "libs/ui ui service graph",
      "apps/web web service graph",
    ],
    edges: ["ui > backend c.ts", "web > backend services.graph", "web > ui services.graph"],
  });
  const { services } = await workspaceOf(files, { graph });
  expect(services.find(({ name }) => name === "web")).toMatchObject({
    tags: ["js"],
    inputs: ["proto/**"],
  });
});

test("the configuration's name wins, and edges follow the directory", async () => {
  const graph = await ask(whole);
  const define = { design: { root: "libs/ui" } };
  const { edges } = await outline(files, { graph, define });
  expect(edges).toContain("web > design services.graph");
});

test("a name that the graph gives is not left to a directory of that name", async () => {
  const graph = await ask({ services: [{ name: "web", root: "apps/frontend" }] });
  const files = { "apps/frontend/a": "", "tools/web/go.mod": "module x\n" };
  const { services } = await outline(files, { discover: ["go"], graph });
  expect(services).toEqual(["tools/web tools/web library go", "apps/frontend web service graph"]);
});

const where = "fanout.config.ts > services > graph";
test("what is wrong in the graph is told with its place", async () => {
  const graph = await ask({
    services: [
      { name: "a", root: "libs/ui" },
      { name: "a", root: "apps/web" },
      { name: "b", root: "../b", dependsOn: ["nobody"] },
      { name: "c", root: "libs/iu" },
    ],
    edges: [{ from: "aa", to: "a" }],
  });
  expect((await complaints(files, { graph })).map((line) => line.split(". ")[0])).toEqual([
    `GRAPH_NAME_TWICE ${where} > services > 1: the graph names two services "a"`,
    `SERVICE_ROOT_OUTSIDE ${where} > services > 2: the root "../b" is not inside the repository`,
    `SERVICE_ROOT_MISSING ${where} > services > 3: the repository has no directory "libs/iu"`,
    `SERVICE_DEPENDENCY_UNKNOWN ${where} > services > 2 > dependsOn: no service is called "nobody"`,
    `SERVICE_DEPENDENCY_UNKNOWN ${where} > edges > 0: no service is called "aa"`,
  ]);
});

test.each([
  ["", "it printed no JSON; it printed nothing"],
  ["Loading...\n{}", 'it printed no JSON; its output begins with "Loading..."'],
])("output %j is no graph", async (text, problem) => {
  const [[code, place, message] = []] = await told(ask(text));
  expect([code, place]).toEqual(["GRAPH_FAILED", where]);
  expect(message).toContain(problem);
});

test.each([
  [{}, "services", "should be array"],
  [{ services: [{ name: "a" }] }, "services > 0 > root", "should be string"],
  [{ services: [], Edges: [] }, "", 'unknown key "Edges"'],
  [{ services: [{ name: "", root: "a" }] }, "services > 0 > name", "is not what it should be"],
  [{ services: [{ name: "a", root: "a", kind: "app" }] }, "services > 0 > kind", "is not what"],
])("%j has another shape", async (document, place, problem) => {
  const [[code, at, message] = []] = await told(ask(document));
  expect([code, at]).toEqual(["GRAPH_SHAPE", place === "" ? where : `${where} > ${place}`]);
  expect(message).toContain(problem);
});

test.each([
  [
    ["node", "-e", "console.error('no such target'); process.exit(3)"],
    "it ended with exit code 3: no such target",
  ],
  [["node", "-e", "process.kill(process.pid, 'SIGKILL')"], "a signal ended it"],
  [["no-such-program"], "spawn no-such-program ENOENT"],
  [["node", "-e", "setInterval(() => {}, 1000)"], "it was stopped after 0.4 seconds"],
  [["sh", "-c", "sleep 30 & echo '{}'; wait"], "it was stopped after 0.4 seconds"],
])("%j fails", async (command, problem) => {
  const timeout = problem.includes("stopped") ? 0.4 : 30;
  const asked = askGraph({ command, timeout }, temporary(), "fanout.config.ts", testIo("/"));
  const [[code, place, message] = []] = await told(asked);
  expect([code, place]).toEqual(["GRAPH_FAILED", where]);
  expect(message).toContain(`\`${command.join(" ")}\` failed: ${problem}`);
});
