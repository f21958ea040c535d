import { directoryOf } from "../../workspace/index.ts";
import { isForeign } from "../files.ts";
import type { RawImport } from "../parse/index.ts";
import { joinPath, startOf } from "../paths.ts";
import {
  type Ground,
  inPackage,
  isExternal,
  packageTargets,
  pathTargets,
  replacements,
  splitBare,
  unique,
} from "./bare.ts";
import { sourcesOf } from "./built.ts";
import { computed } from "./computed.ts";
import { targetsOf } from "./exports.ts";
import { mappedTargets, rootDirPaths } from "./mapped.ts";
import type { Package } from "./packages.ts";
import type { Resolved, Target } from "./types.ts";

export { binsOf, type Ground, inPackage } from "./bare.ts";
export { type Package, type Packages, readPackages, settingsFields } from "./packages.ts";
export { type Probe, probeOf } from "./probe.ts";
export { readTsConfigs, type TsConfig, type TsConfigs } from "./tsconfigs.ts";
export type * from "./types.ts";

const nothing: Resolved = { targets: [] };

/** Finds where specifiers lead; what is asked twice is answered from memory. */
export function resolver(
  ground: Ground,
): (directory: string, given: Pick<RawImport, "specifier" | "kind">) => Resolved {
  const { probe, packages, configs } = ground;
  const replacing = packages.all.some((own) => replacements(own).size > 0);
  const plain = !replacing && configs.all.every(({ rootDirs }) => rootDirs.length === 0);
  const unmapped =
    !replacing &&
    configs.all.every((each) => each.paths.length === 0 && each.baseUrl === undefined);
  const toFile = new Map<string, Resolved>();
  const toPackage = new Map<string, Resolved>();
  const known = new Map<string, Map<string, Resolved>>();
  return (directory, { specifier, kind }) => {
    const dotted = specifier.startsWith(".");
    if (dotted && plain && kind === "import") {
      const only = probe.only(directory, specifier);
      if (only !== undefined) return fileOf(only);
    }
    if (!dotted && unmapped && kind === "import") {
      const simple = inOnePackage(specifier);
      if (simple) return simple;
    }
    // What is not relative means the same in all directories with the same settings around.
    const here = dotted || kind !== "import" ? directory : settingsOf(directory);
    const answers = known.get(here) ?? new Map<string, Resolved>();
    known.set(here, answers);
    const key = kind === "import" ? specifier : `${kind} ${specifier}`;
    const found = answers.get(key) ?? find(directory, specifier, kind);
    answers.set(key, found);
    return found;
  };

  function fileOf(path: string): Resolved {
    const known = toFile.get(path);
    if (known) return known;
    const found = { targets: [{ to: path }] };
    toFile.set(path, found);
    return found;
  }

  /** Where only the name of one package can say what is meant. */
  function inOnePackage(specifier: string): Resolved | undefined {
    const known = toPackage.get(specifier);
    if (known || /[?!#]/.test(specifier)) return known;
    const { name, rest } = splitBare(specifier);
    const [own, ...others] = packages.named(name);
    if (!own || others.length > 0) return undefined;
    const found = { targets: packageTargets(own, rest, ground) };
    toPackage.set(specifier, found);
    return found;
  }

  function settingsOf(directory: string): string {
    const own = packages.around(directory)?.directory ?? "";
    return `${configs.levelOf(directory) ?? ""}\0${own}`;
  }

  function find(directory: string, specifier: string, kind: RawImport["kind"]): Resolved {
    if (kind === "computed") return computed(directory, specifier, ground);
    if (!/[?!#]/.test(specifier)) return replaced(resolve(directory, specifier, kind));
    const parts = partsOf(specifier).map((part) => replaced(resolve(directory, part, kind)));
    const unknown = parts.find((part) => part.unknown !== undefined)?.unknown;
    const targets = unique(parts.flatMap((part) => part.targets));
    return unknown === undefined ? { targets } : { targets, unknown };
  }

  function resolve(directory: string, specifier: string, kind: RawImport["kind"]): Resolved {
    if (/^\.\.?(?:\/|$)/.test(specifier)) return relative(directory, specifier, kind, ground);
    if (specifier.startsWith("/")) return absolute(directory, specifier, ground);
    if (kind === "url" && !/^[a-z][a-z\d+.-]*:/i.test(specifier)) {
      return relative(directory, `./${specifier}`, kind, ground);
    }
    return bare(directory, specifier, kind, ground);
  }

  function replaced(found: Resolved): Resolved {
    if (!replacing) return found;
    const more = found.targets.flatMap(({ to, whole }) =>
      whole === undefined ? insteadOf(to, ground) : [],
    );
    return more.length === 0 ? found : { ...found, targets: unique([...found.targets, ...more]) };
  }
}

/** A specifier without queries; loaders before it, divided by `!`, are imports of their own. */
function partsOf(specifier: string): readonly string[] {
  const parts = specifier.split("!").filter((part) => part !== "");
  return parts.map((part) => part.replace(/\?.*$/s, "").replace(/(?<=.)#.*$/s, ""));
}

function relative(
  directory: string,
  specifier: string,
  kind: RawImport["kind"],
  ground: Ground,
): Resolved {
  const path = joinPath(directory, specifier);
  if (path === undefined || isForeign(`${path}/`)) return nothing;
  const slash = /(?:^|\/)\.{0,2}$/.test(specifier);
  const plain = pathTargets(path, ground, slash);
  const virtual = rootDirPaths(directory, specifier, ground);
  const targets =
    virtual.length === 0
      ? plain
      : [...plain, ...virtual.flatMap((each) => pathTargets(each, ground, slash))];
  if (kind === "url" && targets.length === 0 && ground.probe.hasDirectory(path)) {
    return { targets: [{ to: path, whole: "it names the directory" }] };
  }
  if (
    kind === "types" ||
    targets.some(({ to, whole }) => whole !== undefined || ground.probe.has(to))
  ) {
    return { targets: unique(targets) };
  }
  const own = ground.packages.around(path);
  const built = own ? [path, `${path}.js`].flatMap((each) => builtFrom(each, own)) : [];
  if (built.length > 0) return { targets: unique([...targets, ...built]) };
  const unknown = { why: `${path} is not in the repository`, near: path };
  return { targets: unique(targets), unknown };

  function builtFrom(file: string, owner: Package): readonly Target[] {
    const configs = ground.configs.at(owner.directory);
    return sourcesOf(file, owner, configs, ground.probe).map((to) => ({ to }));
  }
}

/** From the root of the package or of the repository, as servers of bundlers read it. */
function absolute(directory: string, specifier: string, ground: Ground): Resolved {
  const own = ground.packages.around(directory)?.directory ?? ".";
  const found = [...new Set([own, "."])].flatMap((root) =>
    ["", "public/"].flatMap((start) => {
      const path = joinPath(root, start + specifier.slice(1));
      return path === undefined || path === root ? [] : pathTargets(path, ground);
    }),
  );
  if (found.some(({ to }) => ground.probe.has(to))) return { targets: unique(found) };
  const unknown = { why: `nothing tells what ${JSON.stringify(specifier)} stands for` };
  return { targets: unique(found), unknown };
}

function bare(
  directory: string,
  specifier: string,
  kind: RawImport["kind"],
  ground: Ground,
): Resolved {
  const { packages, probe } = ground;
  const mapped = mappedTargets(directory, specifier, ground);
  const mappedFile = mapped.find(({ to, whole }) => whole === undefined && probe.has(to))?.to;
  const { name, rest } = splitBare(specifier);
  const named = specifier.startsWith("#")
    ? internal(directory, specifier, ground)
    : packages
        .named(name)
        // What the compiler's `paths` tell of this package is more precise than what it builds.
        .flatMap((own) =>
          packageTargets(own, rest, ground).filter(
            ({ whole }) => whole === undefined || !mappedFile?.startsWith(startOf(own.directory)),
          ),
        );
  const targets = unique([...mapped, ...named, ...replacedBy(directory, specifier, ground)]);
  if (targets.some(({ to, whole }) => whole !== undefined || probe.has(to))) return { targets };
  const outside = !specifier.startsWith("#") && isExternal(specifier, packages);
  if (kind === "types" || outside) return { targets };
  const why = `nothing tells what ${JSON.stringify(specifier)} stands for`;
  return { targets, unknown: { why, beyond: true } };
}

/** `#name`, by the `imports` of the nearest package.json. */
function internal(directory: string, specifier: string, ground: Ground): readonly Target[] {
  const own = ground.packages.around(directory);
  if (!own) return [];
  const mapped = targetsOf(own.json.imports, specifier) ?? [];
  const inner = mapped.filter((target) => target.startsWith("."));
  const outer = mapped
    .filter((target) => !target.startsWith("."))
    .map(splitBare)
    .flatMap(({ name, rest }) =>
      ground.packages.named(name).flatMap((other) => packageTargets(other, rest, ground)),
    );
  const { manifest } = own;
  const manifests = ground.changed(manifest) ? [{ to: manifest }] : [];
  return [...inPackage(own, inner, ground), ...outer, ...manifests];
}

/** Files that take a file's place by its package's `browser` map. */
function insteadOf(path: string, ground: Ground): readonly Target[] {
  const own = ground.packages.around(directoryOf(path));
  if (!own) return [];
  return [...replacements(own)].flatMap(([key, values]) =>
    ground.probe.files(joinPath(own.directory, key) ?? "").includes(path)
      ? inPackage(own, values, ground)
      : [],
  );
}

/** The same for a package. */
function replacedBy(directory: string, specifier: string, ground: Ground): readonly Target[] {
  const own = ground.packages.around(directory);
  return own ? inPackage(own, replacements(own).get(specifier) ?? [], ground) : [];
}
