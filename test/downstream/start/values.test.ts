import { expect, test } from "vitest";
import fc from "../../helpers/property.ts";
import { brief, scene, target } from "./scene.ts";

const hostile = {
  DOLLAR: "$HOME ${CI_JOB_TOKEN} $$ `id` $(id)",
  LINES: "first\nsecond\r\n\tthird\n",
  QUOTES: `"double" 'single' \\back\\ \\n`,
  EMPTY: "",
  FAR: "größer 日本語 \u{1f680} \u2028",
  FORM: "a=b&c[d]=e%20f+g",
  constructor: "c",
  toString: "t",
};

test.each(["api", "job", "trigger"] as const)(
  "variables arrive unchanged, with %s",
  async (who) => {
    const { start, app, startedIn } = await scene();
    const variables = JSON.parse(`{"__proto__":"p",${JSON.stringify(hostile).slice(1)}`);
    const token = who === "trigger" ? { token: "APP_TOKEN" } : {};
    await start([target("group/app", { variables, ...token })], who);
    const [pipeline] = startedIn(app);
    const own = pipeline?.variables.filter(({ key }) => !/^(TRIGGER_PAYLOAD|FANOUT_)/.test(key));
    expect(own?.map(({ key, value }) => [key, value])).toEqual([
      ["__proto__", "p"],
      ...Object.entries(hostile),
    ]);
  },
);

test("inputs arrive with their types", async () => {
  const { start, app, startedIn } = await scene();
  const inputs = { text: "3", number: 3, yes: true, list: ["a", 1], nested: { a: ["$b"] } };
  await start([target("group/app", { inputs })], "api");
  await start([target("group/app", { inputs })], "job");
  expect(startedIn(app).map((each) => each.inputs)).toEqual([inputs, inputs]);
});

test("any text arrives as it is", async () => {
  const { start, app, startedIn, lab } = await scene();
  lab.trigger(app, lab.user("ada"));
  const names = fc.stringMatching(/^[A-Za-z_]\w{0,8}$/);
  const texts = fc.string({ unit: "binary", maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, texts), fc.boolean(), async (variables, job) => {
      const { outcomes } = await start([target("group/app", { variables })], job ? "job" : "api");
      expect(brief(outcomes)).toEqual([`group/app main by ${job ? "job token" : "api"}`]);
      const pipeline = startedIn(app).at(-1);
      const own = pipeline?.variables.filter(
        ({ key }) => key !== "TRIGGER_PAYLOAD" && key !== "FANOUT_TRIGGER_ID",
      );
      expect(own?.map(({ key, value }) => [key, value])).toEqual(Object.entries(variables));
    }),
    { numRuns: 40 },
  );
});
