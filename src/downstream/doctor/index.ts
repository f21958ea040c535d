export { examine, type Patient } from "./examine.ts";
export { type Ask, type Mended, mend } from "./fix.ts";
export { hereOf } from "./here.ts";
export { doctorReport, printDoctor, printMended, problemsOf } from "./report.ts";
export type { DoctorReport } from "./schema.ts";
export type { Fix, Here, Made, Result, Wiring } from "./types.ts";
export type { Aim } from "./world.ts";
