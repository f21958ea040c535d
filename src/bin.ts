#!/usr/bin/env node
import { cli } from "./cli.ts";
import { nodeIo } from "./io.ts";

process.exitCode = await cli(process.argv.slice(2), nodeIo());
