import { load } from "../../loading/index.ts";
import { isHash } from "../../model/index.ts";
import type { Found, Linted, Rule } from "../types.ts";
import { childTriggers } from "./facts/children.ts";
import { placeOf } from "./facts/place.ts";
import { member } from "./facts/read.ts";

const rule: Rule = {
  code: "trigger-include-fails",
  severity: "error",
  docs: `GitLab looks at the entries of \`trigger:include\` only when the trigger job runs. A local file that the repository has
not, a name without a YAML ending or an entry of two kinds is taken until then; then the trigger job fails with
"downstream pipeline can not be created" and these words.`,
  check: async (linted) => {
    const found: Found[] = [];
    for (const [name, job] of childTriggers(linted)) {
      const include = member(member(job, "trigger"), "include");
      const list = Array.isArray(include) ? include : [include];
      for (const [index, entry] of list.entries()) {
        const path = ["trigger", "include", ...(Array.isArray(include) ? [index] : [])];
        const place = placeOf(linted, name, path).path;
        for (const words of await refusals(entry, linted)) {
          const message = `the child is not created: ${words}`;
          found.push({ path: place, message, hint: "Name a YAML file that is there" });
        }
      }
    }
    return found;
  },
};

const stub = ".stub: {}";

/** GitLab's words for one entry. What stands in the file it names is not looked at. */
async function refusals(
  entry: unknown,
  { repository, limits }: Linted,
): Promise<readonly string[]> {
  // child-artifact-path and child-artifact-produced tell of these.
  if (isHash(entry) && member(entry, "artifact") !== undefined && Object.keys(entry).length < 3) {
    return [];
  }
  const { paths } = repository;
  const tracked = new Set(paths);
  const world = {
    read: async (path: string) => (paths && !tracked.has(path) ? undefined : stub),
    paths: async () => paths ?? [],
    mapped: async () => undefined,
  };
  const text = JSON.stringify({ include: [entry] });
  const { problems } = await load({ path: "", text }, world, { child: true, limits });
  return problems.flatMap(({ code, severity, gitlab }) =>
    code === "LOAD_INCLUDE" && severity === "error" && gitlab ? [gitlab] : [],
  );
}

export default rule;
