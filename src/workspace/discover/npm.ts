import type { Ecosystem } from "../types.ts";
import { nodeEcosystem } from "./_node.ts";

/** package.json with `workspaces`, and every package outside a workspace. */
export default nodeEcosystem("npm") satisfies Ecosystem;
