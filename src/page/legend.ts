import { h } from "./dom.ts";
import { folding } from "./fold.ts";
import { dot, type Standing, wordOf } from "./pill.ts";

const standings: readonly Standing[] = ["runs", "manual", "delayed", "on-failure", "out"];

/** What the signs mean, at the foot of the picture. */
export function legend(compared: boolean): HTMLElement {
  const signs = standings.map((standing) => h("li", {}, dot(standing), wordOf(standing)));
  const kinds = compared
    ? (
        [
          ["+", "added"],
          ["−", "removed"],
          ["~", "changed"],
        ] as const
      ).map(([mark, kind]) => h("li", { class: kind }, h("span", { class: "mark" }, mark), kind))
    : [];
  const list = h(
    "ul",
    { role: "list", "aria-label": "signs" },
    ...signs,
    ...kinds,
    h("li", { class: "line-needs" }, "needs"),
    h("li", { class: "line-needed" }, "needed by"),
  );
  return folding("legend", "Signs", list);
}
