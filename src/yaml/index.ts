/** YAML as Ruby's Psych means it: it prints what Psych reads back, and reads what Psych reads. */
export type { YamlChange, YamlPath } from "./change.ts";
export type { Edited } from "./edit.ts";
export type { Marks, WrittenOptions, WrittenYaml, YamlNote } from "./meaning.ts";
export { printYaml } from "./print.ts";
export type { TopLevelRange, YamlComment } from "./ranges.ts";
export type { YamlTag } from "./read.ts";
export { readQuick } from "./read-quick.ts";
export { type Authored, Reference, reference } from "./reference.ts";

/** The reader. It is the only door to `yaml`, which is loaded when there is YAML to read. */
export const yamlReader = () => import("./reader.ts");
