import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mermaidPreview } from "../../src/preview/mermaid.ts";
import { select } from "../../src/preview/shown.ts";
import type { View } from "../../src/view/index.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { project } from "../helpers/fanout.ts";
import { many, pipeline, shop, view } from "./short.ts";

const library = join(project, "node_modules/mermaid/dist/mermaid.min.js");

/** What a page with Mermaid makes of a text: the labels as people read them, and what is no text in them. */
interface Drawn {
  readonly labels: readonly string[];
  readonly markup: number;
}

describe.skipIf(!existsSync(library))("drawn by Mermaid, set up as GitLab does", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.setContent("<main></main>");
    await page.addScriptTag({ path: library });
    // app/assets/javascripts/lib/mermaid.js
    const settings = `{ startOnLoad: false, theme: "neutral", securityLevel: "strict",
      flowchart: { useMaxWidth: true, htmlLabels: true } }`;
    await page.evaluate(`mermaid.initialize(${settings})`);
  }, 120_000);
  afterAll(() => browser?.close());

  const draw = (shown: View): Promise<Drawn> =>
    page.evaluate(`(async () => {
      const { svg } = await mermaid.mermaidAPI.render("drawn", ${JSON.stringify(mermaidPreview(select(shown)).text)});
      const main = document.querySelector("main");
      main.innerHTML = svg;
      const labels = [...main.querySelectorAll(".nodeLabel")];
      return {
        labels: labels.map((label) => label.textContent),
        markup: main.querySelectorAll(".nodeLabel :is(a, img, em, strong, i, br, code, script), a").length,
      };
    })()`);

  test("what the tests of the text draw", async () => {
    expect((await draw(shop())).labels).toEqual(
      expect.arrayContaining([
        "build",
        "api:test ×3",
        "web:child",
        "started by web:child",
        "check",
      ]),
    );
    expect((await draw(many())).labels).toContain("svc-0001 … (1,900 services): 1,900 jobs");
  });

  test.each([
    ...["end", 'a"b', "x]y", "1. one", "- two", "* three", "_em_ __b__", "`md`", "$$x^2$$"],
    ...["www.example.com", "https://a.b/c", "me@x.org", "[x](y)", "~~s~~", "fa:fa-car", "a|b"],
    ...["<img src=x onerror=alert(1)>", "</script><b>", "%%{init: {}}%%", "#quot;", "&amp;"],
    ...['click n1 href "javascript:x"', "style n1 fill:#f00;", "classDef x:#1;#quot;", 'style:"'],
    ...["subgraph x", "日本語", "🚀", ";", "-->", "{{x}}", "a\\nb"],
  ])("%j is read as it is", async (name) => {
    const jobs = [
      { name, stage: name },
      { name: `${name}2`, stage: "next", needs: [name] },
    ];
    const { labels, markup } = await draw(view({ pipelines: [pipeline({ jobs })] }));
    const written = name.replaceAll("\\", "\\\\");
    expect(labels.filter((label) => label === written)).toHaveLength(2);
    expect(labels).toContain(`${written}2`);
    expect(markup).toBe(0);
  });
});
