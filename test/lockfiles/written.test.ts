import { describe, expect, test } from "vitest";
import { filesOf, lockText, roots, written } from "./fixtures.ts";
import { differs } from "./helper.ts";

describe.each(written)("%s, as its tool wrote it", (tool, file) => {
  const base = filesOf(tool, file, "base");
  const withText = (text: string) => filesOf(tool, file, "base", text);

  test("two manifests have changed, and the file with them", async () => {
    expect(await differs(file, [base, filesOf(tool, file, "head")], roots)).toEqual({
      "apps/web": "q 1.5.0 → 1.5.1",
      "apps/api": "debug 4.3.1 → 4.3.2, + left-pad 1.3.0",
    });
  });

  test("back again", async () => {
    expect(await differs(file, [filesOf(tool, file, "head"), base], roots)).toEqual({
      "apps/web": "q 1.5.1 → 1.5.0",
      "apps/api": "debug 4.3.2 → 4.3.1, - left-pad 1.3.0",
    });
  });

  test("a package far below is there for who reaches it, through a workspace too", async () => {
    const text = lockText(tool, "base");
    const changed = text.replace(/RdJUflcE3c|e248708d37|8a95213a5a/g, "0000000000");
    expect(changed).not.toBe(text);
    expect(await differs(file, [base, withText(changed)], roots)).toEqual({
      "apps/web": "js-tokens 4.0.0 (other content)",
      "packages/ui": "js-tokens 4.0.0 (other content)",
    });
  });

  test("a package under another name, needed for development", async () => {
    const text = lockText(tool, "base");
    const changed = text.replace(/OQadpCyFCT|cd434b1104|96599b6c9a/g, "0000000000");
    expect(changed).not.toBe(text);
    const name = tool === "yarn-1" ? "pad" : "left-pad";
    expect(await differs(file, [base, withText(changed)], roots)).toEqual({
      "apps/web": `${name} 1.2.0 (other content)`,
      "packages/ui": `${name} 1.2.0 (other content)`,
    });
  });

  test("line ends and a byte order mark are no change", async () => {
    const text = `\ufeff${lockText(tool, "base").replaceAll("\n", "\r\n")}`;
    expect(await differs(file, [base, withText(text)], roots)).toEqual({});
  });

  test("a service that it knows nothing of", async () => {
    expect(await differs(file, [base, base], [...roots, "apps/other"])).toEqual({
      "apps/other": "apps/other is not in it",
    });
  });
});
