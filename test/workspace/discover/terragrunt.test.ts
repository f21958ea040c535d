import { expect, test } from "vitest";
import { readWorkspace } from "../../../src/workspace/index.ts";
import { complaints, outline, settings, treeOf, workspaceOf } from "../tree.ts";

const terragrunt = { discover: ["terragrunt"] };
const both = { discover: ["terragrunt", "terraform"] };

const inputsOf = async (files: Record<string, unknown>, given = terragrunt) =>
  Object.fromEntries(
    (await workspaceOf(files, given)).services.map(({ name, inputs }) => [name, inputs]),
  );
const warnings = async (files: Record<string, unknown>) => {
  const { diagnostics } = await readWorkspace(treeOf(files), settings(terragrunt));
  return diagnostics
    .filter(({ code }) => code !== "SERVICE_CYCLE")
    .map(({ code, where, message }) => `${code} ${where.join(" > ")}: ${message}`);
};

const repository = {
  "root.hcl": `locals {
  account_vars = read_terragrunt_config(find_in_parent_folders("account.hcl"))
  region_vars  = read_terragrunt_config(find_in_parent_folders("region.hcl"), { locals = {} })
  account      = local.account_vars.locals.account_name
}

generate "provider" {
  path     = "provider.tf"
  contents = <<EOF
provider "aws" { region = "\${local.region_vars.locals.aws_region}" }
EOF
}

remote_state {
  backend = "s3"
  config = {
    key = "\${path_relative_to_include()}/tofu.tfstate"
  }
}

inputs = merge(
  local.account_vars.locals,
  yamldecode(file("\${get_parent_terragrunt_dir()}/common.yaml")),
)
`,
  "common.yaml": "a: 1\n",
  "prod/account.hcl": 'locals {\n  account_name = "prod"\n}\n',
  "prod/eu/region.hcl": 'locals {\n  aws_region = "eu-central-1"\n}\n',
  "prod/eu/vpc/terragrunt.hcl": `include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//vpc"

  extra_arguments "vars" {
    commands           = ["plan"]
    required_var_files = ["\${get_terragrunt_dir()}/../../prod.tfvars"]
  }
}
`,
  "prod/eu/mysql/terragrunt.hcl": `include "root" {
  path = find_in_parent_folders("root.hcl")
}

include "envcommon" {
  path   = "\${dirname(find_in_parent_folders("root.hcl"))}/_envcommon/mysql.hcl"
  expose = true
}

terraform {
  source = "\${include.envcommon.locals.base_source}?ref=v1"
}

dependencies {
  paths = ["../bastion", "\${get_repo_root()}/prod/eu/vpc"]
}
`,
  "prod/eu/bastion/terragrunt.hcl": `terraform {
  source = "git::git@git.example.com:acme/modules.git//bastion?ref=\${local.version}"
}

locals {
  version = get_env("VERSION", "v0.1.0")
  secrets = yamldecode(sops_decrypt_file("../../../secrets/\${local.account}.yaml"))
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals.account_name
}
`,
  "_envcommon/mysql.hcl": `locals {
  base_source = "\${get_repo_root()}/modules/mysql"
}

dependency "vpc" {
  config_path = "\${get_terragrunt_dir()}/../vpc"
}

inputs = {
  vpc_id = dependency.vpc.outputs.vpc_id
  script = file("mysql.sql")
}
`,
  "_envcommon/mysql.sql": "",
  "modules/vpc/main.tf": 'module "tags" {\n  source = "../tags"\n}\n',
  "modules/tags/main.tf": "",
  "modules/mysql/main.tf": "",
  "prod/eu/vpc/.terragrunt-cache/x/terragrunt.hcl": "not { a config",
};

test("units, what they depend on, and the modules that they are made from", async () => {
  expect(await outline(repository, both)).toEqual({
    services: [
      "prod/eu/bastion bastion service terragrunt",
      "modules/mysql modules/mysql service terraform",
      "modules/vpc modules/vpc service terraform",
      "prod/eu/mysql prod/eu/mysql service terragrunt",
      "prod/eu/vpc prod/eu/vpc service terragrunt",
      "modules/tags tags library terraform",
    ],
    edges: [
      "modules/vpc > tags modules/vpc/main.tf:2",
      "prod/eu/mysql > bastion prod/eu/mysql/terragrunt.hcl:15",
      "prod/eu/mysql > modules/mysql prod/eu/mysql/terragrunt.hcl:11",
      "prod/eu/mysql > prod/eu/vpc _envcommon/mysql.hcl:6",
      "prod/eu/vpc > modules/vpc prod/eu/vpc/terragrunt.hcl:6",
    ],
  });
  expect(await warnings(repository)).toEqual([]);
});

