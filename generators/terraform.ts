import { defineGenerator, type GeneratedService } from "../src/generate/define.ts";
import { byHand, environmentPart } from "./deployment.ts";

interface Options {
  readonly image?: string | false;
  readonly terraform?: string;
  readonly environment?: string;
  /** Tags of the runner that plans and applies: for all, or by the service's directory. */
  readonly tags?: readonly string[] | Readonly<Record<string, readonly string[]>>;
}

/**
 * Terraform modules: `validate` checks layout and meaning. A module that is run by itself (no
 * library) also gets `plan`, with GitLab's report for merge requests, and `apply`: by hand, on the
 * default branch, one at a time.
 * Options: `image` (default hashicorp/terraform; false: the pipeline's default), `terraform` (the
 * command, such as `tofu`), `environment` (a prefix of the environment's name, default
 * `terraform`) and `tags` (of the runner that plans and applies: a list, or lists by directory).
 */
export default defineGenerator({
  name: "terraform",
  when: (service) => service.files().some((file) => /\.(tf|tofu)(\.json)?$/.test(file)),
  jobs(service, ctx) {
    const options = ctx.options as Options;
    const { image = "hashicorp/terraform:1.11", environment = "terraform" } = options;
    const terraform = `${options.terraform ?? "terraform"} -chdir="$SERVICE_DIR"`;
    const locked = service.has(lockFile);
    const init = `${terraform} init -input=false${locked ? " -lockfile=readonly" : ""}`;
    const shared = {
      // The image starts terraform itself, where a runner wants a shell.
      ...(image !== false && { image: { name: image, entrypoint: [""] } }),
      ...(locked && plugins(service)),
    };
    const before = locked ? ['mkdir -p "$TF_PLUGIN_CACHE_DIR"'] : [];
    const validate = {
      ...shared,
      stage: "test",
      needs: [],
      script: [
        ...before,
        `${terraform} fmt -check -diff`,
        `${init} -backend=false`,
        `${terraform} validate`,
      ],
      interruptible: true,
    };
    const tags = tagsOf(service, options);
    const name = `${environment}/${environmentPart(service.name)}`;
    const run = {
      plan: {
        ...shared,
        ...tags,
        stage: "test",
        needs: ctx.needFromDependencies("plan", { artifacts: false }),
        script: [
          ...before,
          init,
          `${terraform} plan -input=false -lock-timeout=5m -out=plan.cache`,
          ...report(terraform),
        ],
        artifacts: {
          // Without a lock file in the repository, apply takes the providers that plan chose.
          paths: ["plan.cache", ...(locked ? [] : [lockFile])].map(service.pattern),
          reports: { terraform: service.pattern("plan.json") },
          // A plan holds what it was given, secrets included.
          access: "developer" as const,
          expire_in: "1 week",
        },
        environment: { name, action: "prepare" as const },
        interruptible: true,
      },
      apply: {
        ...shared,
        ...tags,
        stage: "deploy",
        needs: [
          ctx.need("validate"),
          ctx.need("plan"),
          ...ctx.needFromDependencies("apply", { artifacts: false }),
        ],
        script: [...before, init, `${terraform} apply -input=false -lock-timeout=5m plan.cache`],
        resource_group: name,
        environment: { name },
        rules: byHand,
        interruptible: false,
      },
    };
    return { validate, ...(service.kind !== "library" && run) };
  },
});

const lockFile = ".terraform.lock.hcl";

/** Providers are kept by their lock file; without one, terraform would not take them from here. */
const plugins = (service: GeneratedService) => ({
  cache: {
    key: { files: [service.path(lockFile)], prefix: "terraform" },
    paths: [".terraform-plugins/"],
  },
  variables: { TF_PLUGIN_CACHE_DIR: "$CI_PROJECT_DIR/.terraform-plugins" },
});

/**
 * GitLab's report holds three numbers (lib/gitlab/ci/parsers/terraform/tfplan.rb). They are taken
 * from the sentence that closes a plan, since the image has nothing that reads JSON.
 */
const report = (terraform: string) => [
  `${terraform} show -no-color plan.cache > "$SERVICE_DIR/plan.txt"`,
  `sed -n 's/^Plan: \\(.*, \\)*\\([0-9]*\\) to add, \\([0-9]*\\) to change, \\([0-9]*\\) to destroy.*/{"create":\\2,"update":\\3,"delete":\\4}/p' "$SERVICE_DIR/plan.txt" > "$SERVICE_DIR/plan.json"`,
  `test -s "$SERVICE_DIR/plan.json" || echo '{"create":0,"update":0,"delete":0}' > "$SERVICE_DIR/plan.json"`,
];

function tagsOf(service: GeneratedService, { tags = [] }: Options) {
  const list = Array.isArray(tags) ? tags : (tags as Record<string, string[]>)[service.root];
  return list !== undefined && list.length > 0 ? { tags: list as string[] } : {};
}
