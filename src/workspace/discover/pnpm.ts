import type { Ecosystem } from "../types.ts";
import { nodeEcosystem } from "./node/ecosystem.ts";

/** pnpm-workspace.yaml, or a root with a pnpm-lock.yaml. */
export default nodeEcosystem("pnpm") satisfies Ecosystem;
