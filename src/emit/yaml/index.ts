/** The only door to `yaml`: it prints what Ruby's Psych reads back to the same values. */
export { printYaml } from "./print.ts";
export { parseYaml, type YamlTag } from "./read.ts";
