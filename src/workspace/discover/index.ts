import type { Ecosystem } from "../types.ts";

/**
 * Every ecosystem that `services.discover` may name, loaded when it is named. A new one is a file
 * here and a line below.
 */
const ecosystems: Readonly<Record<string, () => Promise<{ default: Ecosystem }>>> = {
  npm: () => import("./npm.ts"),
  pnpm: () => import("./pnpm.ts"),
  yarn: () => import("./yarn.ts"),
  bun: () => import("./bun.ts"),
  nx: () => import("./nx.ts"),
  turbo: () => import("./turbo.ts"),
  go: () => import("./go.ts"),
  cargo: () => import("./cargo.ts"),
  uv: () => import("./uv.ts"),
  poetry: () => import("./poetry.ts"),
  docker: () => import("./docker.ts"),
  maven: () => import("./maven.ts"),
  gradle: () => import("./gradle.ts"),
  terraform: () => import("./terraform.ts"),
  terragrunt: () => import("./terragrunt.ts"),
  helm: () => import("./helm.ts"),
  dotnet: () => import("./dotnet.ts"),
};

export const ecosystemNames: readonly string[] = Object.keys(ecosystems);

/** The ecosystems of these names, in the order above; names of none are left out. */
export async function loadEcosystems(names: readonly string[]): Promise<readonly Ecosystem[]> {
  const asked = ecosystemNames.filter((name) => names.includes(name));
  return Promise.all(asked.map(async (name) => (await ecosystems[name]!()).default));
}
