import { expect, test } from "vitest";
import { readWorkspace } from "../../../src/workspace/index.ts";
import { complaints, outline, settings, treeOf, workspaceOf } from "../tree.ts";

const terraform = { discover: ["terraform"] };

const inputsOf = async (files: Record<string, unknown>, discover = ["terraform"]) =>
  Object.fromEntries(
    (await workspaceOf(files, { discover })).services.map(({ name, inputs }) => [name, inputs]),
  );
const warnings = async (files: Record<string, unknown>) => {
  const { diagnostics } = await readWorkspace(treeOf(files), settings(terraform));
  return diagnostics.map(({ code, where, message }) => `${code} ${where.join(" > ")}: ${message}`);
};

const repository = {
  "live/prod/main.tf": `terraform {
  backend "s3" {
    key = "prod"
  }
}

module "network" {
  source = "../../modules/network"
}

module "api" {
  source     = "../../modules/service"
  for_each   = toset(["a", "b"])
  name       = each.key
  depends_on = [module.network]
}

module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.0"
}

module "remote" {
  source = "git::https://git.example.com/modules.git//vpc?ref=v1.2.0"
}
`,
  "live/prod/.terraform.lock.hcl": 'provider "registry.example.com/x/aws" {}\n',
  "live/prod/.terraform/modules/vpc/main.tf": "not { terraform",
  "live/dev/main.tf": 'module "network" {\n  source = "../../modules/network/"\n}\n',
  "live/dev/dev.auto.tfvars": 'name = "dev"\n',
  "modules/network/main.tf": 'module "subnets" {\n  source = "./modules/subnets"\n}\n',
  "modules/network/modules/subnets/main.tf": "",
  "modules/network/examples/complete/main.tf":
    'provider "aws" {}\nmodule "this" {\n  source = "../.."\n}\n',
  "modules/service/main.tf.json": {
    module: { tags: [{ source: "../tags" }], far: { source: "app.example.com/x/y/z" } },
  },
  "modules/tags/main.tofu": 'output "tags" { value = {} }\n',
  "modules/unused/variables.tf": "",
  "docs/terraform.md": "",
};

test("root modules, modules that they use, and those that modules hold", async () => {
  expect(await outline(repository, terraform)).toEqual({
    services: [
      "modules/network/examples/complete complete service terraform",
      "live/dev dev service terraform",
      "modules/network network library terraform",
      "live/prod prod service terraform",
      "modules/service service library terraform",
      "modules/network/modules/subnets subnets library terraform",
      "modules/tags tags library terraform",
      "modules/unused unused service terraform",
    ],
    edges: [
      "complete > network modules/network/examples/complete/main.tf:3",
      "dev > network live/dev/main.tf:2",
      "network > subnets modules/network/main.tf:2",
      "prod > network live/prod/main.tf:8",
      "prod > service live/prod/main.tf:12",
      "service > tags modules/service/main.tf.json:5",
    ],
  });
  expect(await inputsOf(repository)).toEqual({
    complete: [],
    dev: [],
    network: [],
    prod: [],
    service: [],
    subnets: [],
    tags: [],
    unused: [],
  });
});

test("a used module with a backend, cloud, provider or lock of its own is a service", async () => {
  const modules = ["a", "b", "c", "d", "e", "f"];
  const files = {
    "main.tf": modules.map((name) => `module "${name}" {\n  source = "./${name}"\n}\n`).join(""),
    "a/main.tf": 'terraform {\n  backend "gcs" {}\n}\n',
    "b/main.tf": "terraform {\n  cloud {}\n}\n",
    "c/main.tf": 'provider "aws" {\n  alias = "eu"\n}\n',
    "d/main.tf": "",
    "d/.terraform.lock.hcl": "",
    "e/main.tf": "terraform {\n  required_providers {\n    aws = {}\n  }\n}\n",
    "f/main.tf.json": { terraform: { backend: { http: {} } } },
  };
  expect((await outline(files, terraform)).services).toEqual([
    "a a service terraform",
    "b b service terraform",
    "c c service terraform",
    "d d service terraform",
    "e e library terraform",
    "f f service terraform",
    ". root service terraform",
  ]);
});

