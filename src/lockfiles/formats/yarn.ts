import type { LockFormat } from "../graph.ts";
import { readBerry } from "./_yarn-berry.ts";
import { readClassic } from "./_yarn-classic.ts";

/** yarn: its first major has a syntax of its own, the later ones write YAML with `__metadata`. */
export default {
  files: ["yarn.lock"],
  read: (text, source) =>
    /^__metadata:/m.test(text) ? readBerry(text, source) : readClassic(text, source),
} satisfies LockFormat;
