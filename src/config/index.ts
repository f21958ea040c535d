export type { LoadedConfig } from "./load.ts";
export { loadConfig } from "./load.ts";
export { loadModule } from "./module.ts";
export type { Config, ConfigInput } from "./schema.ts";
export { configJsonSchema } from "./schema.ts";
export { validateConfig } from "./validate.ts";

import type { ConfigInput } from "./schema.ts";

/** Types a configuration file; gives it back as it is. */
export const defineConfig = (config: ConfigInput): ConfigInput => config;
