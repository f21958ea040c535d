#!/usr/bin/env node
import module from "node:module";

// Node 22.8 and newer keep compiled code between runs; older ones do without.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const [{ cli }, { nodeIo }] = await Promise.all([import("./cli.ts"), import("./io.ts")]);

/** All of standard input; nothing where somebody would have to type it. */
async function input(): Promise<string> {
  const parts: Buffer[] = [];
  if (!process.stdin.isTTY) for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

const io = { ...nodeIo(), input };
process.exitCode = await cli(process.argv.slice(2), io);
