import { row } from "../row.ts";

export const workspaceMessages = {} as const;
