export { type Divided, type DividedGroup, divide, type TriggerNeed } from "./divide.ts";
export { draftOf } from "./material.ts";
export type { MovedNeed } from "./needs.ts";
export { type Capacity, shards } from "./pack.ts";
export { byService, type Group } from "./units.ts";
