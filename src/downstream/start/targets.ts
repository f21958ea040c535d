import { fail } from "../../diagnostics/index.ts";
import { isRecord } from "../../gitlab/index.ts";
import type { Target } from "../types.ts";

/** What the command line says of targets; texts as they were written. */
export interface Asked {
  readonly project?: readonly string[] | undefined;
  readonly target?: readonly string[] | undefined;
  readonly ref?: string | undefined;
  readonly fallbackRef: boolean;
  readonly var?: readonly string[] | undefined;
  readonly input?: readonly string[] | undefined;
  readonly url?: string | undefined;
  readonly token?: string | undefined;
}

/**
 * The targets that the command line names: `--project` each with what the other options say, and
 * `--target`, whose JSON says what is different. Errors: TRIGGER_OPTION.
 */
export function targetsOf(asked: Asked): Target[] {
  if (asked.ref?.trim() === "") wrong("--ref", "is empty", "Name a branch or tag, or leave it out");
  const common = {
    ...(asked.ref !== undefined && { ref: asked.ref }),
    fallback: asked.fallbackRef,
    ...(asked.url !== undefined && { url: addressIn(asked.url, "--url") }),
    ...(asked.token !== undefined && { token: asked.token }),
    variables: variablesIn(asked.var ?? []),
    inputs: inputsIn(asked.input ?? []),
  };
  const plain = (asked.project ?? []).map((text) => {
    const project = projectIn(text, "--project");
    return { project, ...common };
  });
  return [...plain, ...(asked.target ?? []).map((text) => different(text, common))];
}

/** The full path of a project, or its id; not its address, of which the path is told. */
export function projectIn(text: string, flag: string): string {
  const project = text.trim();
  if (/^\d+$/.test(project) || /^[^\s/@:?#]+(\/[^\s/@:?#]+)+$/.test(project)) return project;
  const page = /^https?:\/\/[^/]+\/(.+?)(?:\/-\/.*|\.git|\/)?$/i.exec(project)?.[1];
  const example = page ?? "such as group/app";
  return wrong(flag, `"${text}" is no project`, `Give its full path, ${example}, or its id`);
}

/** An address of GitLab, without credentials. */
function addressIn(text: string, flag: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol))
    return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
  return wrong(flag, "is no http or https address", "Write it as https://gitlab.example.com");
}

/** `NAME=value`, the value as it stands: with `$`, quotes and line ends. */
export function variablesIn(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text): [string, string] => {
    const cut = text.indexOf("=");
    const name = text.slice(0, Math.max(0, cut));
    if (/^\w+$/.test(name)) return [name, text.slice(cut + 1)];
    const next = "Write NAME=value; a name has letters, digits and _";
    return wrong("--var", `"${text}" is no variable`, next);
  });
  once("--var", pairs);
  return Object.fromEntries(pairs);
}

/** `name=text`, or `name:=JSON` for numbers, booleans and arrays. */
function inputsIn(texts: readonly string[]): Record<string, unknown> {
  const pairs = texts.map((text): [string, unknown] => {
    const [, name, typed, value = ""] = /^([\w-]+)(:?)=([\s\S]*)$/.exec(text) ?? [];
    if (name === undefined) {
      return wrong(
        "--input",
        `"${text}" is no input`,
        'Write name=text, or name:=JSON as in "n:=3"',
      );
    }
    return [name, typed ? jsonIn(value, "--input") : value];
  });
  once("--input", pairs);
  return Object.fromEntries(pairs);
}

function once(flag: string, pairs: readonly (readonly [string, unknown])[]): void {
  const names = pairs.map(([name]) => name);
  const double = names.find((name, at) => names.indexOf(name) !== at);
  if (double !== undefined) wrong(flag, `${double} is given twice`, "Give each name once");
}

type Common = Omit<Target, "project">;

/** A target that differs from the others: what it says goes before what the options say. */
function different(text: string, common: Common): Target {
  const given = jsonIn(text, "--target");
  if (!isRecord(given)) return wrong("--target", "is no JSON object", example);
  const {
    project,
    ref,
    refType,
    fallback,
    variables = {},
    inputs = {},
    url,
    token,
    ...rest
  } = given;
  const [strange] = Object.keys(rest);
  if (strange !== undefined) return wrong("--target", `"${strange}" is no key of it`, example);
  if (typeof project !== "string") return wrong("--target", "names no project", example);
  for (const [key, value] of Object.entries({ ref, url, token })) {
    if (value !== undefined && typeof value !== "string") {
      return wrong("--target", `"${key}" is no text`, example);
    }
  }
  if (refType !== undefined && refType !== "branch" && refType !== "tag") {
    return wrong("--target", '"refType" is neither "branch" nor "tag"', example);
  }
  if (fallback !== undefined && typeof fallback !== "boolean") {
    return wrong("--target", '"fallback" is neither true nor false', example);
  }
  if (!isRecord(inputs)) return wrong("--target", '"inputs" is no JSON object', example);
  if (ref === "") return wrong("--target", '"ref" is empty', example);
  const address = typeof url === "string" ? addressIn(url, "--target") : undefined;
  const own = { ref, refType, fallback, url: address, token };
  const said = Object.entries(own).filter(([, value]) => value !== undefined);
  return {
    ...common,
    ...(Object.fromEntries(said) as Partial<Target>),
    project: projectIn(project, "--target"),
    variables: { ...common.variables, ...textsIn(variables) },
    inputs: { ...common.inputs, ...inputs },
  };
}

const example = `Write it as {"project": "group/app", "ref": "main", "variables": {"NAME": "value"}}; keys: project, ref, refType, fallback, variables, inputs, url, token`;

/** Variables are texts: GitLab takes no others. */
function textsIn(variables: unknown): Record<string, string> {
  if (!isRecord(variables)) return wrong("--target", '"variables" is no JSON object', example);
  for (const [name, value] of Object.entries(variables)) {
    if (!/^\w+$/.test(name)) wrong("--target", `"${name}" is no name of a variable`, example);
    if (typeof value !== "string") wrong("--target", `the variable ${name} is no text`, example);
  }
  return variables as Record<string, string>;
}

function jsonIn(text: string, flag: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const next = "Check its quotes: a shell wants them around the whole";
    return wrong(flag, `is no JSON (${(error as Error).message})`, next);
  }
}

const wrong = (flag: string, problem: string, next: string): never =>
  fail("TRIGGER_OPTION", [flag], { problem, next });
