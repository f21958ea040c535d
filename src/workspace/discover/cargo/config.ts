import { parseToml } from "../../../toml.ts";
import { readManifests } from "../../manifests.ts";
import { directoryOf, inside, outwards, resolveFrom, startOf } from "../../paths.ts";
import { allBelow, literal } from "../../pattern.ts";
import type { World } from "../../types.ts";
import { stringOf, tableOf, tomlLines } from "../shared/toml.ts";
import { type CargoPath, patchesOf } from "./manifest.ts";

/** What a `.cargo/config.toml` says of directories; it holds for packages below its own. */
export interface CargoConfig {
  readonly path: string;
  /** The directory with `.cargo`, from which its paths start. */
  readonly directory: string;
  readonly patches: readonly CargoPath[];
  /** Patterns of directories in which Cargo looks for packages. */
  readonly inputs: readonly string[];
}

const names = [".cargo/config", ".cargo/config.toml"];

/** Patterns of the files around a package that Cargo and rustup read; they need not be there. */
export const settingsAround = (directory: string): string[] =>
  around(directory).flatMap((each) =>
    [".cargo/config{,.toml}", "rust-toolchain{,.toml}"].map(
      (file) => startOf(literal(each)) + file,
    ),
  );

/** The directories around one, the nearest first. */
const around = (directory: string): string[] => [...outwards(directory)].slice(1);

/** The configuration files of all directories in which packages lie, and of those around them. */
export async function readConfigs(
  packages: readonly string[],
  world: World,
): Promise<readonly CargoConfig[]> {
  const directories = new Set(packages.flatMap((directory) => [...outwards(directory)]));
  const paths = [...directories]
    .flatMap((directory) => names.map((name) => inside(directory, name)))
    .filter((path) => world.tree.has(path));
  return [...(await readManifests(paths.sort(), world, parseConfig)).values()];
}

async function parseConfig(text: string, path: string): Promise<CargoConfig> {
  const doc = tableOf(await parseToml(text, path));
  const directory = directoryOf(directoryOf(path));
  const overrides = Array.isArray(doc.paths) ? doc.paths.map(stringOf) : [];
  const sources = Object.values(tableOf(doc.source)).flatMap((source) => {
    const { directory, "local-registry": registry } = tableOf(source);
    return [stringOf(directory), stringOf(registry)];
  });
  const inputs = [...overrides, ...sources].flatMap((given) => {
    const target = given === undefined ? undefined : resolveFrom(directory, given);
    return target === undefined ? [] : [allBelow(target)];
  });
  return { path, directory, patches: patchesOf(doc, tomlLines(text)), inputs };
}
