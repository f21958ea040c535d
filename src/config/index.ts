export { loadConfigBefore } from "./before.ts";
export { defineConfig } from "./define.ts";
export type { LoadedConfig } from "./load.ts";
export { loadConfig } from "./load.ts";
export { loadModule } from "./module.ts";
export { allowed, type ParamSpec, type Params, type ParamValue, refused } from "./param.ts";
export type { Config, ConfigInput } from "./schema.ts";
export { configJsonSchema } from "./schema.ts";
export { validateConfig } from "./validate.ts";