test("files that are read outside the directory, or in one below that may be of others", async () => {
  const files = {
    "infra/app/main.tf": `
locals {
  configs = "\${path.module}/../../configs"
  top     = "\${path.module}/../.."
}
resource "x" "y" {
  a = file("\${path.module}/../shared/a.json")
  b = templatefile("\${path.module}/../shared/b.tftpl", { c = file("../shared/c.json") })
  d = yamldecode(file("\${local.configs}/d.yaml"))
  e = [for f in fileset("\${path.module}/../sets/e", "**/*.json") : jsondecode(file(f))]
  g = filemd5("\${path.root}/../shared/g")
  h = file("\${path.module}/own.json")
  i = file("\${path.module}/../policies/\${var.env}/x.json")
  j = <<-EOT
    \${filebase64("\${path.cwd}/../shared/j")}
  EOT
  k = file("../../../outside/k")
  l = file(join("/", [path.module, "..", "shared", "l[1].json"]))
  m = file(var.m)
  n = local.configs
  o = "https://example.com/../o"
  p = dirname("\${path.module}/../shared/p/x")
  q = abspath("\${path.module}/scripts")
}
data "archive_file" "z" {
  source_dir  = "lambda"
  output_path = "z.zip"
}
resource "helm_release" "r" {
  chart  = "../../charts/r"
  values = [file("./values.yaml")]
}
resource "s" "s" {
  source = "handlers/s.js"
  name   = "lambda"
}
`,
    "infra/app/lambda/index.js": "",
    "infra/app/handlers/s.js": "",
    "infra/app/scripts/q.sh": "",
    "infra/app/values.yaml": "",
    "infra/app/own.json": "",
    "infra/app/envs/prod.tfvars": 'policy = "../policies/prod.json"\n',
  };
  expect(await inputsOf(files)).toEqual({
    app: [
      "charts/r",
      "configs",
      "configs/d.yaml",
      "infra/app/handlers/s.js",
      "infra/app/lambda",
      "infra/app/scripts",
      "infra/policies",
      "infra/policies/prod.json",
      "infra/sets/e",
      "infra/shared/a.json",
      "infra/shared/b.tftpl",
      "infra/shared/c.json",
      "infra/shared/g",
      "infra/shared/j",
      "infra/shared/l\\[1\\].json",
      "infra/shared/p",
    ].sort(),
  });
  expect(await warnings(files)).toEqual([]);
});

test("a path from where the command is run counts from each module that leads there", async () => {
  const files = {
    "live/prod/main.tf": 'module "m" {\n  source = "../../modules/m"\n}\n',
    "modules/m/main.tf": 'resource "x" "y" {\n  z = file("${path.root}/../shared.json")\n}\n',
  };
  expect(await inputsOf(files)).toEqual({
    m: ["live/shared.json", "modules/shared.json"],
    prod: [],
  });
});

test("a module that archives what is around it reads it all", async () => {
  const files = {
    "deploy/main.tf": 'data "archive_file" "z" {\n  source_dir = "${path.module}/.."\n}\n',
    "a/b/main.tf": 'data "archive_file" "z" {\n  source_dir = "${path.module}/.."\n}\n',
    "a/b/c/main.tf": 'data "archive_file" "z" {\n  source_dir = path.module\n}\n',
  };
  expect(await inputsOf(files)).toEqual({ b: ["a"], c: ["a/b/c"], deploy: ["**"] });
});

test("local state of another module is an edge to it", async () => {
  const files = {
    "network/main.tf": "",
    "app/main.tf": `data "terraform_remote_state" "network" {
  backend = "local"
  config = {
    path = "\${path.module}/../network/terraform.tfstate"
  }
}
data "terraform_remote_state" "far" {
  backend = "s3"
  config  = { bucket = "states" }
}
`,
  };
  expect(await outline(files, terraform)).toEqual({
    services: ["app app service terraform", "network network service terraform"],
    edges: ["app > network app/main.tf:4"],
  });
  expect(await inputsOf(files)).toEqual({ app: [], network: [] });
});

test("modules that tests call, and tests in a directory that is a module as well", async () => {
  const files = {
    "m/main.tf": "",
    "m/tests/main.tf": "",
    "m/tests/a.tftest.hcl": 'run "setup" {\n  module {\n    source = "./tests"\n  }\n}\n',
    "m/b.tftest.hcl": 'run "setup" {\n  module {\n    source = "../helper"\n  }\n}\n',
    "helper/main.tf": "",
  };
  expect(await outline(files, terraform)).toEqual({
    services: [
      "helper helper library terraform",
      "m m service terraform",
      "m/tests tests library terraform",
    ],
    edges: ["m > helper m/b.tftest.hcl:3", "m > tests m/tests/a.tftest.hcl:3"],
  });
  expect(await inputsOf(files)).toEqual({ helper: [], m: ["m/tests/a.tftest.hcl"], tests: [] });
});

