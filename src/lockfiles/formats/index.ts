import type { LockFormat } from "../graph.ts";
import bun from "./bun.ts";
import cargo from "./cargo.ts";
import go from "./go.ts";
import goMod from "./go-mod.ts";
import npm from "./npm.ts";
import pnpm from "./pnpm.ts";
import poetry from "./poetry.ts";
import uv from "./uv.ts";
import yarn from "./yarn.ts";

const formats: readonly LockFormat[] = [npm, pnpm, yarn, bun, cargo, go, goMod, uv, poetry];

/** The format of a lock file by its base name; `undefined` for one that fanout does not read. */
export const formatOf = (name: string): LockFormat | undefined =>
  formats.find(({ files }) => files.includes(name));
