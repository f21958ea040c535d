import type { Ecosystem } from "../types.ts";
import { nodeEcosystem } from "./_node.ts";

/** package.json with `workspaces` beside a bun.lock or bun.lockb. */
export default nodeEcosystem("bun") satisfies Ecosystem;