test("a source with locals is followed; one that is not known leads to all that it could be", async () => {
  const files = {
    "a/main.tf": `locals {
  modules = "../modules"
  loop    = local.loop
}
module "x" { source = "\${local.modules}/x" }
module "y" { source = "../modules/\${var.y}" }
`,
    "b/main.tf": 'module "z" { source = var.source }\n',
    "c/main.tf": 'module "z" { source = "git::https://example.com/${var.ref}" }\n',
    "modules/x/main.tf": "",
    "modules/y/main.tf": "",
    "modulesque/main.tf": "",
  };
  expect((await outline(files, terraform)).edges).toEqual([
    "a > x a/main.tf:5",
    "a > y a/main.tf:6",
    "b > a b/main.tf:1",
    "b > c b/main.tf:1",
    "b > modulesque b/main.tf:1",
    "b > x b/main.tf:1",
    "b > y b/main.tf:1",
  ]);
  const problem =
    "what this source leads to is known only when it runs: every module that it could lead to is taken as used. Spell it out to narrow this";
  expect(await warnings(files)).toEqual([
    `MANIFEST_UNRESOLVED a/main.tf:6: ${problem}`,
    `MANIFEST_UNRESOLVED b/main.tf:1: ${problem}`,
  ]);
});

test("a file that could be anywhere is the whole repository", async () => {
  const files = {
    "a/main.tf": 'resource "x" "y" {\n  z = file("${var.dir}/../z.json")\n}\n',
    "b/main.tf": 'resource "x" "y" {\n  z = file("${path.module}/${var.dir}/../../z.json")\n}\n',
    "c/main.tf": 'resource "x" "y" {\n  z = file(var.given)\n}\n',
  };
  expect(await inputsOf(files)).toEqual({ a: ["**"], b: ["**"], c: [] });
  const problem =
    "what this path leads to is known only when it runs: the whole repository is taken as read. Spell it out to narrow this";
  expect(await warnings(files)).toEqual([
    `MANIFEST_UNRESOLVED a/main.tf:2: ${problem}`,
    `MANIFEST_UNRESOLVED b/main.tf:2: ${problem}`,
  ]);
});

test("circles, a root that is a module, directories without modules, and ways out", async () => {
  const files = {
    "main.tf":
      'module "a" {\n  source = "./a"\n}\nmodule "out" {\n  source = "../out"\n}\nmodule "data" {\n  source = "./data"\n}\n',
    "a/main.tf": 'module "b" {\n  source = "../b"\n}\n',
    "b/main.tf": 'module "a" {\n  source = "../a"\n}\nmodule "self" {\n  source = "./."\n}\n',
    "data/x.json": "",
  };
  expect(await outline(files, terraform)).toEqual({
    services: ["a a library terraform", "b b library terraform", ". root service terraform"],
    edges: ["a > b a/main.tf:2", "b > a b/main.tf:2", "root > a main.tf:2"],
  });
  const alone = { "a/main.tf": 'module "x" {\n  source = "../x"\n}\n', "x/readme": "" };
  expect(await inputsOf(alone)).toEqual({ a: ["x"] });
});

const next = "Mend the file, or leave it out with services.exclude";
test("files that cannot be read", async () => {
  const files = {
    "a/main.tf": 'module "x" {\n  source = "../x\n}\n',
    "b/main.tofu": "resource {\n",
    "c/main.tf.json": '{"module": {"x": }}',
    "d/main.tf.json": "[]",
    "e/prod.tfvars": "a = = 1\n}",
    "e/main.tf": "",
    "f/main.tf.json": `${'{"a":'.repeat(101)}1${"}".repeat(101)}`,
    "g/x.tftest.hcl": "run",
    "g/main.tf": "",
  };
  expect(await complaints(files, terraform)).toEqual([
    `MANIFEST_SYNTAX a/main.tf:2:12: a string is never closed. ${next}`,
    `MANIFEST_SYNTAX b/main.tofu:1:1: this block is never closed. ${next}`,
    `MANIFEST_SYNTAX c/main.tf.json:1:18: "}" does not belong here. ${next}`,
    `MANIFEST_INVALID d/main.tf.json: it holds no JSON object. ${next}`,
    `MANIFEST_SYNTAX e/prod.tfvars:2:1: "}" does not belong here. ${next}`,
    `MANIFEST_INVALID f/main.tf.json: it is nested too deeply. ${next}`,
    `MANIFEST_SYNTAX g/x.tftest.hcl:1:1: "run" is followed by neither = nor a block. ${next}`,
  ]);
  const exclude = ["a", "b", "c", "d", "f", "**/*.tfvars", "**/*.tftest.hcl"];
  expect(await outline(files, { ...terraform, exclude })).toEqual({
    services: ["e e service terraform", "g g service terraform"],
    edges: [],
  });
});

test("names that are prototype keys, and values that lead in circles", async () => {
  const files = {
    "a/main.tf": `locals {
  __proto__ = local.constructor
  constructor = local.__proto__
}
module "x" { source = "../\${local.toString}x" }
`,
    "a/b.tf.json": '{"__proto__": {"module": {}}, "module": {"__proto__": {"source": "../b"}}}',
    "b/main.tf": "",
  };
  expect((await outline(files, terraform)).edges).toEqual(["a > b a/b.tf.json:1"]);
});