test("what is included, read and named is an input, and what that reads as well", async () => {
  expect(await inputsOf(repository, both)).toEqual({
    bastion: ["prod/account.hcl", "secrets/prod.yaml"],
    "modules/mysql": [],
    "modules/vpc": [],
    "prod/eu/mysql": [
      "_envcommon/mysql.hcl",
      "_envcommon/mysql.sql",
      "common.yaml",
      "modules/mysql",
      "prod/account.hcl",
      "prod/eu/region.hcl",
      "root.hcl",
    ],
    "prod/eu/vpc": [
      "common.yaml",
      "prod/account.hcl",
      "prod/eu/region.hcl",
      "prod/prod.tfvars",
      "root.hcl",
    ],
    tags: [],
  });
});

test("without the ecosystem of the modules, all that is copied is an input", async () => {
  expect((await inputsOf(repository)).vpc).toEqual([
    "common.yaml",
    "modules",
    "prod/account.hcl",
    "prod/eu/region.hcl",
    "prod/prod.tfvars",
    "root.hcl",
    "modules/vpc",
  ]);
});

test("a terragrunt.hcl that others include is no unit, unless it says where its module is", async () => {
  const include = "include {\n  path = find_in_parent_folders()\n}\n";
  const files = {
    "a/terragrunt.hcl": "locals {}\n",
    "a/x/terragrunt.hcl": include,
    "b/terragrunt.hcl": 'terraform {\n  source = "./module"\n}\n',
    "b/x/terragrunt.hcl.json": { include: { path: "../terragrunt.hcl" } },
    "b/module/main.tf": "",
    "c/terragrunt.hcl": "",
    "terragrunt.hcl": "",
  };
  expect(await outline(files, terragrunt)).toEqual({
    services: [
      "a/x a/x service terragrunt",
      "b b service terragrunt",
      "b/x b/x service terragrunt",
      "c c service terragrunt",
      ". root service terragrunt",
    ],
    edges: ["b/x > b b/terragrunt.hcl:2"],
  });
  expect(await inputsOf(files)).toEqual({
    "a/x": ["a/terragrunt.hcl"],
    b: ["b/module"],
    "b/x": ["b/module", "b/terragrunt.hcl"],
    c: [],
    root: [],
  });
});

test("a stack is a service that is made from units and stacks", async () => {
  const files = {
    "live/terragrunt.stack.hcl": `unit "vpc" {
  source = "../catalog/units/vpc"
  path   = "vpc"
  values = { vpc_path = "../vpc" }
}
unit "far" {
  source = "github.com/acme/catalog//units/far?ref=v1"
  path   = "far"
}
stack "more" {
  source = "\${get_repo_root()}/catalog/stacks/more"
  path   = "more"
}
`,
    "live/.terragrunt-stack/vpc/terragrunt.hcl": "{",
    "catalog/stacks/more/terragrunt.stack.hcl": 'unit "x" {\n  source = "units/x"\n}\n',
    "catalog/stacks/more/units/x/terragrunt.hcl": "",
    "catalog/units/vpc/terragrunt.hcl": `terraform {
  source = "\${values.modules}//vpc"
}
dependency "other" {
  config_path = try(values.vpc_path, null)
}
`,
  };
  expect(await outline(files, terragrunt)).toEqual({
    services: [
      "live live service terragrunt",
      "catalog/stacks/more more service terragrunt",
      "catalog/units/vpc vpc service terragrunt",
      "catalog/stacks/more/units/x x service terragrunt",
    ],
    edges: [
      "live > more live/terragrunt.stack.hcl:11",
      "live > vpc live/terragrunt.stack.hcl:2",
      "more > x catalog/stacks/more/terragrunt.stack.hcl:2",
    ],
  });
  expect(await warnings(files)).toEqual([]);
});

test("the directory functions", async () => {
  const files = {
    "live/root.hcl": `locals {
  up = "\${path_relative_from_include()}/../shared/up.yaml"
}
inputs = {
  a = file("\${get_parent_terragrunt_dir()}/../shared/a.yaml")
  b = file("\${get_terragrunt_dir()}/../b.yaml")
  c = file(local.up)
  d = file("\${get_path_to_repo_root()}/shared/d.yaml")
  e = file("\${get_repo_root()}/shared/\${path_relative_to_include()}.yaml")
  f = file("/\${get_path_from_repo_root()}/f.yaml")
}
`,
    "live/prod/app/terragrunt.hcl": `include "root" {
  path = find_in_parent_folders("root.hcl")
}
inputs = {
  g = file("\${get_parent_terragrunt_dir("root")}/g.yaml")
  h = find_in_parent_folders("none.hcl", "../h.hcl")
  i = find_in_parent_folders("none.hcl")
  j = get_terragrunt_dir()
}
`,
    "shared/d.yaml": "",
  };
  expect(await inputsOf(files)).toEqual({
    app: [
      "live/g.yaml",
      "live/prod/app",
      "live/prod/b.yaml",
      "live/prod/h.hcl",
      "live/root.hcl",
      "shared/a.yaml",
      "shared/d.yaml",
      "shared/prod/app.yaml",
      "shared/up.yaml",
    ],
  });
});

