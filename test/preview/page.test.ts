import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { diskFiles } from "../../src/io.ts";
import { pageAssets, pageOf } from "../../src/preview/page.ts";
import { browser, directory, found, names, open, part, pill, title } from "./page-open.ts";
import { shopView } from "./page-views.ts";

describe("opening", () => {
  test("the head line, the tally, the stages and the jobs of the child", async () => {
    const page = await open(shopView());
    expect(await page.title()).toBe("shop/monorepo: pipeline preview");
    expect(await page.locator("h1").textContent()).toContain("main (1a2b3c4d)");
    expect(await page.locator(".tally").textContent()).toBe("3 of 5 services are affected");
    expect(await page.locator(".created").textContent()).toBe("25 of 25 jobs created");
    expect(await page.locator(".stages li").allTextContents()).toEqual([
      ...[".pre", "build", "test", "verify", "deploy", "release", ".post"],
    ]);
    expect(await names(page)).toHaveLength(20);
    expect(await page.locator(".lines path.all").count()).toBe(9);
  });

  test("without DecompressionStream it says so", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript("delete window.DecompressionStream");
    const file = join(directory, "old.html");
    writeFileSync(file, await pageOf(shopView(), pageAssets(diskFiles)));
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator("#notice").textContent()).toContain("cannot unpack");
  });

  test("a trigger job opens its child in place, and that its own, and closes them", async () => {
    const page = await open(shopView());
    const opener = (name: string) => page.getByLabel(`pipeline that ${name} starts`);
    expect(await opener("api:release").getAttribute("aria-expanded")).toBe("false");
    await opener("api:release").click();
    expect(await opener("api:release").getAttribute("aria-expanded")).toBe("true");
    expect(await names(page)).toEqual(expect.arrayContaining(["package", "publish", "fan-out"]));
    await opener("fan-out").click();
    expect(await names(page)).toEqual(expect.arrayContaining(["region-eu", "region-us"]));
    await opener("downstream").click();
    expect(await page.locator("#pipeline-3").textContent()).toContain("it is in another project");
    await opener("api:release").click();
    expect(await names(page)).toHaveLength(20);
  });
});

describe("a job", () => {
  test("chosen, it tells its YAML, reasons, needs and who needs it", async () => {
    const page = await open(shopView());
    await pill(page, "cart:test").click();
    expect(await title(page)).toBe("cart:test");
    expect(await part(page, "Why it is here").textContent()).toContain(
      "services/cart/package.json:12",
    );
    expect(await part(page, "Needs").first().textContent()).toContain("cart:build");
    expect(await part(page, "Needed by").textContent()).toContain("cart:deploy");
    const yaml = page.locator(".panel #yaml-panel pre");
    expect(await yaml.textContent()).toBe(
      "cart:test:\n  stage: test\n  image: node:24\n  script:\n    - npm test\n  needs:\n    - cart:build\n",
    );
    await page.getByRole("tab", { name: "As written" }).click();
    expect(await yaml.textContent()).toContain("extends: .node");
    await part(page, "Needed by").getByRole("button", { name: "cart:deploy" }).click();
    expect(await title(page)).toBe("cart:deploy");
  });

  test("needs that were left out stand there with their reason", async () => {
    const page = await open(shopView(), { hash: "#job=web:test" });
    expect(await page.locator(".dropped").textContent()).toBe(
      "ui:build left out: its service is not affected",
    );
  });

  test("a situation shows what it would create, and the rule that decided", async () => {
    const page = await open(shopView(), { hash: "#job=web:deploy" });
    await page.getByLabel("Situation").selectOption("push");
    expect(await page.locator(".created").textContent()).toBe(
      "24 of 25 jobs created, 3 of them manual",
    );
    expect(await page.locator(".rules .decided .badge").textContent()).toBe("decided");
    expect(await page.locator(".rules .decided").textContent()).toContain("CI_DEFAULT_BRANCH");
    await page.getByLabel("Situation").selectOption("tag");
    expect(await page.locator(".created").textContent()).toBe("21 of 25 jobs created");
    expect(await page.locator("li.pill.out").count()).toBe(4);
    expect(await pill(page, "web:deploy").textContent()).toContain("left out: no rule holds");
    expect(page.url()).toMatch(/#job=web%3Adeploy&as=tag$/);
  });
});

describe("looking for something", () => {
  test("the search narrows jobs of all pipelines and opens what holds them", async () => {
    const page = await open(shopView());
    await page.keyboard.press("/");
    await page.keyboard.type("cart");
    expect(await found(page)).toBe("5 of 25 jobs");
    expect(await names(page)).toEqual([
      ...["cart:build", "cart:deploy", "cart:lint", "cart:scan", "cart:test"],
    ]);
    await page.locator("#search").fill("region");
    expect(await found(page)).toBe("2 of 25 jobs");
    expect(await names(page)).toEqual(["api:release", "fan-out", "region-eu", "region-us"]);
    await page.locator("#search").fill("nothing like it");
    expect(await page.locator(".head .empty").textContent()).toContain("None of its 20 jobs fits");
    await page.keyboard.press("Escape");
    expect(await found(page)).toBe("25 jobs");
  });

  test.each([
    ["Service", "web", "5 of 25 jobs"],
    ["Changed path", "config/web.json", "5 of 25 jobs"],
    ["Changed path", "services/api", "10 of 25 jobs"],
  ])("%s: %s", async (label, value, tally) => {
    const page = await open(shopView());
    await page.getByLabel(label, { exact: true }).fill(value);
    expect(await found(page)).toBe(tally);
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await found(page)).toBe("25 jobs");
  });

  test.each([
    ["Stage", "deploy", "3 of 25 jobs"],
    ["Reason", "dependency", "5 of 25 jobs"],
  ])("%s: %s", async (label, value, tally) => {
    const page = await open(shopView());
    await page.getByLabel(label, { exact: true }).selectOption(value);
    expect(await found(page)).toBe(tally);
  });

  test("services in and out, and why one is out", async () => {
    const page = await open(shopView());
    await page.getByRole("tab", { name: "Services" }).click();
    expect(await found(page)).toBe("5 services");
    await page.locator(".rows button", { hasText: "ui" }).click();
    expect(await title(page)).toBe("ui");
    const panel = await page.locator(".panel").textContent();
    expect(panel).toContain("services/ui/**");
    expect(panel).toContain("README.md concerns none: ignored by");
    await page.getByRole("tab", { name: "Changed paths" }).click();
    await page.locator(".rows button", { hasText: "config/web.json" }).click();
    expect(await found(page)).toBe("5 of 25 jobs");
  });

  test("limits, the fullest first, and findings", async () => {
    const page = await open(shopView());
    await page.getByRole("tab", { name: "Limits" }).click();
    const meter = page.getByRole("meter").first();
    expect(await meter.getAttribute("aria-valuenow")).toBe("86");
    expect(await page.locator(".limit.near").textContent()).toContain("near the limit: 86 %");
    expect(await page.locator(".limit").nth(2).textContent()).toContain("GitLab sets no limit");
    await page.getByRole("tab", { name: "Findings" }).click();
    expect(await page.locator(".finding .badge").allTextContents()).toEqual(["warning", "info"]);
  });
});
