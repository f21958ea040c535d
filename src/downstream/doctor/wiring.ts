import type { Check, Here } from "./types.ts";
import { ok, saidBy, unknown } from "./words.ts";

/** How many messages of lint are told. */
const most = 3;

/** What `fanout lint` finds in the parent: it generates, hands over and starts the child. */
export const wiring: Check<Here> = {
  name: "wiring",
  title: "the parent's wiring",
  needs: [],
  async check({ lint }) {
    const told = await lint().catch(saidBy);
    if (typeof told === "string") return unknown(told);
    const { file, errors, warnings } = told;
    const [first] = [errors, warnings].filter((list) => list.length > 0);
    if (!first) return ok(`lint finds nothing in ${file}`);
    const more = first.length - most;
    const what = [...first.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
    const next = `See fanout lint ${file}`;
    if (first === errors) {
      const why = "GitLab refuses the configuration, or does not start the child";
      return { mark: "problem", what, why, next };
    }
    return { mark: "warning", what, why: "GitLab takes it, and it may do what nobody meant", next };
  },
};
