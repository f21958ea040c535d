export { type Authored, Reference, reference } from "../yaml/index.ts";
