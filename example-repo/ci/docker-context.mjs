// Checks that what a Dockerfile copies lies in its directory.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [directory] = process.argv.slice(2);
const copies = readFileSync(join(directory, "Dockerfile"), "utf8").matchAll(
  /^COPY (?:--\S+ )*(\S+) /gm,
);
const missing = [...copies]
  .map(([, source]) => source)
  .filter((source) => !existsSync(join(directory, source)));
for (const source of missing)
  console.error(`${directory}/Dockerfile copies ${source}, which is not there`);
if (missing.length === 0) console.log(`${directory}: the build context is complete`);
process.exitCode = missing.length === 0 ? 0 : 1;
