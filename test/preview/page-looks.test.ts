import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { diskFiles } from "../../src/io.ts";
import { pageAssets, pageOf } from "../../src/preview/page.ts";
import type { View } from "../../src/view/index.ts";
import { comparedView, hostile, hostileView, largeView } from "./page-large.ts";
import { browser, faults, found, names, open, pill, title } from "./page-open.ts";
import { shopView } from "./page-views.ts";

describe("what the repository wrote", () => {
  test("stays text, wherever it stands", async () => {
    const page = await open(hostileView());
    expect(await page.title()).toBe("<u>group</u>/app: pipeline preview");
    for (const index of hostile.keys()) {
      await page.locator(`button.name[data-key='0/${index}']`).click();
      expect(await page.locator("#yaml-panel pre").textContent()).toContain("</script><script>");
    }
    for (const sheet of ["Services", "Changed paths", "Limits", "Findings"]) {
      await page.getByRole("tab", { name: sheet }).click();
    }
    await page.getByRole("tab", { name: "Services" }).click();
    await page.locator(".rows button").first().click();
    expect(await page.locator("img, iframe, b, i, u, main script, a, [onerror]").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(1);
  });

  test("hides and turns nothing", async () => {
    const page = await open(hostileView());
    const text = await page.locator("button.name[data-key='0/5'] .text").textContent();
    expect(text).toBe("\\u001b[31mred\\u001b[0m\\u202egnp.exe");
    await page.locator("button.name[data-key='0/2']").click();
    expect(await title(page)).toBe("__proto__");
    expect(await page.locator("#yaml-panel pre").textContent()).toContain(
      "__proto__:\n  __proto__:",
    );
  });
});

test("two pipelines compared: what differs is marked by colour and by word", async () => {
  const page = await open(comparedView());
  expect(await found(page)).toBe("3 of 4 jobs");
  const marked = (kind: string) => page.locator(`li.pill.${kind} button.name`).textContent();
  expect(await marked("added")).toBe("+new, added");
  expect(await marked("removed")).toBe("−old, removed");
  expect(await marked("changed")).toBe("~other, changed");
  const colours = await page.evaluate<string[]>(
    "[...document.querySelectorAll('li.pill')].map((each) => getComputedStyle(each).backgroundColor)",
  );
  expect(new Set(colours).size).toBe(3);
  await pill(page, "other").click();
  expect(await page.locator(".change .keys").textContent()).toBe("imagetimeout");
  expect(await page.locator(".change .minus").allTextContents()).toEqual([
    "−   image: node:22",
    '−   timeout: "1h"',
  ]);
  expect(await page.locator(".change .plus").allTextContents()).toEqual(["+   image: node:24"]);
  await page.getByLabel("Difference").selectOption("same");
  expect(await names(page)).toEqual(["kept"]);
});

describe("colours and sizes", () => {
  const ground = (page: Page) =>
    page.evaluate<string>("getComputedStyle(document.body).backgroundColor");

  test("dark where the system is, and by the switch", async () => {
    expect(await ground(await open(shopView(), { dark: true }))).toBe("rgb(24, 23, 29)");
    const page = await open(shopView());
    expect(await ground(page)).toBe("rgb(251, 250, 253)");
    await page.getByLabel("Colours").selectOption("dark");
    expect(await ground(page)).toBe("rgb(24, 23, 29)");
    await page.reload();
    expect(await ground(page)).toBe("rgb(24, 23, 29)");
  });

  test.each([
    [390, 844],
    [320, 568],
    [1280, 800],
  ] as const)("%i wide: nothing hangs out", async (...size) => {
    for (const view of [shopView(), hostileView()]) {
      const page = await open(view, {
        size,
        hash: `#job=${encodeURIComponent(view.pipelines[0]?.jobs[0]?.name ?? "")}`,
      });
      const width = await page.evaluate<number>("document.documentElement.scrollWidth");
      expect(width).toBe(size[0]);
      const panel = await page.locator(".panel").boundingBox();
      expect(panel && panel.x >= 0 && panel.x + panel.width <= size[0]).toBe(true);
    }
  });

  test("a phone: a job that the address names is in sight above its sheet", async () => {
    const hash = "#job=team-3/service-0040:test";
    const page = await open(largeView(100), { size: [390, 844], hash });
    const panel = await page.locator(".panel").boundingBox();
    const head = await page.locator(".stages").boundingBox();
    const chosen = await page.locator("button.name[aria-current]").boundingBox();
    expect(chosen && head && chosen.y >= head.y + head.height).toBe(true);
    expect(chosen && panel && chosen.y + chosen.height <= panel.y).toBe(true);
  });

  test("a phone: the panel is a sheet above the picture", async () => {
    const page = await open(shopView(), { size: [390, 844] });
    await pill(page, "web:lint").click();
    const panel = await page.locator(".panel").boundingBox();
    expect(panel?.width).toBe(390);
    const chosen = await pill(page, "web:lint").boundingBox();
    expect(chosen && panel && chosen.y + chosen.height <= panel.y).toBe(true);
    expect(chosen && chosen.x >= 0 && chosen.x + chosen.width <= 390).toBe(true);
    await page.getByRole("button", { name: "Close" }).click();
    await page.locator("summary", { hasText: "Filters" }).click();
    await page.getByLabel("Stage", { exact: true }).selectOption("deploy");
    expect(await found(page)).toBe("3 of 25 jobs");
  });
});

describe("for all", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const sheets = [
    "#job=cart:test",
    "#sheet=services&service=ui",
    "#sheet=changes",
    "#sheet=limits",
    "#sheet=findings",
  ];
  const looks = [
    { size: [1280, 800], dark: false },
    { size: [1280, 800], dark: true },
    { size: [390, 844], dark: false },
    { size: [390, 844], dark: true },
  ] as const;

  test.each(looks)(
    "axe finds nothing serious: %o",
    async (look) => {
      const views: [View, string][] = [
        ...sheets.map((hash): [View, string] => [shopView(), hash]),
        [shopView(), "#job=region-us&in=2&as=tag"],
        [comparedView(), "#job=other"],
        [largeView(100), "#q=7"],
      ];
      for (const [view, hash] of views) {
        const page = await open(view, { ...look, hash, bypassCSP: true });
        await page.evaluate(axe);
        const broken = await page.evaluate(async () => {
          const { axe: check } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
          const { violations } = await check.run();
          return violations.map(
            ({ id, impact, nodes }) =>
              `${impact} ${id}: ${nodes.map((node) => node.html).join("\n")}`,
          );
        });
        expect(broken, hash).toEqual([]);
        await page.context().close();
      }
    },
    180_000,
  );
});

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

