import { expect, test } from "vitest";
import { nodeIo } from "../src/io.ts";

test("a library that asks again and again leaves one listener at the streams", () => {
  nodeIo();
  const listening = () =>
    [process.stdout, process.stderr].map((each) => each.listenerCount("error"));
  const before = listening();
  for (let time = 0; time < 12; time++) nodeIo();
  expect(listening()).toEqual(before);
});
