import { expect, test } from "vitest";
import { complaints, outline } from "../tree.ts";

const helm = { discover: ["helm"] };

const repository = {
  "charts/api/Chart.yaml": `apiVersion: v2
name: acme-api
version: 1.2.0
appVersion: "2.0"
dependencies:
  - name: common
    version: ">=1.0.0"
    repository: "file://../common"
  - name: postgresql
    version: ~16.2.0
    repository: oci://registry.example.com/charts
    condition: postgresql.enabled
  - name: redis
    version: 20.x
    repository: "@bitnami"
    alias: cache
  - name: monitoring
    version: 0.1.0
    repository: alias:internal
  - name: worker
    version: 0.1.0
    repository: "oci:///../base"
`,
  "charts/api/Chart.lock": "dependencies: []\n",
  "charts/api/charts/worker/Chart.yaml":
    "name: worker\nversion: 0.1.0\ndependencies:\n- name: base\n  repository: file://../../../base\n",
  "charts/api/charts/worker/charts/deep/Chart.yaml": "name: deep\n",
  "charts/api/templates/deployment.yaml": "{{ include }}",
  "charts/common/Chart.yaml": "apiVersion: v2\nname: common\ntype: library\nversion: 1.0.0\n",
  "charts/base/Chart.yaml": "apiVersion: v2\nname: base\ntype: application\nversion: 1.0.0\n",
  "legacy/Chart.yaml": "apiVersion: v1\nname: legacy\nversion: 0.1.0\n",
  "legacy/requirements.yaml": `dependencies:
- name: common
  repository: file://../charts/common/
- name: out
  repository: file://../../out
- name: absolute
  repository: file:///srv/charts/x
- name: data
  repository: file://./data
`,
  "roles/web/requirements.yaml": "- src: some.role\n",
};

test("charts, those that they hold, and those that they take from beside them", async () => {
  expect(await outline(repository, helm)).toEqual({
    services: [
      "charts/api api service helm",
      "charts/base base service helm",
      "charts/common common library helm",
      "legacy legacy service helm",
    ],
    edges: [
      "api > base charts/api/charts/worker/Chart.yaml:5",
      "api > common charts/api/Chart.yaml:8",
      "legacy > common legacy/requirements.yaml:3",
    ],
  });
});

test("a chart at the root, whose name it has, and charts in a circle", async () => {
  const files = {
    "Chart.yaml":
      "name: umbrella\ndependencies:\n  - { name: a, repository: 'file://deploy/a' }\n  - { name: b, repository: file://charts/b }\n",
    "charts/b/Chart.yaml": "name: b\n",
    "deploy/a/Chart.yaml": "name: a\ndependencies:\n  - repository: file://../..\n",
  };
  expect(await outline(files, helm)).toEqual({
    services: ["deploy/a a service helm", ". umbrella service helm"],
    edges: ["a > umbrella deploy/a/Chart.yaml:3", "umbrella > a Chart.yaml:3"],
  });
});

const next = "Mend the file, or leave it out with services.exclude";
test("files that are no charts", async () => {
  const files = {
    "a/Chart.yaml": "name: [a\nversion: 1\n",
    "b/Chart.yaml": "- a\n",
    "c/Chart.yaml": "name: c\ndependencies:\n  common: 1\n",
    "d/Chart.yaml": "",
    "e/Chart.yaml": "name: 1\ntype: null\ndependencies:\n  - common\n  - repository: 1\n",
    "e/requirements.yaml": "dependencies:\n",
  };
  expect(await complaints(files, helm)).toEqual([
    "YAML_SYNTAX a/Chart.yaml: line 2, column 1: Flow sequence in block collection must be sufficiently indented and end with a ]\n  version: 1\n  ^",
    `MANIFEST_INVALID b/Chart.yaml: it holds no mapping. ${next}`,
    `MANIFEST_INVALID c/Chart.yaml:2: "dependencies" is no list of charts. ${next}`,
  ]);
  expect(await outline(files, { ...helm, exclude: ["a", "b", "c"] })).toEqual({
    services: ["d d service helm", "e e service helm"],
    edges: [],
  });
});
