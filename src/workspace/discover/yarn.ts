import type { Ecosystem } from "../types.ts";
import { nodeEcosystem } from "./_node.ts";

/** package.json with `workspaces` beside a yarn.lock or .yarnrc.yml. */
export default nodeEcosystem("yarn") satisfies Ecosystem;
