import { lockChanges } from "../../src/lockfiles/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { serviceAt } from "../affected/workspace.ts";
import { type Files, treeOf } from "../workspace/tree.ts";

/**
 * What the change of one lock file says of services, by directory: the packages as one line, or
 * why every service counts. A directory that is not in the result is built as before.
 */
export async function differs(
  path: string,
  [base, head]: readonly [base: Files, head: Files],
  roots: readonly string[],
  lockfiles: "precise" | "everything" = "precise",
): Promise<Record<string, string>> {
  const services = roots.map((root) => serviceAt(root, { name: root, locks: [path] }));
  const workspace = { services, edges: [], cycles: [] };
  const changes = [{ path, status: "M" }] as const;
  const compared = { changes, tree: treeOf(head), baseTree: treeOf(base) };
  const { steps } = await lockChanges(workspace, compared, { lockfiles, parseYaml });
  return Object.fromEntries(
    [...steps].map(([name, all]) => [
      name,
      all
        .map((step) =>
          "why" in step
            ? step.why
            : `${step.packages.join(", ")}${step.more ? ` and ${step.more} more` : ""}`,
        )
        .join("; "),
    ]),
  );
}
