import * as z from "zod/mini";
import { filled, flag, keywords, stringOrStrings, text, whole } from "./shared.ts";

/** `id_tokens` (GitLab: entry/id_token.rb). */
export const idTokens = z.record(z.string(), keywords({}, { aud: stringOrStrings }));

const vault = z.union([
  filled,
  keywords(
    {},
    { engine: keywords({}, { name: filled, path: filled }), path: filled, field: filled },
  ),
]);

const sources = {
  vault,
  gcp_secret_manager: keywords({ version: z.union([text, whole]) }, { name: filled }),
  azure_key_vault: keywords({ version: text }, { name: filled }),
  aws_secrets_manager: z.union([
    filled,
    keywords(
      {
        version_id: text,
        version_stage: text,
        region: text,
        role_arn: text,
        role_session_name: text,
        field: text,
      },
      { secret_id: filled },
    ),
  ]),
  gitlab_secrets_manager: keywords({ source: text }, { name: filled }),
};
const sourceNames = Object.keys(sources);

/** `secrets` (Premium; GitLab docs: ci/yaml, `secrets`). */
export const secrets = z.record(
  z.string(),
  keywords({ ...sources, file: flag, token: text })
    .check(
      z.refine(
        (secret) => sourceNames.filter((name) => name in secret).length === 1,
        `must use exactly one of \`${sourceNames.join("`, `")}\``,
      ),
    )
    .check(
      z.refine(
        (secret) => secret.gcp_secret_manager === undefined || secret.token !== undefined,
        "`gcp_secret_manager` needs `token`",
      ),
    ),
);

/** `identity` (GitLab docs: ci/yaml). */
export const identity = z.enum(["google_cloud"]);

/** `dast_configuration` (Ultimate; GitLab docs: ci/yaml). */
export const dastConfiguration = keywords({ site_profile: text, scanner_profile: text });
