import { join } from "node:path";
import { packageRoot } from "../package.ts";

/** Absolute path of a template that comes with fanout. */
export const shippedTemplate = (name: string): string => join(packageRoot, "templates", name);
