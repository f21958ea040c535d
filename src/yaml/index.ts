/** YAML as Ruby's Psych means it: it prints what Psych reads back, and reads what Psych reads. */
export { printYaml } from "./print.ts";
export type { YamlTag } from "./read.ts";
export { type Authored, Reference, reference } from "./reference.ts";

/** The reader. It is the only door to `yaml`, which is loaded when there is YAML to read. */
export const yamlReader = () => import("./reader.ts");
