import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { diskFiles } from "../../src/io.ts";
import { pageAssets, pageOf } from "../../src/preview/page.ts";
import type { View } from "../../src/view/index.ts";
import { launchBrowser } from "../helpers/browser.ts";

/** The one browser of a test file that imports this one. */
export let browser: Browser;
/** Where the pages lie. */
export let directory: string;
beforeAll(async () => {
  browser = await launchBrowser();
  directory = diskFiles.temporary();
}, 120_000);
afterAll(() => browser?.close());

/** What no page may do, as it happens. */
export let faults: string[] = [];
afterEach(async () => {
  expect(faults).toEqual([]);
  faults = [];
  for (const context of browser.contexts()) await context.close();
});

interface Look {
  readonly hash?: string;
  readonly size?: readonly [number, number];
  readonly dark?: boolean;
  /** For tools that put scripts of their own into the page. */
  readonly bypassCSP?: boolean;
}

let made = 0;

/** Opens the page of a view from a file, and notes whatever it should not do. */
export async function open(view: View, look: Look = {}): Promise<Page> {
  const { hash = "", size = [1280, 800], dark = false, bypassCSP = false } = look;
  const file = join(directory, `${++made}.html`);
  writeFileSync(file, await pageOf(view, pageAssets(diskFiles)));
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    bypassCSP,
  });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    const url = request.url().replace(/#.*/, "");
    if (url !== address && !url.startsWith("data:")) faults.push(`asks for ${url}`);
  });
  page.on("console", (message) => {
    if (message.type() !== "log") faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`throws ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`says ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address + hash);
  await page.locator("#app:not([hidden])").waitFor();
  return page;
}

export const pill = (page: Page, name: string) =>
  page.locator("button.name", { hasText: name }).first();
export const names = (page: Page) =>
  page
    .locator("button.name .text")
    .evaluateAll((all) => all.map((each) => each.textContent ?? "").sort());
export const found = (page: Page) => page.locator(".found").textContent();
export const title = (page: Page) => page.locator("#panel-title").textContent();
export const part = (page: Page, heading: string) =>
  page.locator(".panel section", { has: page.locator("h3", { hasText: heading }) });
