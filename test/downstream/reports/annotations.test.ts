import { expect, test } from "vitest";
import { annotationsOf } from "../../../src/downstream/reports/annotations.ts";
import { job, pipeline, starts } from "./trees.ts";

test("links to pipelines, then to failed jobs", () => {
  const child = pipeline(
    "group/app",
    12,
    [job("unit", { id: 7, status: "failed", url: "https://gitlab.example/j/7" })],
    "failed",
  );
  const root = pipeline("group/app", 11, [
    starts("deploy", child),
    job("flaky", { status: "failed", allowFailure: true }),
    { ...starts("lost", "not created"), status: "failed", url: "https://gitlab.example/j/8" },
  ]);
  expect(JSON.parse(annotationsOf([root]).text)).toEqual({
    "Downstream pipelines": [
      ["group/app#11: success", "https://gitlab.example/group/app/-/pipelines/11"],
      ["group/app#12: failed", "https://gitlab.example/group/app/-/pipelines/12"],
      ["group/app#11, lost: failed", "https://gitlab.example/j/8"],
      ["group/app#12, unit: failed", "https://gitlab.example/j/7"],
    ].map(([label, url]) => ({ external_link: { label, url } })),
  });
});

test("only addresses of pages, and no order to a terminal in a label", () => {
  const script = { ...pipeline("a", 1), url: "javascript:alert(1)" };
  const odd = pipeline("b", 2, [job("\u001b[31mred\u202e", { status: "failed" })], "failed");
  const links = JSON.parse(annotationsOf([script, odd]).text)["Downstream pipelines"];
  expect(links).toHaveLength(2);
  expect(links[1].external_link.label).toBe("b#2, \\x1b[31mred\\u{202e}: failed");
});

test("what GitLab would refuse is left out", () => {
  const many = Array.from({ length: 1_200 }, (_, at) => pipeline("a", at + 1));
  const file = annotationsOf(many);
  expect(Buffer.byteLength(file.text)).toBeLessThanOrEqual(81_920);
  const links = JSON.parse(file.text)["Downstream pipelines"];
  expect(links.length + file.left).toBe(1_200);
  expect(links.length).toBeGreaterThan(300);
});
