import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { names, open, pill, title } from "./page-open.ts";
import { shopView } from "./page-views.ts";

describe("by keyboard", () => {
  const focused = (page: Page) =>
    page.locator("button.name:focus .text").evaluateAll((all) => all[0]?.textContent ?? "");

  test("one stop by Tab, arrows from job to job, Enter chooses, Escape comes back", async () => {
    const page = await open(shopView());
    await page.locator("#search").focus();
    const stops: string[] = [];
    for (let stop = 0; stop < 6; stop++) {
      await page.keyboard.press("Tab");
      stops.push(await focused(page));
    }
    expect(stops.filter((each) => each !== "")).toEqual(["api:build"]);
    await page.locator("button.name[tabindex='0']").focus();
    const walk = async (key: string) => {
      await page.keyboard.press(key);
      return focused(page);
    };
    expect(await walk("ArrowRight")).toBe("api:test");
    expect(await walk("ArrowDown")).toBe("web:test");
    expect(await walk("ArrowLeft")).toBe("web:build");
    expect(await walk("ArrowUp")).toBe("api:build");
    expect(await walk("End")).toBe("web:lint");
    expect(await walk("Home")).toBe("api:build");
    await page.keyboard.press("Enter");
    expect(await title(page)).toBe("api:build");
    expect(await page.locator(":focus").getAttribute("id")).toBe("panel-title");
    await page.keyboard.press("Escape");
    expect(await page.locator(".panel").isVisible()).toBe(false);
    expect(await focused(page)).toBe("api:build");
  });

  test("a child is opened and entered", async () => {
    const page = await open(shopView());
    await pill(page, "api:release").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("publish");
    expect(await walkTo(page, "ArrowLeft")).toBe("package");
  });

  const walkTo = async (page: Page, key: string) => {
    await page.keyboard.press(key);
    return focused(page);
  };

  test("tabs are walked by arrows", async () => {
    const page = await open(shopView());
    await page.getByRole("tab", { name: "Pipeline" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const chosen = page.locator("[role=tab][aria-selected=true]").first();
    expect(await chosen.textContent()).toBe("Changed paths3");
  });
});

describe("the address", () => {
  test("leads to a job of a grandchild, and opens what it lies in", async () => {
    const page = await open(shopView(), { hash: "#job=region-us&in=2" });
    expect(await title(page)).toBe("region-us");
    expect(await page.locator("button.name[aria-current]").textContent()).toContain("region-us");
  });

  test("the browser's way back leads to what was chosen before", async () => {
    const page = await open(shopView());
    await pill(page, "api:build").click();
    await pill(page, "web:build").click();
    expect(page.url()).toMatch(/#job=web%3Abuild$/);
    await page.goBack();
    expect(await title(page)).toBe("api:build");
    await page.goBack();
    expect(await page.locator(".panel").isVisible()).toBe(false);
  });

  test.each(["#job=__proto__", "#job=&in=-1", "#as=%3Cb%3E&in=x&service=no", "#%%%"])(
    "%s leads nowhere, quietly",
    async (hash) => {
      const page = await open(shopView(), { hash });
      expect(await page.locator(".panel").isVisible()).toBe(false);
      expect(await names(page)).toHaveLength(20);
    },
  );
});
