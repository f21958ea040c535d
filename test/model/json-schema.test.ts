import { describe, expect, test } from "vitest";
import { jsonSchema } from "../../src/model/index.ts";

describe("jsonSchema", () => {
  const schema = jsonSchema();
  const text = JSON.stringify(schema);

  test("describes a configuration: keywords, and jobs under every other name", () => {
    expect(schema).toMatchObject({ type: "object" });
    expect(Object.keys(schema.properties as object)).toEqual([
      "workflow",
      "stages",
      "include",
      "variables",
      "default",
    ]);
    expect(schema.additionalProperties).toMatchObject({});
  });

  test.each(
    "script trigger needs rules parallel matrix artifacts junit cache environment retry id_tokens secrets release pages".split(
      " ",
    ),
  )("names %s", (keyword) => expect(text).toContain(`"${keyword}"`));

  test("lets no unknown keyword pass in a job", () => {
    expect(text).toContain('"additionalProperties":false');
  });

  test("is the same each time", () => expect(JSON.stringify(jsonSchema())).toBe(text));
});
