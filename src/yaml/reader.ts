export { locateYaml } from "./locate.ts";
export { parseYaml } from "./read.ts";
