import assert from "node:assert/strict";
import { test } from "node:test";
import { greeting } from "./index.js";

test("a greeting names the visitor", () => {
  assert.match(greeting("Ada"), /Ada/);
});
