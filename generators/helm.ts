import { defineGenerator, type GeneratedService, shellQuote } from "../src/generate/define.ts";
import { byHand, environmentPart } from "./deployment.ts";

interface Options {
  readonly image?: string | false;
  readonly helm?: string;
  readonly review?: boolean;
  readonly deploy?: boolean;
  readonly environment?: string;
  readonly autoStop?: string;
  readonly namespace?: string;
  readonly context?: string;
  readonly values?: readonly string[];
}

/**
 * Helm charts: `lint`. On demand `review` installs the chart for a merge request and
 * `stop-review` takes it away again; `deploy` installs it by hand from the default branch. The
 * release is called like the environment (`CI_ENVIRONMENT_SLUG`). A library is only linted.
 * Options: `image` (default alpine/helm; false: the pipeline's default), `helm` (the command),
 * `review`, `deploy` (both default false), `environment` (a prefix of the name that `deploy` gives
 * it, default `production`), `autoStop` (when a review ends by itself, default `1 week`),
 * `namespace`, `context` (of the cluster's configuration) and `values` (files, from the chart).
 */
export default defineGenerator({
  name: "helm",
  when: (service) => service.has("Chart.yaml"),
  async jobs(service, ctx) {
    const options = ctx.options as Options;
    const { image = "alpine/helm:3.17.3", helm = "helm", autoStop = "1 week" } = options;
    const dependencies = await fetched(service, helm);
    const ownImage = image !== false && { image: { name: image, entrypoint: [""] } };
    const shared = { ...ownImage, ...cached(service) };
    const target = targetOf(options);
    const part = environmentPart(service.name);
    const install = {
      ...shared,
      stage: "deploy",
      needs: [ctx.need("lint", { artifacts: false }), ctx.need("image", { artifacts: false })],
      script: [...dependencies, upgrade(helm, target, options)],
      interruptible: false,
    };
    const review = `review/mr-$CI_MERGE_REQUEST_IID/${part}`;
    const production = `${options.environment ?? "production"}/${part}`;
    const runs = service.kind !== "library";
    return {
      lint: {
        ...shared,
        stage: "test",
        needs: [],
        script: [...dependencies, `${helm} lint${valuesOf(options)} "$SERVICE_DIR"`],
        interruptible: true,
      },
      ...(runs &&
        options.review && {
          review: {
            ...install,
            resource_group: review,
            environment: {
              name: review,
              on_stop: `${service.name}:stop-review`,
              auto_stop_in: autoStop,
            },
            rules: [{ if: mergeRequest }],
          },
          "stop-review": {
            ...ownImage,
            stage: "deploy",
            needs: [],
            // The branch may be gone by then; nothing of it is needed.
            variables: { GIT_STRATEGY: "none" },
            script: [`${helm} uninstall${target} --ignore-not-found "$CI_ENVIRONMENT_SLUG"`],
            resource_group: review,
            environment: { name: review, action: "stop" as const },
            rules: [{ if: mergeRequest, when: "manual" as const, allow_failure: true }],
            interruptible: false,
          },
        }),
      ...(runs &&
        options.deploy && {
          deploy: {
            ...install,
            needs: [...install.needs, ...ctx.needFromDependencies("deploy", { artifacts: false })],
            resource_group: production,
            environment: { name: production },
            rules: byHand,
          },
        }),
    };
  },
});

/**
 * A child pipeline's source is `parent_pipeline`, whatever started its parent; the merge request's
 * variables are there all the same (docs: ci/pipelines/downstream_pipelines).
 */
const mergeRequest = "$CI_MERGE_REQUEST_IID";

/** Where a release is: options that every command of a release takes. */
const targetOf = ({ namespace, context }: Options): string =>
  [
    context === undefined ? "" : ` --kube-context ${shellQuote(context)}`,
    namespace === undefined ? "" : ` --namespace ${shellQuote(namespace)}`,
  ].join("");

const valuesOf = ({ values = [] }: Options): string =>
  values.map((file) => ` --values "$SERVICE_DIR"/${shellQuote(file)}`).join("");

const upgrade = (helm: string, target: string, options: Options): string => {
  const made = options.namespace === undefined ? "" : " --create-namespace";
  return `${helm} upgrade --install --wait${target}${made}${valuesOf(options)} "$CI_ENVIRONMENT_SLUG" "$SERVICE_DIR"`;
};

const locks = ["Chart.lock", "requirements.lock"];

/** Charts of others are kept by the lock file. */
function cached(service: GeneratedService) {
  const lock = locks.find((file) => service.has(file));
  if (lock === undefined) return {};
  return {
    cache: {
      key: { files: [service.path(lock)], prefix: "helm" },
      paths: [service.pattern("charts/*.tgz")],
    },
  };
}

/**
 * Fetches the charts that this one takes in. By a lock file helm reads only from repositories
 * that it was told of, so those that the lock file names are added.
 */
async function fetched(service: GeneratedService, helm: string): Promise<string[]> {
  const lock = locks.find((file) => service.has(file));
  if (lock !== undefined) {
    const text = (await service.read(lock)) ?? "";
    const found = text.matchAll(/^[\s-]*repository:\s*["']?(https?:\/\/[^\s"'#]+)/gm);
    const addresses = [...new Set([...found].map(([, address]) => address as string))];
    return [
      ...addresses.map((each, at) => `${helm} repo add charts-${at + 1} ${shellQuote(each)}`),
      `${helm} dependency build "$SERVICE_DIR"`,
    ];
  }
  const chart = (await service.read("Chart.yaml")) ?? "";
  const wants = /^dependencies:/m.test(chart) || service.has("requirements.yaml");
  return wants ? [`${helm} dependency update "$SERVICE_DIR"`] : [];
}
