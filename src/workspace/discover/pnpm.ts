import type { Ecosystem } from "../types.ts";
import { nodeEcosystem } from "./_node.ts";

/** pnpm-workspace.yaml, or a root with a pnpm-lock.yaml. */
export default nodeEcosystem("pnpm") satisfies Ecosystem;
