import type { Linted } from "./types.ts";

/** A parent of which nothing is known. */
export const unknownParent = ({
  repository,
  limits,
  version,
}: Pick<Linted, "repository" | "limits" | "version">): NonNullable<Linted["startedBy"]> => ({
  job: "",
  linted: {
    role: "parent",
    document: {},
    pipeline: undefined,
    jobs: new Map(),
    open: true,
    repository,
    limits,
    version,
  },
});
