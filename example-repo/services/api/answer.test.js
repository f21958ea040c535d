import assert from "node:assert/strict";
import { test } from "node:test";
import { answer } from "./answer.js";

test("an answer is a greeting", () => {
  assert.equal(answer("Ada").status, 200);
  assert.match(answer("Ada").body, /Ada/);
});
