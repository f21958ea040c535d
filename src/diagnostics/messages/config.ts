import { row } from "../row.ts";

export const configMessages = {} as const;
