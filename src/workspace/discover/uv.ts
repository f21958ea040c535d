import type { Ecosystem } from "../types.ts";
import { pythonEcosystem } from "./python/ecosystem.ts";

/** Members of uv workspaces, and lone projects that uv locks. */
export default pythonEcosystem("uv") satisfies Ecosystem;
