import * as z from "zod/mini";
import { filled, flag, keywords, text } from "./shared.ts";

/** GitLab: lib/gitlab/regex.rb, `environment_name_regex`. */
export const environmentName =
  /^[a-zA-Z0-9_\\${}. -](?:[a-zA-Z0-9_\\${}. /-]*[a-zA-Z0-9_\\${}. -])?$/;

const name = filled.check(
  z.regex(
    environmentName,
    "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.' and spaces, and cannot start or end with '/'",
  ),
);

/** GitLab: entry/kubernetes.rb. */
const kubernetes = keywords({
  agent: text,
  namespace: text,
  flux_resource_path: text,
  managed_resources: keywords({ enabled: flag }),
  dashboard: keywords({ namespace: text, flux_resource_path: text }),
});

/** `environment` (GitLab: entry/environment.rb). */
export const environment = z.union([
  name,
  keywords(
    {
      url: text.check(z.maxLength(255, "is longer than 255 characters")),
      action: z.enum(["start", "stop", "prepare", "verify", "access"]),
      on_stop: text,
      auto_stop_in: text,
      deployment_tier: text,
      kubernetes,
    },
    { name },
  ),
]);
