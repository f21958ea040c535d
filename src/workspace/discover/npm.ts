import type { Ecosystem } from "../types.ts";
import { nodeEcosystem } from "./node/ecosystem.ts";

/** package.json with `workspaces`, and every package outside a workspace. */
export default nodeEcosystem("npm") satisfies Ecosystem;
