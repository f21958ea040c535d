import { expect, test } from "vitest";
import { make } from "./making.ts";

const image = { name: "alpine/helm:3.17.3", entrypoint: [""] };
const charts = `dependencies:
- name: redis
  repository: https://charts.example.com/stable
- name: postgres
  repository: "https://charts.example.com/stable"
- name: odd
  repository: https://charts.example.com/$(x)
- name: local
  repository: file://../common
`;

test("a chart is linted, and nothing else unless told", async () => {
  expect(await make("helm", { "web/Chart.yaml": "name: web\n" })).toEqual({
    lint: {
      image,
      stage: "test",
      needs: [],
      script: ['helm lint "$SERVICE_DIR"'],
      interruptible: true,
    },
  });
});

test("charts that it takes in come by the lock file", async () => {
  const jobs = await make("helm", { "web/Chart.yaml": charts, "web/Chart.lock": charts });
  expect(jobs?.lint?.cache).toEqual({
    key: { files: ["web/Chart.lock"], prefix: "helm" },
    paths: ["web/charts/*.tgz"],
  });
  expect(jobs?.lint?.script).toEqual([
    "helm repo add charts-1 https://charts.example.com/stable",
    "helm repo add charts-2 'https://charts.example.com/$(x)'",
    'helm dependency build "$SERVICE_DIR"',
    'helm lint "$SERVICE_DIR"',
  ]);
});

test("without a lock file they are looked up", async () => {
  const jobs = await make("helm", { "Chart.yaml": charts }, { image: false }, { root: "." });
  expect(jobs?.lint?.script[0]).toBe('helm dependency update "$SERVICE_DIR"');
  expect(jobs?.lint).not.toHaveProperty("cache");
  expect(jobs?.lint).not.toHaveProperty("image");
});

test("a review environment is made, stopped and stops by itself", async () => {
  const jobs = await make("helm", { "web/Chart.yaml": "" }, { review: true });
  const name = "review/mr-$CI_MERGE_REQUEST_IID/web";
  expect(Object.keys(jobs ?? {})).toEqual(["lint", "review", "stop-review"]);
  expect(jobs?.review).toEqual({
    image,
    stage: "deploy",
    needs: ["web:lint", "web:image"],
    script: ['helm upgrade --install --wait "$CI_ENVIRONMENT_SLUG" "$SERVICE_DIR"'],
    interruptible: false,
    resource_group: name,
    environment: { name, on_stop: "web:stop-review", auto_stop_in: "1 week" },
    rules: [{ if: "$CI_MERGE_REQUEST_IID" }],
  });
  expect(jobs?.["stop-review"]).toEqual({
    image,
    stage: "deploy",
    needs: [],
    variables: { GIT_STRATEGY: "none" },
    script: ['helm uninstall --ignore-not-found "$CI_ENVIRONMENT_SLUG"'],
    resource_group: name,
    environment: { name, action: "stop" },
    rules: [{ if: "$CI_MERGE_REQUEST_IID", when: "manual", allow_failure: true }],
    interruptible: false,
  });
});

test("a deployment is started by hand on the default branch, where the options say", async () => {
  const options = {
    deploy: true,
    environment: "staging",
    namespace: "shop",
    context: "group/agents:main cluster",
    values: ["values/live 1.yaml"],
  };
  const jobs = await make("helm", { "web/Chart.yaml": "" }, options);
  expect(jobs?.deploy).toEqual({
    image,
    stage: "deploy",
    needs: ["web:lint", "web:image", "every deploy"],
    script: [
      'helm upgrade --install --wait --kube-context \'group/agents:main cluster\' --namespace shop --create-namespace --values "$SERVICE_DIR"/\'values/live 1.yaml\' "$CI_ENVIRONMENT_SLUG" "$SERVICE_DIR"',
    ],
    interruptible: false,
    resource_group: "staging/web",
    environment: { name: "staging/web" },
    rules: [
      {
        if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
        when: "manual",
        allow_failure: true,
      },
    ],
  });
});

test("a name and a directory with odd characters reach neither scripts nor GitLab's names", async () => {
  const root = "a b/$(x)";
  const files = { [`${root}/Chart.yaml`]: "", [`${root}/Chart.lock`]: "" };
  const options = { review: true, autoStop: "2 days" };
  const jobs = await make("helm", files, options, { root, name: "$(x)" });
  const { name, auto_stop_in } = jobs!.review!.environment as Record<string, string>;
  expect(name).toMatch(/^review\/mr-\$CI_MERGE_REQUEST_IID\/--x--[0-9a-f]{8}$/);
  expect(auto_stop_in).toBe("2 days");
  expect(jobs?.lint?.cache).toMatchObject({ paths: ["a?b/??x?/charts/*.tgz"] });
  expect(jobs?.review?.script.join()).not.toContain("(x)");
});

test("a library is only linted", async () => {
  const options = { review: true, deploy: true };
  const jobs = await make("helm", { "web/Chart.yaml": "" }, options, { kind: "library" });
  expect(Object.keys(jobs ?? {})).toEqual(["lint"]);
});

test("helm is not for others", async () => {
  expect(await make("helm", { "web/values.yaml": "" })).toBeUndefined();
});
