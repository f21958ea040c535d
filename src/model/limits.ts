import { found, UserError } from "../diagnostics/index.ts";

/** GitLab.com's plans. Without one the instance is self-managed: limits by plan are off. */
export type Plan = "free" | "premium" | "ultimate";

/** One limit of GitLab's. `Infinity` is off. */
export interface Limit {
  readonly name: LimitName;
  readonly value: number;
  readonly unit:
    | "bytes"
    | "levels"
    | "files"
    | "jobs"
    | "needs"
    | "pipelines"
    | "entries"
    | "characters"
    | "tags"
    | "inputs"
    | "tokens"
    | "comparisons"
    | "triggers a minute";
  /** Where the number comes from: GitLab's docs page or source file. */
  readonly source: string;
  /** What GitLab says when it is passed; of a soft one, what it does. */
  readonly failure: string;
  /** Past a soft limit GitLab creates the pipeline all the same, in a way that few expect. */
  readonly kind: "hard" | "soft";
}

export type Limits = Readonly<Record<LimitName, Limit>>;

interface Situation {
  readonly version: readonly [number, number];
  readonly plan: Plan | undefined;
}

type Row = Omit<Limit, "name" | "value" | "kind"> & {
  readonly value: number | ((s: Situation) => number);
  readonly kind?: "soft";
};

const MiB = 1_048_576;
const since = (s: Situation, major: number, minor: number): boolean =>
  s.version[0] > major || (s.version[0] === major && s.version[1] >= minor);
const byPlan =
  (values: Readonly<Record<Plan, number>>) =>
  (s: Situation): number =>
    s.plan ? values[s.plan] : Number.POSITIVE_INFINITY;

