import type { Check, Here } from "./types.ts";
import { ok, saidBy } from "./words.ts";

/** Whether there is a configuration of fanout, and it can be read. */
export const configuration: Check<Here> = {
  name: "configuration",
  title: "fanout's configuration",
  needs: [],
  async check({ configured }) {
    const fault = await configured.then(() => undefined, saidBy);
    if (fault === undefined) return ok(await configured);
    return {
      mark: "problem",
      what: fault,
      why: "without a configuration fanout generates no pipeline",
      next: "Write it, or mend what is told: docs/configuration.md has every key",
    };
  },
};
