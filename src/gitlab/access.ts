import type { Io } from "../io.ts";
import { secretsOf } from "./redact.ts";
import type { Token } from "./types.ts";

type Env = Io["env"];
type World = Pick<Io, "env" | "files">;

/** Where the API of the instance that runs this job is, or `undefined` outside CI. */
export const addressOf = (env: Env): string | undefined =>
  env.CI_API_V4_URL || (env.CI_SERVER_URL ? apiAt(env.CI_SERVER_URL) : undefined);

/** The API of the instance at an address, which may be that of its API. */
export const apiAt = (address: string): string =>
  /\/api\/v4\/*$/.test(address) ? address : `${address.replace(/\/+$/, "")}/api/v4`;

/** What a variable holds of a secret; `problem` is the end of a sentence. */
export type Held = { readonly value: string } | { readonly problem: string } | undefined;

/**
 * The secret that a variable holds, or the file that it names: `NAME`, else the file at
 * `NAME_FILE`. A CI variable of type file holds a path, and no token has a slash in it. A protected
 * variable is empty on a branch that is not; a text from a file may end in a line feed. From here on
 * it is told nowhere (`secretsOf`).
 */
export function heldIn(io: World, name: string): Held {
  const set = (each: string) => (Object.hasOwn(io.env, each) ? (io.env[each]?.trim() ?? "") : "");
  const own = set(name);
  const filed = own === "" ? set(`${name}_FILE`) : "";
  const path = /[/\\]/.test(own) ? own : filed;
  const value = path === "" ? own : readAt(io.files, path);
  if (value === "") return undefined;
  if (value === undefined) return { problem: `the file that ${name} names cannot be read` };
  secretsOf(io).add(value);
  // Anything else cannot stand in a header.
  if (!/^[\x21-\x7e]+$/.test(value)) return { problem: `what ${name} holds is no token` };
  return { value };
}

/**
 * Takes note of what each variable holds that is called like a secret, whether it was read or not:
 * before something is told of which nobody knows what it contains. A value as short as `true` is
 * none.
 */
export function holdAll(io: World): void {
  for (const [name, value = ""] of Object.entries(io.env)) {
    const secret = /TOKEN|SECRET|PASSWORD/i.test(name) && value.length >= 8;
    if (secret) heldIn(io, name.replace(/_FILE$/, ""));
  }
}

function readAt(files: Io["files"], path: string): string | undefined {
  try {
    return files.text(path)?.trim();
  } catch {
    return undefined;
  }
}

/** The variable for a token of another instance: `GITLAB_TOKEN_GITLAB_EXAMPLE_COM`. */
export const tokenNameFor = (host: string): string =>
  `GITLAB_TOKEN_${host.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;

/**
 * The tokens of the environment, the one that may do more first: `GITLAB_TOKEN` is a personal,
 * project or group access token, `CI_JOB_TOKEN` is GitLab's own for this job. In a job both belong
 * to the instance that runs it; `GITLAB_TOKEN_<HOST>` belongs to the instance at that host.
 */
export function tokensOf(io: World, url?: string): Token[] {
  const home = originOf(addressOf(io.env));
  const there = originOf(url);
  const tokens: Token[] = [];
  const add = (name: string, header: Token["header"], instance: string | undefined) => {
    const held = heldIn(io, name);
    if (held && "value" in held) tokens.push({ name, header, value: held.value, instance });
  };
  if (there !== undefined) add(tokenNameFor(new URL(there).host), "PRIVATE-TOKEN", there);
  add("GITLAB_TOKEN", "PRIVATE-TOKEN", home);
  add("CI_JOB_TOKEN", "JOB-TOKEN", home ?? "none");
  return tokens;
}

/** `https://gitlab.example.com`; `undefined` for what is no address. */
export const originOf = (address: string | undefined): string | undefined =>
  address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined;

/** The host of an instance, for people. */
export const hostOf = (address: string | undefined): string =>
  address !== undefined && URL.canParse(address) ? new URL(address).host : "GitLab";