describe("2,000 services", () => {
  test("the page is small, and only what is seen is in the document", async () => {
    const view = largeView();
    expect((await pageOf(view, pageAssets(diskFiles))).length).toBeLessThan(5_000_000);
    const page = await open(view);
    expect(await page.locator("button.name").count()).toBeLessThan(200);
    expect(await page.locator("button.name").count()).toBeGreaterThan(30);
    await page.locator(".graph").evaluate((graph) => {
      graph.scrollTop = graph.scrollHeight;
    });
    await page.getByText("team-1/service-1999", { exact: true }).waitFor();
    await page.locator("#search").fill("service-1234");
    expect(await found(page)).toBe("3 of 6,000 jobs");
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Services" }).click();
    expect(await page.locator(".rows li").count()).toBeLessThan(60);
  });

  test("the lines of a job are drawn when it is chosen, however far they lead", async () => {
    const page = await open(largeView(), { hash: "#job=team-0/service-0999:test" });
    expect(await title(page)).toBe("team-0/service-0999:test");
    expect(await page.locator(".lines path.all").count()).toBe(0);
    expect(await page.locator(".lines path.needs").count()).toBe(3);
    expect(await page.locator(".lines path.needed").count()).toBe(1);
    await page.getByRole("button", { name: "service-1006:build" }).click();
    expect(await page.locator("button.name[aria-current]").textContent()).toContain("service-1006");
  });
});

test("a served page listens where it came from, and loads itself again", async () => {
  const html = await pageOf(shopView(), pageAssets(diskFiles), { live: true });
  let answered = 0;
  const server = createServer((request, response) => {
    if (request.url === "/") response.setHeader("content-type", "text/html").end(html);
    else if (request.url === "/events") {
      response.setHeader("content-type", "text/event-stream");
      response.write("retry: 100000\n\n");
      if (answered++ === 0) response.write("data: changed\n\n");
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on("console", (message) => faults.push(message.text()));
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/#job=api:build`);
    await expect.poll(() => answered, { timeout: 20_000 }).toBe(2);
    await page.locator("#panel-title").waitFor();
    expect(await title(page)).toBe("api:build");
    await context.close();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
