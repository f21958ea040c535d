import { expect, test } from "vitest";
import { reachedFrom } from "./reach.ts";

test("a new import whose own imports fail is noticed, however often it imports from there", async () => {
  const base = {
    "m0.ts": "export const b = 502;\n",
    "m1.ts": "export {};\n",
    "m2.ts": 'import * as n from "./m0";\nconsole.log(n);\n',
    "m3.ts": 'import { b as y } from "./m1";\nexport * from "./m1";\n',
  };
  const head = { ...base, "m0.ts": `export * from "./m3";\n${base["m0.ts"]}` };
  expect(await reachedFrom(base, head)).toContain("m2.ts");
  // Where nothing can fail, nothing is noticed.
  const sound = { ...base, "m3.ts": 'export * from "./m1";\n' };
  expect(await reachedFrom(sound, { ...sound, "m0.ts": head["m0.ts"] })).toEqual([]);
});
