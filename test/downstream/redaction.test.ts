import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cli } from "../../src/cli.ts";
import { clock } from "../../src/gitlab/index.ts";
import type { Trouble } from "../helpers/gitlab/index.ts";
import { type TestIo, testIo } from "../helpers/io.ts";
import fc from "../helpers/property.ts";
import { filed, forms, type Kind, kinds, type Lab, lab, leaks, tokens } from "./redaction-scene.ts";

/** Whoever waits does so in no time, and believes that it passed. */
let passed = 0;
vi.mock("node:timers/promises", () => ({
  setTimeout: async (milliseconds: number) => clock.sleep(milliseconds),
}));
beforeEach(() => {
  passed = 0;
  const begun = Date.now();
  vi.spyOn(clock, "now").mockImplementation(() => begun + passed);
  vi.spyOn(clock, "sleep").mockImplementation((milliseconds) => {
    passed += milliseconds;
    return new Promise((resolve) => setImmediate(resolve));
  });
});
afterEach(() => void vi.restoreAllMocks());

type Args = (made: Lab) => readonly string[];
interface Case {
  readonly ways: readonly Args[];
  /** In a git repository, whose base GitLab is asked for. */
  readonly git?: boolean;
  /** Asks GitLab nothing. */
  readonly silent?: boolean;
}

const reports = [
  ...["--dotenv", "d.env", "--annotations", "a.json", "--junit", "j.xml"],
  ...["--artifacts", "files", "--artifact", "*"],
];
const of = ({ pipeline }: Lab) => `group/app#${pipeline}`;
const git = (...ways: (readonly string[])[]): Case => ({
  git: true,
  ways: ways.map((words) => () => words),
});

/** Every command of fanout: each may read a token. */
const cases: Readonly<Record<string, Case>> = {
  generate: git(["--report", "r.json", "--markdown", "m.md", "--html", "p.html"]),
  affected: git([], ["--json"]),
  explain: git(["api"], ["api", "--json"]),
  lint: { ...git([], ["--services", "api"]), silent: true },
  simulate: { ...git([]), silent: true },
  preview: git([], ["--markdown", "m.md"]),
  diff: git([], ["--markdown", "m.md"]),
  doctor: git(["--project", "group/app"], ["--fix", "--yes"], ["--json"]),
  trigger: {
    ways: [
      () => ["--project", "group/app", "--ref", "main", "--resume", "journal.json"],
      () => ["--project", "group/app", "--wait", "--commit-status", "app", ...reports],
      () => ["--project", "group/app", "--ref", "gone", "--fallback-ref", "--json"],
      () => ["--project", "group/app", "--dry-run", "--curl", "--var", "A=$B"],
    ],
  },
  wait: { ways: [(made) => [of(made), ...reports], (made) => [of(made), "--json"]] },
  status: { ways: [(made) => [of(made), ...reports], (made) => [of(made), "--json"]] },
  cancel: { ways: [(made) => [of(made)], (made) => [of(made), "--json"]] },
  retry: { ways: [(made) => [of(made)], (made) => [of(made), "--recreate"]] },
  comment: { ways: [() => [], (made) => ["-", "--pipeline", of(made)], () => ["--json"]] },
  token: {
    ways: [
      () => ["create", "--project", "group/app", "--description", "one"],
      () => ["create", "--project", "group/app", "--description", "one", "-o", "new"],
      () => ["list", "--project", "group/app"],
      () => ["list", "--project", "group/app", "--json"],
      ({ trigger }) => ["revoke", String(trigger), "--project", "group/app"],
      ({ trigger }) => ["revoke", String(trigger), "--project", "group/app", "--yes"],
    ],
  },
  "webhook-url": {
    silent: true,
    ways: [() => ["--project", "group/app", "--ref", "main", "--var", "A=b"]],
  },
};

test("every command stands here", async () => {
  const io = testIo("/");
  await cli(["--help"], io);
  const listed = io.stdout().split("Commands:\n")[1]?.split("\n\n")[0]?.split("\n") ?? [];
  const names = listed.flatMap((line) => /^ {2}([a-z-]+)/.exec(line)?.[1] ?? []);
  expect(names.filter((name) => name !== "help").sort()).toEqual(Object.keys(cases).sort());
});

/** What GitLab does that was sent a token and repeats it: `text` has it in some form. */
const echoes: readonly (readonly [string, (text: string, url: string) => Trouble])[] = [
  ...[400, 401, 403, 404, 422, 429, 500].map(
    (status) =>
      [
        String(status),
        (text: string) => ({
          status,
          body: { message: { base: [`no ${text}`], [text]: text }, error: text },
          headers: { "retry-after": text, "x-request-id": text, "www-authenticate": text },
        }),
      ] as const,
  ),
  ["a redirect", (text) => ({ status: 302, headers: { location: `https://${text}.example/` } })],
  ["a redirect here", (text, url) => ({ status: 307, headers: { location: `${url}/${text}` } })],
  [
    "a page",
    (text) => ({ status: 200, body: `<html>${text}`, headers: { "content-type": "text/html" } }),
  ],
  ["something else", (text) => ({ status: 200, body: [{ id: text, name: text, status: text }] })],
  [
    "strange headers",
    (text, url) => ({
      status: 200,
      body: [],
      headers: { link: `<${url}/api/v4/x?y=${text}>; rel="next"`, "content-type": text },
    }),
  ],
  ["cut before", () => "cut before"],
  ["cut within", () => "cut within"],
  ["lost", () => "lost"],
];

