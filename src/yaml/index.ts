/** YAML as Ruby's Psych means it: it prints what Psych reads back, and reads what Psych reads. */
export { changed, valueAt, type YamlChange, type YamlPath } from "./change.ts";
export type { Edited, YamlEditor } from "./edit.ts";
export { keyMarks, type Marks, markKey, markOf } from "./marks.ts";
export { printYaml } from "./print.ts";
export { printValue } from "./print-value.ts";
export type { TopLevelRange, YamlComment } from "./ranges.ts";
export type { YamlTag } from "./read.ts";
export { readQuick } from "./read-quick.ts";
export { type Authored, Reference, reference } from "./reference.ts";
export type { WrittenOptions, WrittenYaml, YamlNote } from "./types.ts";

/** The reader. It is the only door to `yaml`, which is loaded when there is YAML to read. */
export const yamlReader = () => import("./reader.ts");
