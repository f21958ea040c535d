import { fail } from "../diagnostics/index.ts";
import type { JobDraft } from "../model/index.ts";
import type { Service } from "../workspace/index.ts";
import { serviceVariables } from "./service.ts";
import { unquotedText } from "./text.ts";

/** Drafts by their key, under the names that they have in the pipeline. */
export function draftsFrom(
  value: unknown,
  service: Service,
  origin: string,
  ref: string,
): [string, JobDraft][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return fail("GENERATOR_RESULT", [origin, service.name], {});
  }
  return Object.entries(value)
    .filter(([, config]) => config !== undefined)
    .map(([key, config]) => {
      const hidden = key.startsWith(".");
      const name = hidden ? `.${service.name}:${key.slice(1)}` : `${service.name}:${key}`;
      const raw = unquotedText(config, [service.root, service.name, ref]);
      if (raw) fail("SHELL_TEXT", [origin, name, raw.key, raw.index], { text: raw.text });
      const draft = { name, service: service.name, origin };
      return [key, { ...draft, config: hidden ? config : withVariables(config, service) }];
    });
}

/**
 * Every job of a service knows its name and directory. A trigger of another project does not:
 * whatever it forwards counts there as a pipeline variable, which the user's role may forbid
 * (GITLAB.md section 4).
 */
function withVariables(config: unknown, service: Service): unknown {
  if (typeof config !== "object" || config === null) return config;
  const { trigger, variables } = config as { trigger?: unknown; variables?: object };
  const child = typeof trigger === "object" && trigger !== null && "include" in trigger;
  if (trigger !== undefined && !child) return config;
  if (variables !== undefined && (typeof variables !== "object" || variables === null))
    return config;
  return { ...config, variables: { ...serviceVariables(service), ...variables } };
}
