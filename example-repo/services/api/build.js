import { mkdirSync, writeFileSync } from "node:fs";
import { answer } from "./answer.js";

mkdirSync("dist", { recursive: true });
writeFileSync("dist/example.json", `${JSON.stringify(answer("world"))}\n`);
