import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { diskFiles } from "../../src/io.ts";
import { pageAssets, pageOf } from "../../src/preview/page.ts";
import type { View } from "../../src/view/index.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { comparedView, hostile, hostileView, largeView } from "./page-large.ts";
import { shopView } from "./page-views.ts";

let browser: Browser;
let directory: string;
beforeAll(async () => {
  browser = await launchBrowser();
  directory = diskFiles.temporary();
}, 120_000);
afterAll(() => browser?.close());

/** What no page may do, as it happens. */
let faults: string[] = [];
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
async function open(view: View, look: Look = {}): Promise<Page> {
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

const pill = (page: Page, name: string) => page.locator("button.name", { hasText: name }).first();
const names = (page: Page) =>
  page
    .locator("button.name .text")
    .evaluateAll((all) => all.map((each) => each.textContent ?? "").sort());
const found = (page: Page) => page.locator(".found").textContent();
const title = (page: Page) => page.locator("#panel-title").textContent();
const part = (page: Page, heading: string) =>
  page.locator(".panel section", { has: page.locator("h3", { hasText: heading }) });

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
