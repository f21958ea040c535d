export { archivedBytes } from "./archive.ts";
export { compact } from "./compact/index.ts";
export {
  type EmitOptions,
  type Emitted,
  type EmittedFile,
  type EmittedPipeline,
  emit,
} from "./emit.ts";
export type { Notes } from "./layout.ts";
export type { LimitRow } from "./limits.ts";
export { depth, parsedSize } from "./parsed-size.ts";
export { refuseSecrets, type Secret, secretsIn } from "./secrets.ts";
export { writeFiles } from "./write.ts";
