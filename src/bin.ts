#!/usr/bin/env node
import module from "node:module";

// Node 22.8 and newer keep compiled code between runs; older ones do without.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const [{ cli }, { nodeIo }] = await Promise.all([import("./cli.ts"), import("./io.ts")]);
process.exitCode = await cli(process.argv.slice(2), nodeIo());
