import { type HclBody, type HclExpression, parseHcl } from "../../../hcl/index.ts";
import { isBelow, readManifests } from "../../manifests.ts";
import { baseName, directoryOf, inside, outwards } from "../../paths.ts";
import type { Found, World } from "../../types.ts";
import { type Labels, parseHclJson } from "./json.ts";
import { attributesOf, fromStart, fromTop, lazily, type Scope } from "./values.ts";

/** A directory with configuration files, read as one, as Terraform and OpenTofu do. */
export interface Module {
  readonly root: string;
  /** The first of its configuration files. */
  readonly manifest: string;
  /** Configuration and variable files, by path. */
  readonly files: ReadonlyMap<string, HclBody>;
  /** Test files, by path: in its directory, or in `tests`, which may be a module as well. */
  readonly tests: ReadonlyMap<string, HclBody>;
  /** What the names in its files mean. */
  readonly scope: Scope;
}

export const configurationFiles = ["*.tf", "*.tf.json", "*.tofu", "*.tofu.json"];
export const variableFiles = ["*.tfvars", "*.tfvars.json"];
export const testFiles = ["*.tftest.hcl", "*.tofutest.hcl", "*.tftest.json", "*.tofutest.json"];

/** Block types of the language, as far as fanout looks into them. */
const labels: Labels = {
  backend: 1,
  cloud: 0,
  data: 2,
  locals: 0,
  module: 1,
  provider: 1,
  resource: 2,
  run: 1,
  terraform: 0,
  variable: 1,
};

/** Every module by its directory. What has been downloaded is none. */
export async function readModules(found: Found, world: World): Promise<Map<string, Module>> {
  const listed = (names: readonly string[]) =>
    [...new Set(names.flatMap((name) => found.get(name)!))].filter(
      (path) => !isBelow(path, ".terraform") && !isBelow(path, ".terragrunt-cache"),
    );
  const configuration = listed(configurationFiles);
  const tests = listed(testFiles);
  const all = [...configuration, ...listed(variableFiles), ...tests].sort();
  const bodies = await readManifests(all, world, parse);

  const modules = new Map<
    string,
    Module & { files: Map<string, HclBody>; tests: Map<string, HclBody> }
  >();
  for (const path of configuration.sort()) {
    const root = directoryOf(path);
    if (modules.has(root)) continue;
    const files = new Map<string, HclBody>();
    modules.set(root, {
      root,
      manifest: path,
      files,
      tests: new Map(),
      scope: scopeOf(root, files),
    });
  }
  const isTest = new Set(tests);
  for (const [path, body] of bodies) {
    const owner = ownerOf(path, isTest.has(path), modules);
    if (owner) (isTest.has(path) ? owner.tests : owner.files).set(path, body);
  }
  return modules;
}

const parse = (text: string, path: string): HclBody =>
  path.endsWith(".json") ? parseHclJson(text, path, labels) : parseHcl(text, path);

/** Tests run where the module is: above the directory `tests`. Variable files may lie deeper. */
function ownerOf<M>(path: string, test: boolean, modules: ReadonlyMap<string, M>): M | undefined {
  const directory = directoryOf(path);
  const tested = test && baseName(directory) === "tests" ? directoryOf(directory) : directory;
  for (const around of [...outwards(tested), directory]) {
    const module = modules.get(around);
    if (module) return module;
  }
  return undefined;
}

function scopeOf(root: string, files: ReadonlyMap<string, HclBody>): Scope {
  const path = new Map([
    ["module", root === "." ? fromTop : `${fromTop}/${root}`],
    ["root", fromStart],
    ["cwd", fromStart],
  ]);
  let expressions: Map<string, HclExpression> | undefined;
  const local = lazily(
    {
      get: (name) => {
        expressions ??= new Map(
          [...files.values()].flatMap((body) => [...attributesOf(body, "locals")]),
        );
        return expressions.get(name);
      },
    },
    () => scope,
  );
  const scope: Scope = {
    name: (name) => (name === "path" ? path : name === "local" ? local : undefined),
  };
  return scope;
}

/** Whether it is run by itself: it says where its state is, configures a provider, or is locked. */
export function isRun({ root, files }: Module, has: (path: string) => boolean): boolean {
  if (has(inside(root, ".terraform.lock.hcl"))) return true;
  return [...files.values()].some(({ blocks }) =>
    blocks.some(
      ({ type, body }) =>
        type === "provider" ||
        (type === "terraform" &&
          body.blocks.some((inner) => inner.type === "backend" || inner.type === "cloud")),
    ),
  );
}
