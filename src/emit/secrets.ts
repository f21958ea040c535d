import { found, UserError } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";

/** The value of a secret variable that stands in a text. */
export interface Secret {
  /** The variable's name. */
  readonly name: string;
  /** The job, or the top-level keyword, in which it stands; `undefined` above all of them. */
  readonly part: string | undefined;
  /** Where it begins; 1 is the first. */
  readonly line: number;
}

/** What names of secrets begin or end in, as words of their own. */
const words = "TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY|API_KEY|SECRET_KEY|ACCESS_KEY|CREDENTIALS";
const secretName = new RegExp(`^(?:${words})(?:_|$)|(?:^|_)(?:${words})$`, "i");

/**
 * Whether a variable is a secret by its name: GitLab's own that it masks (lib: Ci::Build's
 * variables; CI_JOB_TOKEN, CI_REGISTRY_PASSWORD and their like end as secrets do) and whatever is
 * called like one. `..._SHORT_TOKEN` are ids that GitLab shows.
 */
const isSecret = (name: string): boolean =>
  (secretName.test(name) && !/_SHORT_TOKEN$/i.test(name)) || /^CI_JOB_JWT/.test(name);

/** GitLab masks no shorter ones (docs: ci/variables, mask a CI/CD variable). */
const shortest = 8;

/** Passwords that images and examples come with: they stand in many files, and are no secrets. */
const wellKnown = new Set(
  "changeme minioadmin passw0rd password postgres postgresql rabbitmq".split(" "),
);

/**
 * The secrets of an environment whose values stand in a YAML text, each variable once, by name. A
 * value of several lines counts where one of its lines is found. A path counts as no secret, and of
 * an address only its password does.
 */
export function secretsIn(text: string, env: Io["env"]): readonly Secret[] {
  return Object.keys(env)
    .sort()
    .flatMap((name): Secret[] => {
      const parts = partsOf(name, env[name] ?? "").flatMap(spellings);
      const places = parts.map((part) => text.indexOf(part)).filter((at) => at >= 0);
      if (places.length === 0) return [];
      const at = Math.min(...places);
      return [{ name, part: partAt(text, at), line: text.slice(0, at).split("\n").length }];
    });
}

/**
 * Refuses files that hold a secret: SECRET_IN_YAML for each, with the variable and the job, and
 * never the value. A file is in an artifact that many may read.
 */
export function refuseSecrets(
  files: readonly { readonly path: string; readonly text: string }[],
  env: Io["env"],
): void {
  const findings = files.flatMap(({ path, text }) =>
    secretsIn(text, env).map(({ name, part, line }) =>
      found("SECRET_IN_YAML", [`${path}:${line}`, ...(part === undefined ? [] : [part])], { name }),
    ),
  );
  if (findings.length > 0) throw new UserError(findings);
}

/** The lines of a value that must not be told. */
function partsOf(name: string, value: string): string[] {
  const password = passwordIn(value);
  if (name === "CI_REPOSITORY_URL") return kept(password ?? "");
  if (!isSecret(name)) return [];
  if (password !== undefined) return kept(password);
  return isAddress(value) || isPath(value) ? [] : kept(value);
}

const kept = (value: string): string[] =>
  value
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line.length >= shortest && !wellKnown.has(line) && !isArmour(line));

/** The first and last line of a key, which all keys have. */
const isArmour = (line: string): boolean => /^-----(?:BEGIN|END) [A-Z0-9 ]+-----$/.test(line);

const isAddress = (value: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value);

/** What stands before the `@` of an address, behind the `:` where there is one. */
function passwordIn(value: string): string | undefined {
  const user = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]*)@/i.exec(value)?.[1];
  return user?.includes(":") ? user.slice(user.indexOf(":") + 1) : user;
}

/** A variable of the kind File holds a path; what may be base64 is no path. */
const isPath = (value: string): boolean =>
  /^(?:\.{1,2}|~)?\/[\w.@ -]+(?:\/[\w.@ -]+)*\/?$/.test(value);

/** A line as YAML may hold it: as it is, or within double quotes. */
const spellings = (line: string): string[] => {
  const escaped = JSON.stringify(line).slice(1, -1);
  return escaped === line ? [line] : [line, escaped];
};

/** The top-level key under which a place of a printed file is. */
function partAt(text: string, at: number): string | undefined {
  for (let end = lineEnd(text, at); end >= 0; ) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    const key = /^(?:"((?:[^"\\]|\\.)+)"|([^\s#"?-].*?)):(?: |$)/.exec(line);
    if (key) return key[2] ?? (JSON.parse(`"${key[1]}"`) as string);
    end = start - 1;
  }
  return undefined;
}

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
};
