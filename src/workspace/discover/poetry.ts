import type { Ecosystem } from "../types.ts";
import { pythonEcosystem } from "./python/ecosystem.ts";

/** Projects of Poetry, which know of each other by their paths. */
export default pythonEcosystem("poetry") satisfies Ecosystem;
