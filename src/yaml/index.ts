/** The only door to `yaml`: it reads what Ruby's Psych reads, and prints what Psych reads back. */
export { locateYaml } from "./locate.ts";
export { printYaml } from "./print.ts";
export { parseYaml, type YamlTag } from "./read.ts";
export { type Authored, Reference, reference } from "./reference.ts";
