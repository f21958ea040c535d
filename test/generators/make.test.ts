import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shippedTemplate } from "../../src/generate/shipped.ts";
import { readTemplate } from "../../src/generate/template.ts";

const make = async (options: object) => {
  const source = readFileSync(shippedTemplate("make.yml.hbs"), "utf8");
  const template = await readTemplate(source, "templates/make.yml.hbs");
  return (await template.render("web", { options }, [options])).value as Record<string, object>;
};

test("make builds and tests in the service's directory", async () => {
  const jobs = await make({});
  expect(Object.keys(jobs)).toEqual(["build", "test"]);
  expect(jobs.build).toMatchObject({ stage: "build", script: ['make -C "$SERVICE_DIR" build'] });
  expect(jobs.build).not.toHaveProperty("image");
});

test("make takes an image", async () => {
  expect((await make({ image: "gcc: 14" })).test).toMatchObject({ image: "gcc: 14" });
});
