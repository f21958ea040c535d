// Times the page of preview in a browser, on a made-up view of 2,000 services and 6,000 jobs: how
// large it is, how long it takes to make, to open until it can be used, to filter at a keystroke,
// to choose a job. Each time ends when the browser has painted. Prints medians; nothing is asserted.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { median } from "./_time.mjs";

const runs = Math.max(3, Number(process.env.RUNS ?? 5));
const root = resolve(import.meta.dirname, "..");

/** What the tests use is TypeScript, which Node 20 does not read. */
async function parts() {
  const outfile = join(root, "node_modules", ".cache", "bench-page.mjs");
  const contents = `
    export { diskFiles } from "./src/io.ts";
    export { pageAssets, pageOf } from "./src/preview/page.ts";
    export { largeView } from "./test/preview/page-large.ts";
    export { launchBrowser } from "./test/helpers/browser.ts";`;
  await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile,
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile));
}

/** Milliseconds from what `act` does to the paint that shows it. */
const painted = (act) => `new Promise((done) => {
  const start = performance.now();
  ${act}
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})`;
const type = (text) =>
  painted(`const search = document.getElementById("search");
  search.value = ${JSON.stringify(text)};
  search.dispatchEvent(new Event("input"));`);
const press = (selector) => painted(`document.querySelector(${JSON.stringify(selector)}).click();`);

/** When the page can be used, counted from when it was asked for. */
const watch = `new MutationObserver((_, observer) => {
  if (document.querySelector("#app:not([hidden])") === null) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.usable = performance.now(); }));
}).observe(document, { subtree: true, childList: true, attributes: true });`;

async function once(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(watch);
  await page.goto(address);
  await page.waitForFunction("window.usable !== undefined");
  const figures = { "open until usable": await page.evaluate("window.usable") };
  const keys = [];
  for (const text of ["s", "se", "serv", "service-1", "service-12", "service-1234", ""]) {
    keys.push(await page.evaluate(type(text)));
  }
  figures["a keystroke, the slowest of 7"] = Math.max(...keys);
  figures["choose a job"] = await page.evaluate(press("button.name"));
  figures["choose a service"] = await page.evaluate(press("button.of"));
  figures["scroll to the end"] = await page.evaluate(
    painted(
      `const graph = document.querySelector(".graph"); graph.scrollTop = graph.scrollHeight;`,
    ),
  );
  figures["another situation"] = await page.evaluate(
    painted(`const select = document.getElementById("situation");
    select.value = "1";
    select.dispatchEvent(new Event("change"));`),
  );
  figures["the list of services"] = await page.evaluate(press("#tab-services"));
  await page.close();
  return figures;
}

const { diskFiles, largeView, launchBrowser, pageAssets, pageOf } = await parts();
const directory = mkdtempSync(join(tmpdir(), "fanout-page-"));
const browser = await launchBrowser();
try {
  const view = largeView();
  const made = [];
  let html = "";
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    html = await pageOf(view, pageAssets(diskFiles));
    made.push(performance.now() - start);
  }
  const file = join(directory, "page.html");
  writeFileSync(file, html);
  console.log("page of 2,000 services, 6,000 jobs");
  console.log(
    `  ${"size".padEnd(30)} ${(Buffer.byteLength(html) / 1024).toFixed(0).padStart(6)} KiB`,
  );
  const all = [];
  for (let run = 0; run < runs; run++) all.push(await once(browser, pathToFileURL(file).href));
  const rows = [["make it", median(made)]];
  for (const name of Object.keys(all[0])) rows.push([name, median(all.map((each) => each[name]))]);
  for (const [name, value] of rows) {
    console.log(`  ${name.padEnd(30)} ${value.toFixed(0).padStart(6)} ms`);
  }
} finally {
  await browser.close();
  rmSync(directory, { recursive: true });
}
