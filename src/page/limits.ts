import type { View } from "../view/index.ts";
import { count, h } from "./dom.ts";

type Limit = View["limits"][number];

/** Past this share of a limit it is time to look. */
const near = 0.8;

export const isNear = ({ share }: Limit): boolean => share !== null && share > near;

const spoken = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^yaml /, "YAML ");
const size = (name: string, value: number): string => {
  if (!/bytes$/i.test(name)) return value.toLocaleString("en-GB");
  if (value < 10_000) return count(value, "byte");
  return value < 1_048_576
    ? `${(value / 1024).toFixed(0)} KiB`
    : `${(value / 1_048_576).toFixed(1)} MiB`;
};

type Level = "" | "near" | "at" | "over";
const words = { near: "near the limit", at: "at the limit", over: "past the limit" } as const;

function levelOf(share: Limit["share"]): Level {
  if (share === null || share <= near) return "";
  if (share > 1) return "over";
  return share === 1 ? "at" : "near";
}

/** GitLab's limits, the most used first, each with how much of it this pipeline takes. */
export function limitSheet({ limits }: View): HTMLElement {
  const order = [...limits].sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
  const rows = order.map((limit) => {
    const { name, value, limit: most, share, where } = limit;
    const percent = share === null ? undefined : Math.round(share * 100);
    const level = levelOf(share);
    const bar = h("div", { class: "fill" });
    bar.style.width = `${Math.min(100, percent ?? 0)}%`;
    return h(
      "li",
      { class: `limit ${level === "at" ? "near" : level}` },
      h("span", { class: "who" }, spoken(name)),
      h(
        "span",
        { class: "value" },
        size(name, value),
        most === null ? "" : ` of ${size(name, most)}`,
      ),
      percent === undefined
        ? h("span", { class: "quiet" }, "GitLab sets no limit here")
        : h(
            "div",
            {
              class: "bar",
              role: "meter",
              "aria-label": spoken(name),
              "aria-valuemin": 0,
              "aria-valuemax": 100,
              "aria-valuenow": Math.min(100, percent),
              "aria-valuetext": `${percent} %`,
            },
            bar,
          ),
      percent !== undefined &&
        h(
          "span",
          { class: "share" },
          level === "" ? "" : `${words[level]}: `,
          percent === 0 && value > 0 ? "< 1 %" : `${percent} %`,
        ),
      where !== undefined && h("span", { class: "where quiet" }, where),
    );
  });
  if (rows.length === 0) return h("p", { class: "empty" }, "Nothing was measured.");
  return h("ul", { class: "limits", role: "list" }, ...rows);
}

/** What fanout found, errors first. */
export function findingSheet({ diagnostics }: View): HTMLElement {
  if (diagnostics.length === 0) return h("p", { class: "empty" }, "Nothing was found to say.");
  const order = ["error", "warning", "info"];
  const sorted = [...diagnostics].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity),
  );
  const rows = sorted.map(({ code, severity, where, message }) =>
    h(
      "li",
      { class: `finding ${severity}` },
      h("span", { class: "badge" }, severity),
      h("code", { class: "quiet" }, code),
      h("span", { class: "where" }, where.join(" › ")),
      h("span", { class: "message" }, message),
    ),
  );
  return h("ul", { class: "findings", role: "list" }, ...rows);
}
