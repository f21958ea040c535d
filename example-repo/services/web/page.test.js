import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./page.js";

test("the page greets", () => {
  assert.match(page("Ada"), /<h1>.*Ada.*<\/h1>/);
});
