import type { Ecosystem } from "../types.ts";
import { nodeEcosystem } from "./node/ecosystem.ts";

/** package.json with `workspaces` beside a yarn.lock or .yarnrc.yml. */
export default nodeEcosystem("yarn") satisfies Ecosystem;