test("what is known only when it runs is taken widely, and told", async () => {
  const files = {
    "a/terragrunt.hcl": `include "x" {
  path = run_cmd("find")
}
`,
    "b/terragrunt.hcl": `terraform {
  source = "../modules/\${run_cmd("which")}"
}
`,
    "c/terragrunt.hcl": `terraform {
  source = "\${run_cmd("where")}//x"
}
dependency "d" {
  config_path = "../\${run_cmd("which")}"
}
`,
    "d/terragrunt.hcl": 'inputs = { a = file("${run_cmd("where")}/../a") }\n',
    "modules/x/main.tf": "",
  };
  expect(await outline(files, both)).toEqual({
    services: [
      "a a service terragrunt",
      "b b service terragrunt",
      "c c service terragrunt",
      "d d service terragrunt",
      "modules/x x service terraform",
    ],
    edges: [
      "b > x b/terragrunt.hcl:2",
      "c > a c/terragrunt.hcl:5",
      "c > b c/terragrunt.hcl:5",
      "c > d c/terragrunt.hcl:5",
    ],
  });
  expect(await inputsOf(files)).toEqual({
    a: ["**"],
    b: ["modules/**", "modules/x"],
    c: ["**"],
    d: ["**"],
  });
  const next = "Spell it out to narrow this";
  const whole = `the whole repository is taken as read. ${next}`;
  const only = "leads to is known only when it runs";
  expect(await warnings(files)).toEqual([
    `MANIFEST_UNRESOLVED a/terragrunt.hcl:2: what this include ${only}: ${whole}`,
    `MANIFEST_UNRESOLVED b/terragrunt.hcl:2: what this source ${only}: all that it could lead to is taken as used. ${next}`,
    `MANIFEST_UNRESOLVED c/terragrunt.hcl:2: what this source ${only}: ${whole}`,
    `MANIFEST_UNRESOLVED c/terragrunt.hcl:5: what this dependency ${only}: every unit is taken as one. ${next}`,
    `MANIFEST_UNRESOLVED d/terragrunt.hcl:1: what this path ${only}: ${whole}`,
  ]);
});

test("circles, ways out, and configurations that read each other", async () => {
  const files = {
    "a/terragrunt.hcl": 'dependency "b" {\n  config_path = "../b"\n}\n',
    "b/terragrunt.hcl": `dependency "a" {
  config_path = "../a"
}
dependency "out" {
  config_path = "../../out"
}
locals {
  x = read_terragrunt_config("../x.hcl").locals.y
}
`,
    "x.hcl": 'locals {\n  y = read_terragrunt_config("./y.hcl").locals.z\n}\n',
    "y.hcl": 'locals {\n  z = read_terragrunt_config("./x.hcl").locals.y\n}\n',
  };
  expect((await outline(files, terragrunt)).edges).toEqual([
    "a > b a/terragrunt.hcl:2",
    "b > a b/terragrunt.hcl:2",
  ]);
  expect((await inputsOf(files)).b).toEqual(["x.hcl", "y.hcl"]);
});

const next = "Mend the file, or leave it out with services.exclude";
test("files that cannot be read", async () => {
  const files = {
    "a/terragrunt.hcl": 'terraform {\n  source = "../x\n}\n',
    "b/terragrunt.hcl.json": "{",
    "c/terragrunt.stack.hcl": "unit",
    "d/terragrunt.hcl": "",
  };
  expect(await complaints(files, terragrunt)).toEqual([
    `MANIFEST_SYNTAX a/terragrunt.hcl:2:12: a string is never closed. ${next}`,
    `MANIFEST_SYNTAX b/terragrunt.hcl.json:1:2: the text ends too early. ${next}`,
    `MANIFEST_SYNTAX c/terragrunt.stack.hcl:1:1: "unit" is followed by neither = nor a block. ${next}`,
  ]);
  expect((await outline(files, { ...terragrunt, exclude: ["a", "b", "c"] })).services).toEqual([
    "d d service terragrunt",
  ]);
  const shared = {
    "a/terragrunt.hcl": 'include "root" {\n  path = "../root.hcl"\n}\n',
    "b/terragrunt.hcl": 'include "root" {\n  path = "../root.hcl"\n}\n',
    "root.hcl": "locals {\n",
    "unread.hcl": "locals {\n",
  };
  expect(await complaints(shared, terragrunt)).toEqual([
    `MANIFEST_SYNTAX root.hcl:1:1: this block is never closed. ${next}`,
  ]);
});
