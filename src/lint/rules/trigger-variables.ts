import { type Hash, isHash } from "../../model/index.ts";
import type { Found, Linted, Path, Rule } from "../types.ts";
import { placeOf } from "./facts/place.ts";
import { hashes, member, members, named, variableText } from "./facts/read.ts";
import { isSecretName, variablesOf } from "./facts/scripts.ts";

/** GitLab docs: ci/variables/predefined_variables, "job-only": a trigger job has none of these. */
const jobOnly = new Set([
  "CI_JOB_ID",
  "CI_JOB_TOKEN",
  "CI_JOB_URL",
  "CI_JOB_STARTED_AT",
  "CI_PROJECT_DIR",
  "CI_DEPLOY_PASSWORD",
  "CI_REGISTRY_PASSWORD",
  "CI_REPOSITORY_URL",
]);

const rules: readonly Rule[] = [
  {
    code: "trigger-variables-leak",
    severity: "info",
    docs: `A trigger job hands all top-level variables of the file down, and in the pipeline below they beat the project's own
variables and those of its file. Say which ones should go with \`inherit: variables: [NAME]\`, none with \`inherit: variables: false\`,
or \`trigger: forward: yaml_variables: false\`.`,
    check: (linted) =>
      triggers(linted).flatMap(([name, job]) => {
        const names = inherited(linted, job);
        const chosen =
          member(member(job, "inherit"), "variables") ??
          member(member(member(job, "trigger"), "forward"), "yaml_variables");
        if (names.length === 0 || (chosen ?? undefined) !== undefined) return [];
        const message = `hands the top-level variables ${named(names)} down, where they beat all others`;
        const hint = "Choose with `inherit: variables` or `trigger: forward`";
        return [{ path: placeOf(linted, name, ["trigger"]).path, message, hint }];
      }),
  },
  {
    code: "child-variable-overridden",
    severity: "warning",
    docs: `A variable that the parent hands down is a pipeline variable in the child, and beats what the child's own file says of
it, at its top level and in its jobs. Where both set one name to different values, the child's value is never used. Rename one
of them, or keep the parent's back with \`inherit: variables\`.`,
    check: overridden,
  },
  {
    code: "trigger-dollars",
    severity: "warning",
    docs: `\`$$\` stands for a \`$\` within one pipeline only. What a trigger job hands down is expanded again below, and a name that is
not known there becomes nothing. Write the variable as \`{value: ..., expand: false}\` to hand its text down as it is.`,
    check: (linted) =>
      handed(linted).flatMap(({ job, path, value }) => {
        const raw = isHash(value) && member(value, "expand") === false;
        if (raw || !variableText(value)?.includes("$$")) return [];
        const message =
          "`$$` does not keep a `$` on its way into another pipeline, where it is expanded again";
        const hint = "Write it as `{value: ..., expand: false}` with one `$`";
        return [{ path: placeOf(linted, job, path).path, message, hint }];
      }),
  },
  {
    code: "trigger-job-only",
    severity: "warning",
    docs: `Some variables are there only when a runner has taken a job: its token, its id, its directory. A trigger job meets no runner,
so a value that is made from them is handed down empty. Let a job of the pipeline below use its own, or write the value to a
dotenv report in a job before.`,
    check: (linted) =>
      handed(linted).flatMap(({ job, path, value }) => {
        const raw = isHash(value) && member(value, "expand") === false;
        const names = raw ? [] : variablesOf(variableText(value) ?? "");
        const name = names.find((each) => jobOnly.has(each));
        if (name === undefined) return [];
        const message = `\`$${name}\` is empty in a trigger job, which no runner takes`;
        const hint = "Use the variable in a job of the pipeline below instead";
        return [{ path: placeOf(linted, job, path).path, message, hint }];
      }),
  },
  {
    code: "trigger-secret",
    severity: "warning",
    docs: `A secret that a trigger job hands down loses its mask: jobs of the pipeline below print it in clear, and whoever may see that
pipeline's variables sees it. Define the secret in the project or group that needs it, or fetch it there with \`secrets\` or \`id_tokens\`.`,
    check: (linted) =>
      handed(linted).flatMap(({ job, path, value }) => {
        const secret = variablesOf(variableText(value) ?? "").find(isSecretName);
        const name = String(path.at(-1));
        if (secret === undefined || !isSecretName(name) || jobOnly.has(secret)) return [];
        const message = `hands the secret \`$${secret}\` down, where it is no longer masked`;
        const hint = "Define it where it is needed instead";
        return [{ path: placeOf(linted, job, path).path, message, hint }];
      }),
  },
];

const triggers = ({ jobs }: Linted): readonly (readonly [string, Hash])[] =>
  [...jobs].filter(([, job]) => (member(job, "trigger") ?? undefined) !== undefined);

const forwards = (job: Hash): boolean =>
  member(member(member(job, "trigger"), "forward"), "yaml_variables") !== false;

/** Names of the top-level variables that a trigger job hands down. */
function inherited({ document }: Linted, job: Hash): readonly string[] {
  if (!forwards(job)) return [];
  const names = members(member(document, "variables")).map(([name]) => name);
  const chosen = member(member(job, "inherit"), "variables");
  if (chosen === false) return [];
  return Array.isArray(chosen) ? names.filter((name) => chosen.includes(name)) : names;
}

interface Handed {
  readonly job: string;
  /** Leads to the variable in the compiled job. */
  readonly path: Path;
  readonly value: unknown;
}

/** The variables that trigger jobs and their rules set themselves and hand down. */
const handed = (linted: Linted): readonly Handed[] =>
  triggers(linted).flatMap(([job, config]) => {
    if (!forwards(config)) return [];
    const places = [
      { value: config, path: [] as Path },
      ...hashes(member(config, "rules"), ["rules"]),
    ];
    return places.flatMap(({ value: hash, path }) =>
      members(member(hash, "variables")).map(([name, value]) => ({
        job,
        path: [...path, "variables", name],
        value,
      })),
    );
  });

function overridden(linted: Linted): readonly Found[] {
  const { startedBy, document } = linted;
  const job = startedBy?.linted.jobs.get(startedBy.job);
  if (!startedBy || !job) return [];
  const above = member(startedBy.linted.document, "variables");
  const own = new Set(members(member(job, "variables")).map(([name]) => name));
  return inherited(startedBy.linted, job).flatMap((name) => {
    const [theirs, ours] = [above, member(document, "variables")].map((each) =>
      variableText(member(each, name)),
    );
    if (theirs === undefined || ours === undefined || theirs === ours || own.has(name)) return [];
    const message = `"${startedBy.job}" hands another value down, which is used instead of this one`;
    const hint = `Rename it, or leave "${name}" out of \`inherit: variables\` of "${startedBy.job}"`;
    return [{ path: ["variables", name], message, hint }];
  });
}

export default rules;
