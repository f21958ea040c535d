import { type Hash, isHash, type Limits } from "../model/index.ts";
import type { ReadFile } from "./file.ts";
import { isBlank, member } from "./hash.ts";
import { headerErrors } from "./inputs/header.ts";
import { interpolate } from "./inputs/template.ts";
import { inputValues } from "./inputs/values.ts";
import type { Places } from "./places.ts";
import type { Variables } from "./variables.ts";

/** All interpolated text together, as a multiple of what one file may have. */
const growth = 10;
/** GitLab tells no more at once (lib/gitlab/ci/config/interpolation/interpolator.rb). */
const mostErrors = 3;

export interface ContentOptions {
  /** What was given as `inputs`. */
  readonly inputs: unknown;
  /** The address of a component. */
  readonly component: string | undefined;
  readonly variables: Variables;
  readonly places: Places;
  readonly limits: Limits;
  /** `spec:inputs` with what `spec:include` brings. */
  readonly specs: Hash;
}

/** The configuration of a file with its inputs put in, or GitLab's words why that cannot be. */
export function contentOf(
  { header, content }: ReadFile,
  { inputs, component, variables, places, limits, specs }: ContentOptions,
): { readonly content: Hash } | { readonly error: string } {
  const given = inputs ?? {};
  if (!isHash(given)) return { error: "Given inputs must be a hash" };
  if (!header) {
    return isBlank(given)
      ? { content }
      : {
          error:
            "Given inputs not defined in the `spec` section of the included configuration file",
        };
  }
  const wrong = headerErrors(header);
  if (wrong.length) return { error: few(wrong) };
  const { values, errors } = inputValues(specs, given);
  if (errors.length) return { error: few(errors) };
  const context = { inputs: values, component: componentData(header, component) };
  const mostBytes = growth * limits.yamlBytes.value;
  const filled = interpolate(content, { context, variables, places, mostBytes });
  return filled.errors.length ? { error: few(filled.errors) } : { content: filled.content };
}

const few = (errors: readonly string[]): string => errors.slice(0, mostErrors).join(", ");

/**
 * What `$[[ component.x ]]` may name, as far as the address tells it: `host/group/name@1.0`. The
 * commit is not known here, so its block stays as it is.
 */
function componentData(header: Hash, address: string | undefined): Hash {
  const spec = member(header, "spec");
  const asked = isHash(spec) ? member(spec, "component") : undefined;
  if (!Array.isArray(asked) || address === undefined) return {};
  const at = address.lastIndexOf("@");
  const path = at < 0 ? address : address.slice(0, at);
  const version = at < 0 ? "" : address.slice(at + 1);
  const data: Hash = {
    name: path.slice(path.lastIndexOf("/") + 1),
    version,
    reference: version,
    sha: "$[[ component.sha ]]",
  };
  return Object.fromEntries(Object.entries(data).filter(([key]) => asked.includes(key)));
}