/** What breaks within fanout, with the token in the message. */
const bugs: readonly (readonly [string, (io: TestIo, thrown: () => never) => Partial<TestIo>])[] = [
  ["a write", (io, thrown) => ({ files: { ...io.files, write: thrown } })],
  [
    "the second write",
    ({ files }, thrown) => {
      let count = 0;
      const write: typeof files.write = (...all) => (++count > 1 ? thrown() : files.write(...all));
      return { files: { ...files, write } };
    },
  ],
  ["the output", (_, thrown) => ({ out: thrown })],
  ["a program", (_, thrown) => ({ run: async () => thrown() })],
  ["a question", (_, thrown) => ({ ask: async () => thrown() })],
  ["the directory", (io, thrown) => ({ files: { ...io.files, real: thrown } })],
  [
    "the clock",
    (_, thrown) => {
      vi.mocked(clock.now).mockImplementationOnce(thrown);
      return {};
    },
  ],
];

/** What is tried. */
const given = (command: string) =>
  fc.record({
    kind: fc.constantFrom<Kind>(
      ...kinds.filter((kind) => command === "trigger" || !kind.startsWith("trigger")),
    ),
    values: fc.tuple(tokens, tokens, filed),
    form: fc.constantFrom(...forms),
    verbose: fc.boolean(),
    /** Whose turn it is to go wrong; 0: everybody's. */
    nth: fc.nat(5),
    way: fc.nat(5),
    yes: fc.boolean(),
  });
type Tried = ReturnType<typeof given> extends fc.Arbitrary<infer T> ? T : never;

type Break = (made: Lab, tried: Tried) => Partial<TestIo> | undefined;

/** Runs a command, in which something goes wrong; no token stands in anything that came of it. */
async function holds(command: string, tried: Tried, breaks: Break, said: boolean) {
  const { ways, git = false } = cases[command]!;
  const { kind, values, form, verbose, way, yes } = tried;
  const token = kind === "file" ? values[2] : values[0];
  const names = said ? form : () => "said";
  const made = await lab({ kind, token, other: values[1], said: names }, git);
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return yes ? "y" : "n";
  };
  const io = { ...made.io, ask, ...breaks(made, tried) };
  const own = command === "trigger" && kind.startsWith("trigger") ? ["--token", "APP_TOKEN"] : [];
  const words = ways[way % ways.length]!(made);
  const exit = await cli([command, ...words, ...own, ...(verbose ? ["--verbose"] : [])], io);
  const [out, err] = [io.stdout(), io.stderr()];
  const told = [out, err, ...asked, ...made.written.values()];
  const all = [...told, ...made.left(), ...made.ran.flat()];
  for (const secret of made.secrets) {
    for (const text of all) expect(leaks(text, secret)).toEqual([]);
  }
  // The new one is shown once, or stands in the file that was asked for.
  const fresh = command === "token" && words[0] === "create" ? created(made) : [];
  for (const each of fresh) {
    expect(leaks(err, each)).toEqual([]);
    expect(told.join("\n").split(each).length).toBeLessThanOrEqual(2);
  }
  return { exit, calls: made.stand.calls.length };
}

const created = ({ stand }: Lab) =>
  (stand.world.projects[0]?.triggers ?? [])
    .filter(({ description }) => description === "one")
    .map(({ token }) => token);

/** Something that goes wrong, and whether it is a mistake of fanout's. */
interface Wrong {
  readonly name: string;
  readonly breaks: Break;
  readonly said?: true;
  readonly bug?: true;
}

const wrongs: readonly Wrong[] = [
  { name: "names and logs have it", breaks: () => undefined, said: true },
  ...echoes.map(([name, echo]) => ({
    name: `GitLab repeats it: ${name}`,
    breaks: ({ stand, secrets }: Lab, { form, nth }: Tried) => {
      const text = secrets.map(form).join("&");
      return void stand.fail({ ...(nth > 0 && { nth }), as: echo(text, stand.url) });
    },
  })),
  ...bugs.map(([name, bug]) => ({
    name: `an error has it: ${name}`,
    bug: true as const,
    breaks: ({ io, secrets }: Lab, { form }: Tried) =>
      bug(io, () => {
        throw new Error(`broken: ${secrets.map(form).join(" ")}`);
      }),
  })),
];

async function check(command: string, runs: number, among: readonly Wrong[]) {
  const { silent = false } = cases[command]!;
  const property = fc.asyncProperty(
    given(command),
    fc.constantFrom(...among),
    async (tried, { breaks, said = false, bug = false }) => {
      const { exit, calls } = await holds(command, tried, breaks, said);
      if (bug) return;
      expect(exit).not.toBe(70);
      // Where nobody was asked, nothing went wrong: a token that may not do it ends it before.
      if (!silent && exit !== 2 && tried.kind !== "job") expect(calls).toBeGreaterThan(0);
    },
  );
  await fc.assert(property, { numRuns: runs, endOnFailure: true });
}

const remote = Object.keys(cases).filter((command) => !cases[command]?.git);
const local = Object.keys(cases).filter((command) => cases[command]?.git);

describe.each(remote)("%s tells no token", (command) => {
  test.each(wrongs)("where $name", (wrong) => check(command, wrong.said ? 5 : 2, [wrong]));
});

describe.each(local)("%s tells no token", (command) => {
  test("whatever goes wrong", () => check(command, command === "doctor" ? 8 : 4, wrongs));
});
