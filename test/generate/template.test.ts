import { describe, expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { isSymbolicNeed } from "../../src/generate/need.ts";
import { readTemplate } from "../../src/generate/template.ts";

const service = { name: "web", root: "services/web", tags: ["a", "b"], variables: {} };

async function render(source: string, values: object = { service }) {
  const template = await readTemplate(source, "ci/web.yml.hbs");
  return template.render("web", { ...values }, [service.variables]);
}

/** The message of the UserError that rendering ends in. */
async function complaint(source: string, values?: object): Promise<string> {
  try {
    await render(source, values);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("no complaint");
}

describe("what a template prints", () => {
  test("is jobs by key", async () => {
    const { value } = await render("build:\n  script: [make -C {{service.root}}]\n");
    expect(value).toEqual({ build: { script: ["make -C services/web"] } });
  });

  test("is not escaped for HTML", async () => {
    const { value } = await render('build:\n  script: ["a && b > c"]\n');
    expect(value).toEqual({ build: { script: ["a && b > c"] } });
  });

  test("can loop and choose", async () => {
    const source = `{{#each service.tags}}
{{this}}:
  script: [echo {{this}} {{../service.name}}]
{{/each}}
{{#if (eq service.name "web")}}
last: {script: ["true"]}
{{/if}}
`;
    const { value } = await render(source);
    expect(Object.keys(value as object)).toEqual(["a", "b", "last"]);
  });

  test("may need other jobs", async () => {
    const { value } = await render(
      "test:\n  needs: [!need build, !need-from-dependencies build]\n  script: [x]\n",
    );
    const { needs } = (value as { test: { needs: unknown[] } }).test;
    expect(needs.map(isSymbolicNeed)).toEqual([true, true]);
    expect(needs).toMatchObject([
      { kind: "job", job: "build" },
      { kind: "dependencies", job: "build" },
    ]);
  });
});

describe("names", () => {
  test("may be absent where they are free", async () => {
    const { value } = await render("{{#if service.variables.X}}a: 1{{/if}}\n");
    expect(value).toEqual({});
  });
  test("of a block are known in it", async () => {
    const { value } = await render(
      "{{#each service.tags as |tag|}}\n{{tag}}: {{@index}}\n{{/each}}\n",
    );
    expect(value).toEqual({ a: 0, b: 1 });
  });
});

test("a line is traced with the values of its own rendering, whatever came after it", async () => {
  const source = "{{#if service.variables.X}}{{/if}}\na:\n  script: [x]\n";
  const template = await readTemplate(source, "ci/web.yml.hbs");
  const rendering = (name: string) => {
    const own = { ...service, name, variables: {} };
    return template.render(name, { service: own }, [own.variables]);
  };
  const first = await rendering("one");
  await rendering("two");
  expect(first.lineOf(["a", "script"])).toBe(3);
});

describe("repository text", () => {
  const hostile = { service: { name: "web", root: '$(touch owned); "x"' } };

  test("that is not plain is refused where it stands bare", async () => {
    const message = await complaint("build:\n  script:\n    - cd {{service.root}}\n", hostile);
    expect(message).toContain("ci/web.yml.hbs:3 › web: {{service.root}} is");
    expect(message).toContain("{{shell service.root}}");
  });

  test("is quoted by the shell and yaml helpers", async () => {
    const { value } = await render(
      "build:\n  variables:\n    DIR: {{yaml service.root}}\n  script:\n    - >-\n      cd {{shell service.root}}\n",
      hostile,
    );
    expect(value).toEqual({
      build: { variables: { DIR: hostile.service.root }, script: [`cd '$(touch owned); "x"'`] },
    });
  });

  test("is refused when it comes from a helper", async () => {
    expect(await complaint('a: {{lookup service "root"}}\n', hostile)).toContain(
      "not a plain word",
    );
  });

  test("is refused in three braces too", async () => {
    expect(await complaint("a: {{{service.root}}}\n", hostile)).toContain("not a plain word");
  });
});

describe("a fault names template, line and service", () => {
  test.each([
    [
      "an unknown name",
      "a:\n  script:\n    - {{service.nmae}}\n",
      "ci/web.yml.hbs:3 › web",
      "nmae",
    ],
    [
      "an unknown name in a block",
      "a:\n{{#if servcie.x}}{{/if}}\n",
      "ci/web.yml.hbs:2 › web",
      "servcie",
    ],
    [
      "an absent name of a closed thing",
      "a:\n{{#if service.nmae}}{{/if}}\n",
      "ci/web.yml.hbs:2 › web",
      'Did you mean "name"?',
    ],
    [
      "an unknown name given to a helper",
      "a:\n  b: {{yaml service.nmae}}\n",
      "ci/web.yml.hbs:2 › web",
      "service.nmae",
    ],
    ["an unclosed block", "a: 1\n{{#if service.name}}\nb: 2\n", "ci/web.yml.hbs", "› web"],
    [
      "a list printed bare",
      "a: {{service.tags}}\n",
      "ci/web.yml.hbs:1 › web",
      "{{yaml service.tags}}",
    ],
    [
      "broken YAML",
      "a:\n  script: [x\nb: 1\n",
      "ci/web.yml.hbs",
      "› web: the template prints YAML",
    ],
  ])("%s", async (_, source, place, says) => {
    const message = await complaint(source);
    expect(message).toContain(place);
    expect(message).toContain(says);
  });

  test("with the template's line, not the printed one, after a loop", async () => {
    const source =
      "{{#each service.tags}}\n{{this}}: {script: [x]}\n{{/each}}\nc:\n  script: x\n   bad: y\n";
    expect(await complaint(source)).toMatch(/^ci\/web\.yml\.hbs:[56] › web/);
  });

  test("and a key is traced to its line", async () => {
    const source =
      "{{#each service.tags}}\n{{this}}: {script: [x]}\n{{/each}}\nc:\n  script: [x]\n  nonsense: 1\n";
    const { lineOf } = await render(source);
    expect(lineOf(["b"])).toBe(2);
    expect(lineOf(["c"])).toBe(4);
    expect(lineOf(["c", "nonsense"])).toBe(6);
  });
});
