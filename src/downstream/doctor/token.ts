import type { Tokens } from "../tokens.ts";
import type { Who } from "./questions.ts";
import type { Check, Result, There } from "./types.ts";
import { ok, saidBy, unknown, untold } from "./words.ts";

/** A token that ends within so many days is told of. */
const soon = 14;
const day = 24 * 60 * 60 * 1000;

/** Who the token is, and what it may do. */
export const token: Check<There> = {
  name: "token",
  title: "the token",
  needs: [],
  async check({ host, tokens, who, now }) {
    if (host === undefined) {
      return {
        mark: "problem",
        what: "nothing names a GitLab",
        why: "without an address nobody can be asked",
        next: "Name it by --url, or by CI_SERVER_URL",
        stops: "there is no address of a GitLab",
      };
    }
    const chosen = choose(tokens);
    if (typeof chosen === "string") return without(host, chosen);
    if (chosen.read.length === 0) {
      return unknown(`${chosen.told}: a trigger token tells nothing`, "no token may read");
    }
    const answer = await who();
    if ("value" in answer) return judged(answer.value, chosen, now);
    if (answer.status !== 401 && answer.status !== 403) {
      const stops = "GitLab could not be asked";
      return { ...untold(answer), ...(answer.kind !== "refused" && { stops }) };
    }
    return {
      mark: "problem",
      what: answer.problem,
      why: "GitLab takes it for nothing: it has ended, was revoked, belongs to another instance, or lacks the scope api",
      next: "Make a new personal, project or group access token with the scope api",
      stops: "GitLab refuses the token",
    };
  },
};

function choose(tokens: () => Tokens): Tokens | string {
  try {
    return tokens();
  } catch (error) {
    return saidBy(error);
  }
}

const without = (host: string, what: string): Result => ({
  mark: "problem",
  what,
  why: `no pipeline can be started at ${host}, and none followed`,
  next: "Put a token into the variable that is named",
  stops: "there is no token that can be used",
});

function judged(who: Who, { told }: Tokens, now: number): Result {
  const { username, bot, token, scopes, expires } = who;
  const whose = `$${token.name} is of ${bot ? "the bot " : ""}${username}`;
  if (scopes && !scopes.includes("api")) {
    return {
      mark: "problem",
      what: `${whose}, with the scopes ${scopes.join(", ") || "of none"}`,
      why: "it can start, cancel and retry nothing",
      next: "Make a token with the scope api",
    };
  }
  const left = expires === undefined ? undefined : Math.floor((Date.parse(expires) - now) / day);
  if (left !== undefined && left < soon) {
    return {
      mark: "warning",
      what: `${whose}, and ends on ${expires}`,
      why: "from that day on GitLab answers 401",
      next: "Rotate the token, and put the new one into the variable",
    };
  }
  const until = expires === undefined ? "" : `, until ${expires}`;
  return ok(`${whose}${until}; fanout ${told}`);
}
