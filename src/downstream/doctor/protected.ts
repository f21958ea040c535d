import { isRecord } from "../../gitlab/index.ts";
import { all, at, type Member } from "./questions.ts";
import type { Check } from "./types.ts";
import { ok, roleOf, unknown, untold } from "./words.ts";

/** One rule of who may: a role, or somebody by name (paid tiers). */
interface Access {
  readonly level: number | undefined;
  readonly user: number | undefined;
  /** A group or a deploy key, of which we know nothing. */
  readonly other: boolean;
}

interface Guarded {
  readonly name: string;
  readonly access: readonly Access[];
}

/**
 * Whether the user may run pipelines on the ref: on a protected branch who may push or merge may,
 * on a protected tag who may create it (docs.gitlab.com, ci/pipelines: pipeline security).
 */
export const protectedRef: Check = {
  name: "protected",
  title: "protected branches and tags",
  needs: ["target", "ref", "role"],
  async check({ api, found, refs, member }) {
    const [there, ref] = [await found(), await refs()];
    if (!("value" in there)) return untold(there);
    if (!("value" in ref)) return untold(ref);
    const { name, branch } = ref.value;
    const kind = branch ? "branch" : "tag";
    const list = at(there.value.id, `/protected_${branch ? "branches" : "tags"}`);
    const rules = await all(api, list, guardedIn);
    if (!("value" in rules)) return untold(rules);
    const own = rules.value.filter((rule) => fits(rule.name, name));
    if (own.length === 0) return ok(`the ${kind} ${name} is not protected`);
    const who = await member();
    if (!("value" in who)) return untold(who, `the ${kind} ${name} is protected`);
    const access = own.flatMap((rule) => rule.access);
    const { username, level } = who.value;
    if (access.some((each) => may(each, who.value))) {
      return ok(`the ${kind} ${name} is protected, and ${username} may run pipelines on it`);
    }
    if (access.some(({ other }) => other)) {
      return unknown(
        `the ${kind} ${name} is protected, and whether ${username} belongs to a group that may is not known`,
      );
    }
    return {
      mark: "problem",
      what: `the ${kind} ${name} is protected, and ${username} is ${roleOf(level)}`,
      why: `GitLab refuses it: You do not have sufficient permission to run a pipeline on '${name}'`,
      next: branch
        ? `Let ${username} push or merge to it (Settings > Repository > Protected branches), or take another ref`
        : `Let ${username} create it (Settings > Repository > Protected tags), or take another ref`,
    };
  },
};

const may = ({ level, user }: Access, member: Member) =>
  user === member.id || (level !== undefined && level > 0 && member.level >= level);

function guardedIn(each: Readonly<Record<string, unknown>>): Guarded | undefined {
  const { name, push_access_levels, merge_access_levels, create_access_levels } = each;
  if (typeof name !== "string") return undefined;
  const lists = [push_access_levels, merge_access_levels, create_access_levels];
  const access = lists.flatMap((list) => (Array.isArray(list) ? list.map(accessIn) : []));
  return { name, access };
}

/** `{ access_level: 40, user_id: null, group_id: null }`; of a user, the level is not his. */
function accessIn(each: unknown): Access {
  const { access_level, user_id, group_id, deploy_key_id } = isRecord(each) ? each : {};
  const user = typeof user_id === "number" ? user_id : undefined;
  const other = typeof group_id === "number";
  const named = other || user !== undefined || typeof deploy_key_id === "number";
  const level = typeof access_level === "number" && !named ? access_level : undefined;
  return { level, user, other };
}

/** `release/*`: a star stands for any characters (docs.gitlab.com, user/project/repository/branches/protected). */
function fits(pattern: string, name: string): boolean {
  const [first = "", ...parts] = pattern.split("*");
  const last = parts.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts) {
    const next = name.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
