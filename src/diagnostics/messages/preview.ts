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
  PREVIEW_MODES: row<{ other: string }>({
    severity: "error",
    text: (a) => `cannot be had together with ${a.other}`,
    next: () => "Call fanout preview once for each",
  }),
  PAGE_LEFT_OUT: row<{ bytes: number; limit: number }>({
    severity: "warning",
    text: (a) =>
      `was not written: together with the generated files it would take ${a.bytes} bytes of an archive, and GitLab reads no file from an archive of more than ${a.limit}`,
    next: () => "Write it in a job of its own (fanout preview --html)",
  }),
} as const;
