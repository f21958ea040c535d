import { row } from "../row.ts";

export const emitMessages = {} as const;
