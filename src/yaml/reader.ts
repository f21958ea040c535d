export { editYaml, yamlEditor } from "./edit.ts";
export { locateYaml } from "./locate.ts";
export { topLevelRanges, yamlComments } from "./ranges.ts";
export { parseYaml } from "./read.ts";
export { readWritten } from "./written.ts";
