import type { Ecosystem } from "../types.ts";
import { nodeEcosystem } from "./node/ecosystem.ts";

/** package.json with `workspaces` beside a bun.lock or bun.lockb. */
export default nodeEcosystem("bun") satisfies Ecosystem;
