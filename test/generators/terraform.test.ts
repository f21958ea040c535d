import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { make } from "./making.ts";

const shared = {
  image: { name: "hashicorp/terraform:1.11", entrypoint: [""] },
  cache: {
    key: { files: ["web/.terraform.lock.hcl"], prefix: "terraform" },
    paths: [".terraform-plugins/"],
  },
  variables: { TF_PLUGIN_CACHE_DIR: "$CI_PROJECT_DIR/.terraform-plugins" },
};
const terraform = 'terraform -chdir="$SERVICE_DIR"';
const plugins = 'mkdir -p "$TF_PLUGIN_CACHE_DIR"';
const init = `${terraform} init -input=false -lockfile=readonly`;
const locked = { "web/main.tf": "", "web/.terraform.lock.hcl": "" };

test("a module with a lock file is validated, planned and applied by hand", async () => {
  expect(await make("terraform", locked)).toEqual({
    validate: {
      ...shared,
      stage: "test",
      needs: [],
      script: [
        plugins,
        `${terraform} fmt -check -diff`,
        `${init} -backend=false`,
        `${terraform} validate`,
      ],
      interruptible: true,
    },
    plan: {
      ...shared,
      stage: "test",
      needs: ["every plan"],
      script: [
        plugins,
        init,
        `${terraform} plan -input=false -lock-timeout=5m -out=plan.cache`,
        `${terraform} show -no-color plan.cache > "$SERVICE_DIR/plan.txt"`,
        expect.stringContaining("sed -n "),
        expect.stringContaining('test -s "$SERVICE_DIR/plan.json" || echo '),
      ],
      artifacts: {
        paths: ["web/plan.cache"],
        reports: { terraform: "web/plan.json" },
        access: "developer",
        expire_in: "1 week",
      },
      environment: { name: "terraform/web", action: "prepare" },
      interruptible: true,
    },
    apply: {
      ...shared,
      stage: "deploy",
      needs: ["web:validate", "web:plan", "every apply"],
      script: [plugins, init, `${terraform} apply -input=false -lock-timeout=5m plan.cache`],
      resource_group: "terraform/web",
      environment: { name: "terraform/web" },
      rules: [
        {
          if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
          when: "manual",
          allow_failure: true,
        },
      ],
      interruptible: false,
    },
  });
});

test("a library is only validated, and keeps no providers without a lock file", async () => {
  const jobs = await make("terraform", { "web/variables.tf": "" }, {}, { kind: "library" });
  expect(jobs).toEqual({
    validate: {
      image: shared.image,
      stage: "test",
      needs: [],
      script: [
        `${terraform} fmt -check -diff`,
        `${terraform} init -input=false -backend=false`,
        `${terraform} validate`,
      ],
      interruptible: true,
    },
  });
});

test.each([
  ["Plan: 2 to add, 10 to change, 0 to destroy.", { create: 2, update: 10, delete: 0 }],
  [
    "Plan: 5 to import, 12 to add, 1 to change, 3 to destroy.",
    { create: 12, update: 1, delete: 3 },
  ],
  [
    "No changes. Your infrastructure matches the configuration.",
    { create: 0, update: 0, delete: 0 },
  ],
])("the report holds the numbers of: %s", async (sentence, numbers) => {
  const jobs = await make("terraform", { "web/main.tf": "" });
  const directory = mkdtempSync(join(tmpdir(), "fanout plan "));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, "plan.txt"), `Terraform will act:\n\n${sentence}\n`);
  const script = jobs?.plan?.script.slice(-2).join("\n") ?? "";
  execFileSync("sh", ["-ec", script], { env: { ...process.env, SERVICE_DIR: directory } });
  expect(JSON.parse(readFileSync(join(directory, "plan.json"), "utf8"))).toEqual(numbers);
});

test("options: the command, no image, the environment and tags of the runner by directory", async () => {
  const files = { "main.tofu": "" };
  const options = {
    terraform: "tofu",
    image: false,
    environment: "infra",
    tags: { ".": ["prod"] },
  };
  const jobs = await make("terraform", files, options, { root: ".", name: "root" });
  expect(jobs?.apply).toMatchObject({ tags: ["prod"], environment: { name: "infra/root" } });
  expect(jobs?.plan).toMatchObject({
    tags: ["prod"],
    artifacts: { paths: ["plan.cache", ".terraform.lock.hcl"] },
  });
  expect(jobs?.apply).not.toHaveProperty("image");
  expect(jobs?.validate).not.toHaveProperty("tags");
  expect(jobs?.validate?.script.at(-1)).toBe('tofu -chdir="$SERVICE_DIR" validate');
  const listed = await make("terraform", locked, { tags: ["shell"] });
  expect(listed?.plan?.tags).toEqual(["shell"]);
  expect(await make("terraform", locked, { tags: { other: ["x"] } })).not.toHaveProperty(
    "plan.tags",
  );
});

test("a name that GitLab refuses for an environment becomes another, and only its own", async () => {
  const named = async (name: string) => {
    const jobs = await make(
      "terraform",
      { "a b/$(x)/main.tf": "" },
      {},
      { root: "a b/$(x)", name },
    );
    return (jobs!.apply!.environment as { name: string }).name;
  };
  const names = [await named("a$b"), await named("a:b"), await named("/a b/")];
  expect(names[0]).toMatch(/^terraform\/a-b-[0-9a-f]{8}$/);
  expect(names[2]).toMatch(/^terraform\/-a b--[0-9a-f]{8}$/);
  expect(new Set(names).size).toBe(3);
  expect((await named("x".repeat(200))).length).toBeLessThan(200);
});

test.each(["network.tf", "a.tofu", "b.tf.json", "c.tofu.json"])(
  "a module is known by %s",
  async (file) => {
    expect(await make("terraform", { [`web/${file}`]: "" })).toHaveProperty("plan");
  },
);

test.each(["go.mod", ".terraform.lock.hcl", "modules/a/main.tf", "main.tf.bak"])(
  "terraform is not for %s",
  async (file) => {
    expect(await make("terraform", { [`web/${file}`]: "" })).toBeUndefined();
  },
);

test("terraform is not for others", async () => {
  expect(await make("terraform", { "web2/main.tf": "" })).toBeUndefined();
});
