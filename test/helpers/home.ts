import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The home directory of commands that are tested, by the process of vitest that runs the workers. */
export function homeOf(run: number): string {
  const home = join(tmpdir(), `fanout-home-${run}`);
  mkdirSync(home, { recursive: true });
  return home;
}

/** When all tests are over: workers are ended by a signal, which no listener of theirs hears. */
export const teardown = () => rmSync(homeOf(process.pid), { recursive: true, force: true });
