import type { ViewJudgement } from "../view/index.ts";
import { h } from "./dom.ts";
import { yamlBlock, yamlText } from "./yaml.ts";

type Hash = Readonly<Record<string, unknown>>;

const own = (config: Hash, key: string): unknown =>
  Object.hasOwn(config, key) ? config[key] : undefined;

/** The rules of a job with the one that decided; `only` and `except` where it has those. */
export function rulesOf(config: Hash, judged: ViewJudgement | undefined): HTMLElement[] {
  const told = h("p", { class: "told" }, judged?.told ?? "not judged");
  const written = own(config, "rules");
  const rules = Array.isArray(written) ? written.flat(10) : [];
  if (rules.length > 0) return [told, ruleList(rules, judged)];
  const policy = ["only", "except", "when"].flatMap((key) => {
    const value = own(config, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  if (policy.length === 0) return [told, h("p", { class: "quiet" }, "It has no rules.")];
  return [told, yamlBlock(yamlText(Object.fromEntries(policy)), "only, except and when")];
}

function ruleList(rules: readonly unknown[], judged: ViewJudgement | undefined): HTMLElement {
  const decided = judged?.rule;
  return h(
    "ol",
    { class: "rules", start: 0 },
    ...rules.map((rule, index) => {
      const word = wordOf(index, judged);
      return h(
        "li",
        { class: index === decided ? "decided" : "", value: index },
        word !== "" && h("span", { class: "badge" }, word),
        yamlBlock(yamlText(rule), `rule ${index} ${word}`),
      );
    }),
  );
}

/** What became of a rule; nothing where a job is not decided by its rules. */
function wordOf(index: number, judged: ViewJudgement | undefined): string {
  const decided = judged?.rule;
  if (decided === undefined) return judged?.created === false ? "does not hold" : "";
  if (index === decided) return "decided";
  return index < decided ? "does not hold" : "not looked at";
}
