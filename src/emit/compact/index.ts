export { compact } from "./compact.ts";
