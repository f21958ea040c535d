import { row } from "../row.ts";

export const generateMessages = {} as const;
