/** Reads a configuration with all that it includes, and keeps the place of every key. */
export { load } from "./load.ts";
export type {
  IncludeKind,
  Loaded,
  LoadedFile,
  LoadOptions,
  LoadWorld,
  Place,
  Problem,
  UnknownInclude,
} from "./types.ts";
