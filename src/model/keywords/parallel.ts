import * as z from "zod/mini";
import { keywords, whole } from "./shared.ts";

const cell = z.union([z.string(), whole]);

/** One row of a matrix: variables with a value or a list of values (GitLab: product/variables.rb). */
const row = z
  .record(z.string(), z.union([cell, z.array(cell)]))
  .check(z.refine((value) => Object.keys(value).length > 0, "must name at least one variable"));

/** `parallel: {matrix: [...]}`. Its product is counted by a check. */
export const matrixParallel = keywords({}, { matrix: z.array(row) });

const between = "should be a whole number from 1 to 200";

/** `parallel` (GitLab: entry/product/parallel.rb). */
export const parallel = z.union([
  z.int(between).check(z.gte(1, between)).check(z.lte(200, between)),
  matrixParallel,
]);
