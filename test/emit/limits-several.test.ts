import { describe, expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { type Archive, holdToLimits, type Measured } from "../../src/emit/limits.ts";
import {
  definePipeline,
  type JobDraft,
  type LimitName,
  limitsFor,
  readConfiguration,
} from "../../src/model/index.ts";
import { measured, off } from "./measured.ts";

const x = { script: ["x"] };
const job = (name: string, config: object = x, service = name.split(":")[0]!): JobDraft => ({
  name,
  origin: "test",
  service,
  config,
});
const made = (jobs: readonly JobDraft[]) => definePipeline({ jobs });

const child = made([
  job("router", { trigger: { include: "web.yml" } }),
  job("tea:build"),
  job("tea:test"),
  job("cup:build", { script: ["a longer script than those of the others"] }),
]);
const inFiles = { "child.yml": ["router", "tea:build", "tea:test"], "child-2.yml": ["cup:build"] };
const web = made([job("web:build", { ...x, parallel: 3 }), job("hub", { trigger: "g/hub" })]);
const several = [measured(child, "", inFiles), measured(web, "web", { "web.yml": [] })] as const;
const [first, second] = several;

type Overrides = Readonly<Record<string, number>>;
const hold = (overrides: Overrides, all: readonly Measured[] = several, archives?: Archive[]) =>
  holdToLimits(all, archives ?? [], limitsFor({ overrides: { ...off, ...overrides } }));

function row(name: LimitName, all?: readonly Measured[], archives?: Archive[]) {
  const found = hold({}, all, archives).limits.find((each) => each.name === name);
  return [found?.value, found?.where];
}

function refusal(overrides: Overrides, all?: readonly Measured[], archives?: Archive[]): string {
  try {
    hold(overrides, all, archives);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("was accepted");
}

describe("the worst place is the row", () => {
  const bytes = (one: Measured) => one.files.map((file) => file.bytes);
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

  test("of files, each alone", () =>
    expect(row("yamlBytes")).toEqual([Math.max(...bytes(first)), "child.yml"]));
  test("of pipelines, all their files together", () =>
    expect(row("totalBytes")).toEqual([sum(bytes(first)), undefined]));
  test("of jobs of a pipeline", () => expect(row("jobs")).toEqual([4, undefined]));
  test("of one job", () => expect(row("parallel")).toEqual([3, "web"]));
  test("of all pipelines together", () => {
    expect(row("activeJobs")).toEqual([8, undefined]);
    expect(row("hierarchy")).toEqual([4, undefined]);
    expect(row("triggerRate")).toEqual([3, undefined]);
  });
  test("a grandchild that includes another file is one level too deep", () => {
    const deeper = measured(made([job("r", { trigger: { include: "a.yml" } })]), "web");
    expect(row("childDepth")).toEqual([2, undefined]);
    expect(row("childDepth", [first, deeper])).toEqual([3, "web"]);
  });
  test("part files count as includes, beside those of the pipeline", () => {
    const including = definePipeline(readConfiguration({ include: ["a.yml"], job: x }, "c.yml"));
    expect(row("includes")).toEqual([1, undefined]);
    const files = { "a.yml": ["job"], "b.yml": [], "c.yml": [] };
    expect(row("includes", [measured(including, "", files)])).toEqual([3, undefined]);
    // Files that the trigger job names are not counted.
    expect(row("includes", [measured(including, "", files, 3)])).toEqual([1, undefined]);
  });
  test("the child's only file has no name", () =>
    expect(row("yamlBytes", [measured(child), second])).toEqual([
      measured(child).files[0]!.bytes,
      undefined,
    ]));
  test("the file of a grandchild has one", () =>
    expect(row("yamlBytes", [measured(made([job("a")])), measured(child, "web")])).toEqual([
      measured(child).files[0]!.bytes,
      "generated-config.yml",
    ]));
});

describe("an archive", () => {
  const archives = [
    { name: "plan", bytes: 5000 },
    { name: "shard 1", bytes: 7000 },
  ];
  test("the largest counts", () =>
    expect(row("artifactArchiveBytes", several, archives)).toEqual([7000, "shard 1"]));
  test("a file in it is held to the same limit", () =>
    expect(row("artifactArchiveBytes")).toEqual([first.files[0]!.bytes, "child.yml"]));
  test("is named by its job", () => {
    expect(refusal({ artifactArchiveBytes: 6000 }, several, archives)).toContain(
      `shard 1: GitLab's limit "artifactArchiveBytes" is 6000 bytes, and this has 7000; GitLab`,
    );
    expect(refusal({ artifactArchiveBytes: 4000 }, several, archives)).toContain(
      "and this has 7000; the same for plan; GitLab would say",
    );
  });
  test("one alone tells its largest files", () =>
    expect(refusal({ artifactArchiveBytes: 4000 }, several, archives.slice(0, 1))).toContain(
      `and this has 5000; the most: child.yml (${first.files[0]!.bytes}), child-2.yml (`,
    ));
});

describe("a refusal", () => {
  test("tells the file, its largest services, and the other files", () => {
    const { bytes, sections } = first.files[0]!;
    const tea = sections.find(({ service }) => service === "tea")!.text.length;
    const router = sections.find(({ service }) => service === "router")!.text.length;
    expect(refusal({ yamlBytes: 100 })).toContain(
      `child.yml: GitLab's limit "yamlBytes" is 100 bytes, and this has ${bytes}; the most: tea (${tea}), router (${router}); the same for child-2.yml; GitLab would say`,
    );
  });
  test("tells the jobs where a file is of one service", () => {
    const files = { "router.yml": ["router", "cup:build"], "tea.yml": ["tea:build", "tea:test"] };
    const teaOnly = made([job("tea:build"), job("tea:test", { script: ["x".repeat(500)] })]);
    const all = [measured(child, "", files), measured(teaOnly, "tea")];
    expect(refusal({ yamlBytes: 400 }, all)).toMatch(
      /this has \d+; the most: tea:test \(5\d\d\), tea:build \(\d\d\); GitLab/,
    );
    expect(refusal({ parsedBytes: 1500 }, all)).toMatch(
      /the most: tea:test \(\d{3,4}\), tea:build \(\d{3}\); /,
    );
  });
  test("tells the pipeline of a grandchild by its file and its name", () =>
    expect(refusal({ parallel: 2 })).toContain(`web.yml › web: GitLab's limit "parallel" is 2`));
  test("tells the three first of many places", () => {
    const six = Array.from({ length: 6 }, (_, index) => measured(web, `web-${index}`));
    expect(refusal({ jobs: 3 }, [first, ...six])).toContain(
      "; the same for web-0, web-1, web-2 and 3 more; GitLab",
    );
  });
  test("tells services of all pipelines where they count together", () =>
    expect(refusal({ activeJobs: 3 })).toContain(
      'child.yml: GitLab\'s limit "activeJobs" is 3 jobs, and this has 8; the most: web (3), tea (2), cup (1); GitLab',
    ));
});

test("near a limit the other near places are told too", () => {
  const needy = { ...x, needs: ["web:build"] };
  const other = made([job("web:build"), job("web:test", needy), job("web:lint", needy)]);
  const all = [measured(other, "", { "a.yml": [] }), measured(other, "web", { "b.yml": [] })];
  const { diagnostics } = hold({ needs: 1, nameLength: 255 }, all);
  expect(diagnostics).toMatchObject([{ code: "LIMIT_NEAR", where: ["a.yml"] }]);
  expect(diagnostics[0]!.message).toContain(
    `uses 100 % of GitLab's limit "needs" (1 of 1 needs); the most: web:lint (1), web:test (1); the same for web. Put`,
  );
});

test("what was split is near its limits on purpose", () => {
  const alone = made([job("tea:build"), job("tea:test"), job("cup:build"), job("cup:test")]);
  const whole = measured(alone, "", { "child.yml": ["tea:build"] });
  expect(hold({ jobs: 5 }, [whole]).diagnostics).toMatchObject([{ code: "LIMIT_NEAR" }]);
  expect(hold({ jobs: 5 }, [first, second]).diagnostics).toEqual([]);
});
