import { row } from "../row.ts";

export const modelMessages = {} as const;
