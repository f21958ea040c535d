import { describe, expect, test } from "vitest";
import { type Filters, select } from "../../src/preview/shown.ts";
import { pipeline, service, shop, view } from "./short.ts";

const jobs = (filters: Filters) =>
  select(shop(), filters).pipelines.flatMap((each) => each.jobs.map(({ name }) => name));
const services = (filters: Filters) => select(shop(), filters).services.map(({ name }) => name);

describe("what filters leave", () => {
  test("none: everything", () => {
    expect(jobs({})).toHaveLength(8);
    expect(services({})).toEqual(["api", "web", "docs"]);
    expect(select(shop()).filtered).toBe(false);
  });

  test("a service: its jobs in all pipelines, and the child even where it is left empty", () => {
    expect(jobs({ services: ["web"] })).toEqual([
      ...["web:build", "web:test", "web:old", "web:child", "check"],
    ]);
    expect(services({ services: ["web"] })).toEqual(["web"]);
    expect(select(shop(), { services: ["docs"] }).pipelines.map(({ at }) => at)).toEqual([0]);
  });

  test("several services, and patterns", () => {
    expect(services({ services: ["web", "a*"] })).toEqual(["api", "web"]);
    expect(services({ services: ["*"] })).toEqual(["api", "web", "docs"]);
    expect(services({ services: ["*c*"] })).toEqual(["docs"]);
  });

  test("a name is its own pattern, whatever stands in it", () => {
    const odd = view({ services: ["a.b", "axb", "a+(", "*"].map((name) => service(name)) });
    const found = (name: string) =>
      select(odd, { services: [name] }).services.map((each) => each.name);
    expect(found("a.b")).toEqual(["a.b"]);
    expect(found("a+(")).toEqual(["a+("]);
  });

  test("a stage", () => {
    expect(jobs({ stages: ["build"] })).toEqual(["api:build", "web:build"]);
    expect(jobs({ stages: ["build"], services: ["web"] })).toEqual(["web:build"]);
  });

  test("affected ones only", () => {
    expect(services({ affectedOnly: true })).toEqual(["api", "web"]);
  });

  test("a situation by its name", () => {
    const two = view({
      situations: [
        { id: "now", title: "now" },
        { id: "merge-request", title: "merge request" },
      ],
      pipelines: [pipeline({ jobs: [] })],
    });
    expect(select(two, {}).situation).toBe(0);
    expect(select(two, { as: "merge_request" }).situation).toBe(1);
    expect(() => select(two, { as: "merge-reqest" })).toThrow('Did you mean "merge-request"?');
  });
});

test("a filter that fits nothing is an error that says what there is", () => {
  expect(() => select(shop(), { services: ["wbe"] })).toThrow(
    '--service: no service is called "wbe". Did you mean "web"?',
  );
  expect(() => select(shop(), { services: ["x*"] })).toThrow("fanout affected --verbose lists all");
  expect(() => select(shop(), { stages: ["live"] })).toThrow("There are build, test, deploy");
});