/** Every limit that a pipeline of ours can meet. */
const table = {
  yamlBytes: {
    value: (s) => (since(s, 17, 3) ? 2 * MiB : MiB),
    unit: "bytes",
    source: "lib/gitlab/config/loader/yaml.rb, max_yaml_size_bytes",
    failure: "The provided YAML is too big",
  },
  parsedBytes: {
    value: (s) => (since(s, 17, 3) ? 2 * MiB : MiB),
    unit: "bytes",
    source: "lib/gitlab/utils/deep_size.rb, max_yaml_size_bytes",
    failure: "The parsed YAML is too big",
  },
  yamlDepth: {
    value: 100,
    unit: "levels",
    source: "lib/gitlab/utils/deep_size.rb, max_yaml_depth",
    failure: "The parsed YAML is too big",
  },
  totalBytes: {
    value: 314_572_800,
    unit: "bytes",
    source: "lib/gitlab/ci/config/external/mapper/verifier.rb, ci_max_total_yaml_size_bytes",
    failure: "Total size of combined CI/CD configuration is too big",
  },
  jobBytes: {
    value: (s) => (since(s, 19, 3) ? 314_572_800 : MiB),
    unit: "bytes",
    source: "gitlab-org/gitlab !241962, !249041: hard-coded 18.11 to 19.2",
    failure: "Config is too large. Maximum size allowed is 1 MiB",
  },
  artifactArchiveBytes: {
    value: 5 * MiB,
    unit: "bytes",
    source: "lib/gitlab/ci/artifact_file_reader.rb, max_artifacts_content_include_size",
    failure: "Artifacts archive for job is too large",
  },
  includes: {
    value: 150,
    unit: "files",
    source: "lib/gitlab/ci/config/external/mapper/verifier.rb",
    failure: "Maximum of 150 nested includes are allowed!",
  },
  triggerIncludes: {
    value: 3,
    unit: "files",
    source: "lib/gitlab/ci/config/entry/trigger.rb",
    failure: "is too long (maximum is 3)",
  },
  childDepth: {
    value: 2,
    unit: "levels",
    source: "app/services/ci/create_downstream_pipeline_service.rb",
    failure: "reached maximum depth of child pipelines",
  },
  hierarchy: {
    value: 1000,
    unit: "pipelines",
    source: "app/models/plan_limits.rb, pipeline_hierarchy_size (the root counts)",
    failure: "downstream pipeline tree is too large",
  },
  triggerRate: {
    value: byPlan({ free: 350, premium: 350, ultimate: 350 }),
    unit: "triggers a minute",
    source: "docs administration/settings/continuous_integration, user/gitlab_com (since 16.10)",
    failure: "Too many downstream pipelines triggered in the last minute. Try again later.",
  },
  jobs: {
    value: byPlan({ free: 500, premium: 1500, ultimate: 2000 }),
    unit: "jobs",
    source: "lib/gitlab/ci/pipeline/quota/size.rb; docs user/gitlab_com",
    failure: "The number of jobs has exceeded the limit",
  },
  activeJobs: {
    value: byPlan({ free: 500, premium: 20_000, ultimate: 60_000 }),
    unit: "jobs",
    source: "lib/gitlab/ci/limit/active_jobs.rb; docs user/gitlab_com",
    failure: "Project exceeded the allowed number of jobs in active pipelines. Retry later.",
  },
  deployments: {
    value: 500,
    unit: "jobs",
    source: "lib/gitlab/ci/pipeline/quota/deployments.rb",
    failure: "Pipeline has too many deployments!",
  },
  needs: {
    value: 50,
    unit: "needs",
    source: "lib/gitlab/ci/pipeline/seed/build.rb (after parallel expansion)",
    failure: "one job can only need 50 others",
  },
  crossNeeds: {
    value: 5,
    unit: "needs",
    source: "lib/gitlab/ci/config/entry/needs.rb",
    failure: "must be less than or equal to 5",
  },
  nameLength: {
    value: 255,
    unit: "characters",
    source: "lib/gitlab/ci/config/entry/processable.rb, lib/gitlab/ci/yaml_processor.rb",
    failure: "name is too long (maximum is 255 characters)",
  },
  stageNameLength: {
    value: 255,
    unit: "characters",
    source: "ours: lib/gitlab/ci/config/entry/stage.rb checks no length",
    failure: "nothing that is known, for no check of it was found",
  },
  parallel: {
    value: 200,
    unit: "jobs",
    source: "lib/gitlab/ci/config/entry/product/parallel.rb and matrix.rb",
    failure: "generates too many jobs (maximum is 200)",
  },
  nesting: {
    value: 10,
    unit: "levels",
    source: "lib/gitlab/ci/config/extendable/entry.rb, config/yaml/tags/reference.rb",
    failure: "nesting too deep",
  },
  tags: {
    value: 49,
    unit: "tags",
    source: "lib/gitlab/ci/config/entry/tags.rb",
    failure: "must be less than the limit of 50 tags",
  },
  caches: {
    value: 4,
    unit: "entries",
    source: "lib/gitlab/ci/config/entry/caches.rb",
    failure: "no more than 4 caches can be created",
  },
  rulePaths: {
    value: 50,
    unit: "entries",
    source: "lib/gitlab/ci/config/entry/rules/rule/changes.rb and exists.rb",
    failure: "has too many entries (maximum 50)",
  },
  ruleComparisons: {
    value: 50_000,
    unit: "comparisons",
    source: "lib/gitlab/ci/build/rules/rule/clause/changes.rb (changed paths by patterns)",
    failure: "the rule counts as matched, whatever has changed",
    kind: "soft",
  },
  ifTokens: {
    // It gives up after 100 tokens without looking whether there are more.
    value: 99,
    unit: "tokens",
    source: "lib/gitlab/ci/pipeline/expression/lexer.rb, MAX_TOKENS",
    failure: "Invalid expression syntax",
  },
  inputs: {
    value: 20,
    unit: "inputs",
    source: "lib/gitlab/ci/pipeline/chain/validate/config.rb",
    failure: "There cannot be more than 20 inputs",
  },
} satisfies Record<string, Row>;

export type LimitName = keyof typeof table;

export const limitNames = Object.keys(table) as readonly LimitName[];

/** The newest version that these facts were read for. */
const newest: readonly [number, number] = [18, 11];

/**
 * The limits of one GitLab. `version` such as `17.2` or `18.11.2-ee` (default: 18.11); `overrides`
 * are an instance's own values by name, 0 for off. LIMIT_UNKNOWN where a name is none.
 */
export function limitsFor(situation: {
  readonly version?: string | undefined;
  readonly plan?: Plan | undefined;
  readonly overrides?: Readonly<Record<string, number>> | undefined;
}): Limits {
  const unknown = Object.keys(situation.overrides ?? {}).filter((name) => !(name in table));
  if (unknown.length > 0) {
    const where = ["gitlab", "limits"];
    throw new UserError(
      unknown.map((name) => found("LIMIT_UNKNOWN", [...where, name], { name, known: limitNames })),
    );
  }
  const match = /^v?(\d+)\.(\d+)/.exec(situation.version ?? "");
  const at = {
    version: match ? ([Number(match[1]), Number(match[2])] as const) : newest,
    plan: situation.plan,
  };
  const limits = limitNames.map((name): [LimitName, Limit] => {
    const { value: known, kind, ...rest }: Row = table[name];
    const given = situation.overrides?.[name];
    const value = given ?? (typeof known === "function" ? known(at) : known);
    return [
      name,
      {
        name,
        kind: kind ?? "hard",
        ...rest,
        value: value === 0 ? Number.POSITIVE_INFINITY : value,
      },
    ];
  });
  return Object.fromEntries(limits) as Limits;
}
