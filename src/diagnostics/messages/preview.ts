import { didYouMean } from "../closest.ts";
import { row } from "../row.ts";

/** What the previews find. */
export const previewMessages = {
  PREVIEW_SERVICE_UNKNOWN: row<{ given: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `no service is called "${a.given}"`,
    next: (a) => didYouMean(a.given, a.known) || "fanout affected --verbose lists all services",
  }),
  PREVIEW_STAGE_UNKNOWN: row<{ given: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `no stage with jobs is called "${a.given}"`,
    next: (a) => didYouMean(a.given, a.known) || `There are ${a.known.join(", ")}`,
  }),
} as const;
