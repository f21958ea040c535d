import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { temporary } from "../downstream/start/scene.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";
import fc from "../helpers/property.ts";

const secret = fc
  .string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 10,
    maxLength: 40,
  })
  .filter((text) => !/[/\\]|^gl[a-z]+-/.test(text));
const fault = fc.constantFrom<"none" | "cut within" | number>(
  "none",
  "cut within",
  400,
  401,
  403,
  422,
  404,
);

test("no token is told or written, whatever it is and whatever GitLab says of it", async () => {
  const ways = fc.constantFrom("api", "trigger");
  await fc.assert(
    fc.asyncProperty(secret, fault, ways, async (token, as, way) => {
      const lab = await gitlabStand();
      const app = lab.project("group/app", { ada: "maintainer" });
      const ada = lab.user("ada");
      if (way === "api") lab.world.tokens.push({ ...lab.token(ada), value: token });
      else app.triggers.push({ id: 1, token, description: "", owner: ada });
      const body = { message: { base: [`no ${token} and ${encodeURIComponent(token)}`] } };
      if (as !== "none") {
        const trouble = typeof as === "number" ? { status: as, body } : as;
        lab.fail({ method: "POST", path: /pipeline$/, nth: 1, as: trouble });
      }
      const cwd = temporary();
      const env = way === "api" ? { GITLAB_TOKEN: token } : { APP_TOKEN: token };
      const io = testIo(cwd, { CI_SERVER_URL: lab.url, ...env });
      const words = ["--project", "group/app", "--ref", "main", "--resume", "journal.json", "-v"];
      const own = way === "api" ? [] : ["--token", "APP_TOKEN"];
      const exit = await cli(["trigger", ...words, ...own], io);
      expect([0, 5]).toContain(exit);
      expect(lab.calls.some(({ method }) => method === "POST")).toBe(true);
      const journal = readFileSync(join(cwd, "journal.json"), "utf8");
      for (const form of [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)]) {
        expect(`${io.stdout()}${io.stderr()}${journal}`).not.toContain(form);
      }
    }),
    { numRuns: 25 },
  );
});
