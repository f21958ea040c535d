import type { Ecosystem } from "../types.ts";
import bun from "./bun.ts";
import cargo from "./cargo.ts";
import docker from "./docker.ts";
import dotnet from "./dotnet.ts";
import go from "./go.ts";
import gradle from "./gradle.ts";
import helm from "./helm.ts";
import maven from "./maven.ts";
import npm from "./npm.ts";
import nx from "./nx.ts";
import pnpm from "./pnpm.ts";
import poetry from "./poetry.ts";
import terraform from "./terraform.ts";
import terragrunt from "./terragrunt.ts";
import turbo from "./turbo.ts";
import uv from "./uv.ts";
import yarn from "./yarn.ts";

/** Every ecosystem that `services.discover` may name. A new one is a file here and a line below. */
export const ecosystems: readonly Ecosystem[] = [
  npm,
  pnpm,
  yarn,
  bun,
  nx,
  turbo,
  go,
  cargo,
  uv,
  poetry,
  docker,
  maven,
  gradle,
  terraform,
  terragrunt,
  helm,
  dotnet,
];
