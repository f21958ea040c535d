import type { Ecosystem } from "../types.ts";
import bun from "./bun.ts";
import docker from "./docker.ts";
import go from "./go.ts";
import maven from "./maven.ts";
import npm from "./npm.ts";
import pnpm from "./pnpm.ts";
import terraform from "./terraform.ts";
import yarn from "./yarn.ts";

/** Every ecosystem that `services.discover` may name. A new one is a file here and a line below. */
export const ecosystems: readonly Ecosystem[] = [
  npm,
  pnpm,
  yarn,
  bun,
  go,
  docker,
  maven,
  terraform,
];
