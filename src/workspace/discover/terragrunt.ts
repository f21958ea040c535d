import { UserError } from "../../diagnostics/index.ts";
import type { HclBody } from "../../hcl/index.ts";
import { isBelow, readManifests } from "../manifests.ts";
import { directoryOf } from "../paths.ts";
import type { Ecosystem } from "../types.ts";
import { Configs, parseConfig } from "./terragrunt/config.ts";
import { readUnit } from "./terragrunt/unit.ts";

const unitFiles = ["terragrunt.hcl", "terragrunt.hcl.json", "terragrunt.stack.hcl"];

/**
 * Every unit and every stack is a service. A terragrunt.hcl that others include is a unit only
 * when it says where its module is.
 */
export default {
  name: "terragrunt",
  manifests: [...unitFiles, "*.hcl", "*.hcl.json"],
  async discover(found, world) {
    const ours = (path: string) =>
      !["terraform", "terragrunt-cache", "terragrunt-stack"].some((name) =>
        isBelow(path, `.${name}`),
      );
    const files = unitFiles.flatMap((name) => found.get(name)!.filter(ours)).sort();
    if (files.length === 0) return { services: [], edges: [] };
    const bodies: Map<string, HclBody | undefined> = await readManifests(files, world, parseConfig);
    const rest = ["*.hcl", "*.hcl.json"].flatMap((name) => found.get(name)!.filter(ours));
    const texts = await world.tree.read(rest);
    const problems: UserError[] = [];
    const bodyOf = (path: string): HclBody | undefined => {
      const text = texts.get(path);
      if (bodies.has(path) || text === undefined) return bodies.get(path);
      bodies.set(path, undefined);
      try {
        bodies.set(path, parseConfig(text, path));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        if (!world.excluded(path)) problems.push(error);
      }
      return bodies.get(path);
    };

    const configs = new Configs(world, bodyOf);
    const roots = [...new Set(files.map(directoryOf))];
    const read = [...bodies.keys()].map((file) => readUnit(file, configs, roots, world));
    if (problems.length > 0) throw new UserError(problems.flatMap((each) => each.diagnostics));
    const included = new Set(read.flatMap(({ includes }) => [...includes]));
    const units = read.filter(({ file, hasSource }) => hasSource || !included.has(file));
    return {
      services: units.map(({ root, file, inputs }) => ({
        root,
        kind: "service" as const,
        manifest: file,
        inputs,
      })),
      edges: units.flatMap(({ edges }) => edges),
      diagnostics: units.flatMap(({ diagnostics }) => diagnostics),
    };
  },
} satisfies Ecosystem;
