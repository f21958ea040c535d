import type { ConfigInput } from "./schema.ts";

/** Types a configuration file; gives it back as it is. */
export const defineConfig = (config: ConfigInput): ConfigInput => config;
