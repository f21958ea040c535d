import type { GenerateContext, GeneratedJob, GeneratedService } from "../src/generate/define.ts";
import { environmentPart } from "./deployment.ts";

/** `trigger:forward`. */
interface Forward {
  readonly yaml_variables?: boolean;
  readonly pipeline_variables?: boolean;
}

/** Options that every trigger job has, whatever it starts. They are GitLab's own keywords. */
export interface TriggerOptions {
  readonly stage?: string;
  /** `false`: the trigger job does not wait. */
  readonly strategy?: "depend" | "mirror" | false;
  readonly forward?: Forward;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly variables?: GeneratedJob["variables"];
  readonly environment?: string | { readonly name: string; readonly [key: string]: unknown };
  readonly resource_group?: string;
  readonly rules?: GeneratedJob["rules"];
}

type Kind =
  | "text"
  | "a mapping"
  | "a list"
  | "true or false"
  | "text or a list"
  | "text or a mapping";

/** What kind of value each option takes. */
export type Kinds = Readonly<Record<string, Kind>>;

export const triggerKinds: Kinds = {
  stage: "text",
  forward: "a mapping",
  inputs: "a mapping",
  variables: "a mapping",
  environment: "text or a mapping",
  resource_group: "text",
  rules: "a list",
};

const strategies: readonly unknown[] = ["depend", "mirror", false];

/**
 * Holds the options of a generator against what it takes: an Error names the option, what is wrong
 * and what is allowed. What GitLab checks of their inside is left to the model.
 */
export function checkOptions(options: Readonly<Record<string, unknown>>, kinds: Kinds): void {
  const known = { ...kinds, strategy: "text" };
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, key)) {
      const names = Object.keys(known).sort().join(", ");
      throw new Error(`with › ${key}: there is no such option. There are ${names}`);
    }
    const kind = kinds[key];
    if (
      kind !== undefined &&
      !kind.split(" or ").includes(kindOf(value)) &&
      kind !== kindOf(value)
    ) {
      throw new Error(`with › ${key}: should be ${kind}, not ${kindOf(value)}`);
    }
  }
  if (Object.hasOwn(options, "strategy") && !strategies.includes(options.strategy)) {
    throw new Error('with › strategy: should be "depend", "mirror" or false');
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  if (typeof value === "string") return value.trim() === "" ? "an empty text" : "text";
  return typeof value === "boolean"
    ? "true or false"
    : value === null
      ? "nothing"
      : `a ${typeof value}`;
}

/**
 * `trigger:strategy` and, where the options or the generator say something of it,
 * `trigger:forward`. What is left open is decided when all of the job is known.
 */
export function handedOver(
  options: Pick<TriggerOptions, "strategy" | "forward">,
  ctx: Pick<GenerateContext, "gitlab">,
  usual?: Forward,
) {
  const { strategy = ctx.gitlab.strategy, forward } = options;
  return {
    ...(strategy !== false && { strategy }),
    ...((usual || forward) && { forward: { ...usual, ...forward } }),
  };
}

/** The keywords of the job besides `trigger`, `needs` and `stage`. */
export function jobKeywords(options: TriggerOptions, service: GeneratedService) {
  const { variables, environment, resource_group, rules } = options;
  return {
    inherit: { variables: false },
    ...(variables && { variables }),
    ...(environment !== undefined && { environment: environmentOf(environment, service) }),
    ...(resource_group !== undefined && { resource_group: named(resource_group, service) }),
    ...(rules && { rules }),
  } as const;
}

const environmentOf = (
  environment: NonNullable<TriggerOptions["environment"]>,
  service: GeneratedService,
) =>
  typeof environment === "string"
    ? { name: named(environment, service) }
    : { ...environment, name: named(String(environment.name), service) };

/** One option serves many services, so `$SERVICE_NAME` is filled in, in characters that GitLab takes. */
const named = (text: string, service: GeneratedService): string =>
  text.replace(/\$(?:SERVICE_NAME\b|\{SERVICE_NAME\})/g, () => environmentPart(service.name));
