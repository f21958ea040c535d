import type { Settings } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import { allowlist } from "./allowlist.ts";
import { base } from "./base.ts";
import { configuration } from "./configuration.ts";
import { limits } from "./limits.ts";
import { protectedRef } from "./protected.ts";
import { ref } from "./ref.ts";
import { repository } from "./repository.ts";
import { role } from "./role.ts";
import { runner } from "./runner.ts";
import { target } from "./target.ts";
import { token } from "./token.ts";
import type { Check, Here, Made, There } from "./types.ts";
import { variables } from "./variables.ts";
import { version } from "./version.ts";
import { wiring } from "./wiring.ts";
import { unknown } from "./words.ts";
import { type Aim, goalOf, thereOf } from "./world.ts";

/** In the order in which faults are mended best: here, the instance, the project. */
const ofHere: readonly Check<Here>[] = [repository, configuration, base, wiring, runner];
const ofInstance: readonly Check<There>[] = [token, version, limits];
const ofTarget: readonly Check[] = [target, ref, role, variables, protectedRef, allowlist];

/** Everything that is to be looked at. */
export interface Patient {
  readonly here: Here;
  readonly aims: readonly Aim[];
  /** Address of the instance of those that name none. */
  readonly url: string | undefined;
  /** How requests are made. */
  readonly settings?: Settings;
}

/** Makes all checks, in order. */
export async function examine(
  { here, aims, url, settings }: Patient,
  io: Pick<Io, "env" | "files" | "err">,
): Promise<Made[]> {
  const all = await examined(ofHere, here, undefined, new Map());
  const urls = new Map<string | undefined, Aim[]>();
  for (const aim of aims) {
    const own = aim.url ?? url;
    urls.set(own, [...(urls.get(own) ?? []), aim]);
  }
  if (urls.size === 0) urls.set(url, []);
  for (const [address, own] of urls) {
    const there = thereOf(here, io, address, own.length, settings);
    const stopped = new Map<string, string>();
    all.push(...(await examined(ofInstance, there, there.host, stopped)));
    for (const aim of own) {
      const goal = goalOf(there, aim);
      all.push(...(await examined(ofTarget, goal, aim.project, new Map(stopped))));
    }
  }
  return all;
}

/** Makes checks in order; `stopped` tells of those that others need and that went wrong. */
async function examined<W extends Here>(
  checks: readonly Check<W>[],
  world: W,
  subject: string | undefined,
  stopped: Map<string, string>,
): Promise<Made[]> {
  const all: Made[] = [];
  for (const { name, title, needs, check } of checks) {
    const why = needs.map((need) => stopped.get(need)).find((each) => each !== undefined);
    const result = why === undefined ? await check(world) : unknown(`not checked: ${why}`, why);
    if (result.mark !== "ok" && result.stops !== undefined) stopped.set(name, result.stops);
    all.push({ name, title, subject, result });
  }
  return all;
}
