import { expect, test } from "vitest";
import { readWorkspace } from "../../../src/workspace/index.ts";
import fc from "../../helpers/property.ts";
import { complaints, outline, settings, treeOf, workspaceOf } from "../tree.ts";

const docker = { discover: ["docker"] };

const inputsOf = async (files: Record<string, unknown>) =>
  Object.fromEntries(
    (await workspaceOf(files, docker)).services.map(({ root, inputs }) => [root, inputs]),
  );
const warnings = async (files: Record<string, unknown>) => {
  const { diagnostics } = await readWorkspace(treeOf(files), settings(docker));
  return diagnostics.map(({ code, where, message }) => `${code} ${where.join(" > ")}: ${message}`);
};

test("every directory with a Dockerfile is a service that reads all below it", async () => {
  const files = {
    "edge/Dockerfile": "FROM nginx\n",
    "edge/Dockerfile.dev": "FROM nginx\n",
    "tools/scan.Dockerfile": "",
    "tools/.dockerignore": "",
    "images/[base]/Containerfile": "",
    "apps/Dockerfile.api": "",
    "apps/web/Dockerfile": "",
    "docs/Dockerfile.dockerignore": "",
    "docs/NotADockerfile": "",
    "vendor/x/Dockerfile": "",
    "web/node_modules/x/Dockerfile": "",
  };
  const { services, edges } = await workspaceOf(files, docker);
  expect(services.map(({ root, kind, inputs }) => [root, kind, inputs])).toEqual([
    ["images/[base]", "service", ["images/\\[base\\]/**"]],
    ["apps", "service", ["apps/**"]],
    ["edge", "service", ["edge/**"]],
    ["tools", "service", ["tools/**"]],
    ["apps/web", "service", ["apps/web/**"]],
  ]);
  expect(edges).toEqual([]);
});

test("a Dockerfile at the root reads the whole repository", async () => {
  const { services } = await workspaceOf({ Dockerfile: "" }, docker);
  expect(services).toMatchObject([{ name: "root", root: ".", inputs: ["**"] }]);
});

test("a context that nobody names is the directory, or those around it that hold what is copied", async () => {
  const files = {
    "package.json": "",
    "package-lock.json": "",
    "libs/ui/index.ts": "",
    "services/api/src/index.ts": "",
    "services/api/Dockerfile": `FROM node:24 AS build
WORKDIR /app
COPY package*.json tsconfig.base.json ./
COPY --chown=node:node libs/ui/ ./libs/ui/
COPY --link "services/api" ./services/api
COPY --from=build /app/dist ./dist
ADD https://example.com/x.tar.gz /x
ADD git@example.com:x/y.git /y
`,
    "services/own/Dockerfile":
      "FROM node:24\nCOPY package.json ./\nCOPY src ./src\nCOPY dist target/x.jar ./\n",
    "services/own/package.json": "",
    "services/own/src/index.ts": "",
    "services/built/Dockerfile": "FROM eclipse-temurin\nCOPY services/built/target/app.jar /\n",
    "services/built/.gitignore": "target\n",
    "backend/worker/Dockerfile": "FROM go\nCOPY go.mod ./\nCOPY . .\n",
    "backend/go.mod": "",
  };
  expect(await inputsOf(files)).toEqual({
    "services/api": [
      "services/api/**",
      "package*.json",
      "package*.json/**",
      "tsconfig.base.json",
      "libs/ui",
      "services/api",
    ],
    "services/own": ["services/own/**"],
    "services/built": ["services/built/**", "services/built/target/app.jar"],
    "backend/worker": ["backend/worker/**", "backend/go.mod", "backend"],
  });
});

test("all forms of sources", async () => {
  const files = {
    "shared/x": "",
    "img/Dockerfile": `# syntax=docker/dockerfile:1
# escape=\`
FROM base
ARG DIR
COPY shared/x ./
COPY ["json a", "shared/*/b?.txt", "/d e"]
COPY one \`
  # a comment
  two/../three /dest/
COPY <<EOF <<END heredoc/file /y/
COPY not/this /
EOF
COPY nor/this /
END
COPY var/\${DIR}/x esc\\a [ab]/c /z/
COPY /abs ../../up ./dot/./x /
RUN --mount=type=bind,source=bound,target=/x --mount=type=cache,target=/c make
RUN --mount=target=/y,from=base,src=no make
RUN <<EOF
COPY neither /
EOF
ONBUILD COPY trigger /
copy --parents {a}/lower(b)/ /
COPY
COPY alone
FROM
`,
  };
  expect((await inputsOf(files)).img).toEqual([
    "img/**",
    "shared/x",
    "json a",
    "shared/*/b?.txt",
    "shared/*/b?.txt/**",
    "one",
    "three",
    "heredoc/file",
    "var",
    "**",
    "abs",
    "up",
    "dot/x",
    "bound",
    "\\{a\\}/lower\\(b\\)",
  ]);
});

const compose = {
  "compose.yaml": `name: acme
x-build: &build
  context: .
  args: { TAG: "1" }
services:
  api:
    build:
      <<: *build
      dockerfile: services/api/Dockerfile
    depends_on: [db]
  web:
    build: ./web
    image: registry.example.com/acme/web:\${TAG:-latest}
  worker:
    build:
      context: worker
      dockerfile: ../docker/worker.Dockerfile
      additional_contexts:
        base: service:base
        shared: ./shared
        remote: https://example.com/x.git
        image: docker-image://registry.example.com/acme/web
  base:
    build: !override
      context: images/base
    image: acme/base
  db:
    image: postgres:17
    ports: !reset []
  far:
    build: https://example.com/far.git
`,
  "services/api/Dockerfile": "FROM acme/base:1.2\nCOPY libs ./libs\nCOPY services/api ./\n",
  "web/Dockerfile": "FROM nginx\nCOPY . .\n",
  "docker/worker.Dockerfile":
    "FROM base AS one\nCOPY --from=shared x /\nFROM one\nCOPY --from=registry.example.com/acme/web:1 /x /\nCOPY src /src\n",
  "worker/src/x": "",
  "shared/x": "",
  "images/base/Dockerfile": "FROM debian\n",
};

test("contexts that Compose names", async () => {
  expect(await outline(compose, docker)).toEqual({
    services: [
      "services/api api service docker",
      "images/base base service docker",
      "web web service docker",
      "worker worker service docker",
    ],
    edges: [
      "api > base services/api/Dockerfile:1",
      "worker > base compose.yaml:19",
      "worker > web compose.yaml:22",
    ],
  });
  expect(await inputsOf(compose)).toEqual({
    "services/api": ["services/api/**", "compose.yaml", "libs", "services/api"],
    "images/base": ["images/base/**", "compose.yaml"],
    web: ["web/**", "compose.yaml"],
    worker: ["worker/**", "docker/worker.Dockerfile", "compose.yaml", "shared/**"],
  });
  expect(await warnings(compose)).toEqual([]);
});

test("a Dockerfile beside its context makes a service of the context that has no others", async () => {
  const services = (names: readonly string[]) =>
    names
      .map(
        (name) =>
          `  ${name}:\n    build:\n      context: ../${name}\n      dockerfile: ../docker/Dockerfile\n`,
      )
      .join("");
  const files = {
    "docker/Dockerfile": "FROM node\nCOPY package.json /\n",
    "docker/compose.yml": `services:\n${services(["a", "b", "apps"])}`,
    "a/package.json": "",
    "b/package.json": "",
    "apps/c/Dockerfile": "",
    "apps/package.json": "",
  };
  expect(await inputsOf(files)).toEqual({
    a: ["a/**", "docker/Dockerfile", "docker/compose.yml"],
    b: ["b/**", "docker/Dockerfile", "docker/compose.yml"],
    docker: ["docker/**", "apps/package.json"],
    "apps/c": ["apps/c/**"],
  });
});

test("files of one project, those that they include, and services that they extend", async () => {
  const files = {
    "app/docker-compose.yml": `include:
  - ../db/stack.yaml
  - path: [../more/more.yml]
    project_directory: ..
services:
  api:
    extends:
      file: ../common/base.yml
      service: node
  twin:
    extends: api
  loop:
    extends: loop
`,
    "app/docker-compose.override.yml":
      "services:\n  api:\n    build:\n      target: dev\n      dockerfile: Dockerfile.dev\n",
    "common/base.yml": "services:\n  node:\n    build: ../app/api\n",
    "db/stack.yaml": "services:\n  db:\n    build: .\n    image: acme/db\n",
    "db/Dockerfile": "",
    "more/more.yml": "services:\n  more:\n    build: more\n",
    "more/Dockerfile": "FROM acme/db\n",
    "app/api/Dockerfile": "",
    "app/api/Dockerfile.dev": "",
  };
  expect(await inputsOf(files)).toEqual({
    "app/api": [
      "app/api/**",
      "app/docker-compose.yml",
      "common/base.yml",
      "app/docker-compose.override.yml",
    ],
    db: ["db/**"],
    more: ["more/**"],
  });
  expect((await outline(files, docker)).edges).toEqual(["more > db more/Dockerfile:1"]);
});

test("Dockerfiles that stand in the file itself", async () => {
  const files = {
    "compose.yml": `services:
  plain:
    build:
      dockerfile_inline: |
        FROM debian
  copying:
    build:
      context: app
      dockerfile_inline: |
        FROM acme/base
        COPY . /
  base:
    build: base
    image: acme/base
`,
    "compose.override.yml":
      "services:\n  later:\n    build: { dockerfile_inline: 'COPY x /' }\n  copying: { build: { target: dev } }\n",
    "compose.later.yml": "services:\n  later: { build: later }\n",
    "app/x": "",
    "later/x": "",
    "base/Dockerfile": "",
  };
  expect(await outline(files, docker)).toEqual({
    services: ["app app service docker", "base base service docker", "later later service docker"],
    edges: ["app > base compose.yml"],
  });
  expect(await warnings(files)).toEqual([]);
});

const bake = {
  "docker-bake.hcl": `variable "REGISTRY" {
  default = "registry.example.com/acme"
}
variable "TAG" {}

group "default" {
  targets = ["api", "tools"]
}

target "_common" {
  context = "."
  args = {
    BASE = "\${REGISTRY}/base:\${TAG}"
  }
}

target "api" {
  inherits   = ["_common"]
  dockerfile = "services/api/Dockerfile"
  contexts = {
    runtime = "target:base"
    proto   = "proto"
  }
}

target "base" {
  context = "images/base"
  tags    = ["\${REGISTRY}/base:\${TAG}"]
}

target "tools" {
  name = "tool-\${item.name}"
  matrix = {
    item = [{ name = "lint" }, { name = "scan" }]
  }
  context    = "tools/\${item.name}"
  dockerfile = "../Dockerfile"
}

target "job" {
  inherits   = ["_common"]
  dockerfile = "jobs/job.Dockerfile"
}

target "far" {
  context = "https://example.com/x.git"
}
`,
  "services/api/Dockerfile": "FROM runtime\nCOPY services/api /\n",
  "images/base/Dockerfile": "FROM debian\n",
  "tools/Dockerfile": "FROM debian\nCOPY run.sh /\n",
  "tools/lint/run.sh": "",
  "tools/scan/run.sh": "",
  "jobs/job.Dockerfile":
    "ARG BASE=debian\nFROM ${BASE}\nCOPY --from=docker.io/library/alpine /x /\n",
  "proto/x.proto": "",
};

test("contexts that Bake names", async () => {
  expect(await outline(bake, docker)).toEqual({
    services: [
      "services/api api service docker",
      "images/base base service docker",
      "jobs jobs service docker",
      "tools tools service docker",
    ],
    edges: ["api > base docker-bake.hcl:21", "jobs > base jobs/job.Dockerfile:2"],
  });
  expect(await inputsOf(bake)).toEqual({
    "services/api": ["services/api/**", "docker-bake.hcl", "services/api", "proto/**"],
    "images/base": ["images/base/**", "docker-bake.hcl"],
    jobs: ["jobs/**", "docker-bake.hcl"],
    tools: ["tools/**", "docker-bake.hcl"],
  });
  expect(await warnings(bake)).toEqual([]);
});

test("Bake's JSON, and a file that overrides another", async () => {
  const files = {
    "build/docker-bake.json": {
      target: { api: { context: "api" }, base: { context: "../base", tags: ["acme/base"] } },
    },
    "build/docker-bake.override.json": { target: { api: { dockerfile: "prod.Dockerfile" } } },
    "api/prod.Dockerfile": "FROM acme/base:2@sha256:00\n",
    "base/Dockerfile": "",
  };
  expect(await outline(files, docker)).toEqual({
    services: ["api api service docker", "base base service docker"],
    edges: ["api > base api/prod.Dockerfile:1"],
  });
});

test("what .dockerignore lets in again, after it took everything away", async () => {
  const dockerfile = "FROM node\nCOPY . .\n";
  const files = {
    "compose.yml": ["a", "b", "c"]
      .map((name) => `  ${name}:\n    build: { context: ., dockerfile: ${name}/Dockerfile }\n`)
      .join("")
      .replace(/^/, "services:\n"),
    ".dockerignore": "# all\n*\n!/libs\n!a/**/*.ts\nlibs/**/test\n",
    "a/Dockerfile": dockerfile,
    "b/Dockerfile": dockerfile,
    "b/Dockerfile.dockerignore": "**/node_modules\ndocs\n",
    "c/Dockerfile": dockerfile,
    "c/Dockerfile.dockerignore": "!x\n**\n",
  };
  expect(await inputsOf(files)).toEqual({
    a: ["a/**", "compose.yml", ".dockerignore", "libs", "a/**/*.ts", "a/**/*.ts/**"],
    b: ["b/**", "compose.yml", "**"],
    c: ["c/**", "compose.yml"],
  });
});

test("a base with ONBUILD takes the whole context", async () => {
  const files = {
    "compose.yml":
      "services:\n  base: { build: base, image: acme/base }\n  app: { build: { context: ., dockerfile: app/Dockerfile } }\n",
    "base/Dockerfile": "FROM node\nONBUILD COPY . /app\n",
    "app/Dockerfile": "FROM acme/base\n",
  };
  expect(await inputsOf(files)).toEqual({
    base: ["base/**", "compose.yml"],
    app: ["app/**", "compose.yml", "**"],
  });
});

test("images whose names are known only when they are built", async () => {
  const files = {
    "compose.yml": `services:
  base: { build: base, image: "\${REGISTRY}/acme/base:\${TAG}" }
  edge: { build: edge, image: acme/edge }
`,
    "base/Dockerfile": "FROM debian\n",
    "edge/Dockerfile": "ARG BASE\nFROM ${BASE}\n",
    "a/Dockerfile": "ARG REGISTRY\nFROM $REGISTRY/base\nFROM docker.io/acme/edge@sha256:00\n",
    "b/Dockerfile": "FROM ${BASE:-acme/edge:1}\nFROM node:${V}\n",
    "c/Dockerfile": "FROM node AS acme/edge\nFROM acme/edge\nCOPY --from=0 /x /\n",
  };
  expect((await outline(files, docker)).edges).toEqual([
    "a > base a/Dockerfile:2",
    "a > edge a/Dockerfile:3",
    "b > edge b/Dockerfile:1",
    "edge > base edge/Dockerfile:2",
  ]);
  expect(await warnings(files)).toEqual([
    "MANIFEST_UNRESOLVED edge/Dockerfile:2: what this image leads to is known only when it runs: every image that is built here is taken as its base. Spell it out to narrow this",
  ]);
});

test("contexts and Dockerfiles that are not there, or known only when it runs", async () => {
  const files = {
    "compose.yml": `services:
  gone: { build: gone }
  out: { build: ../out }
  env:
    build: "\${DIR}/x"
  ok:
    build: "\${A:-\${B:-app}}"
`,
    "docker-bake.hcl":
      'target "a" {\n  dockerfile = "x.Dockerfile"\n}\ntarget "b" {\n  context = "${missing}/b"\n}\ntarget "_args" {\n  args = { A = "1" }\n}\n',
    "app/Dockerfile": "",
  };
  const only =
    "leads to is known only when it runs: what is built in it is told by its Dockerfiles alone. Spell it out to narrow this";
  const next = "If that is generated, name its service in services.define";
  expect(await warnings(files)).toEqual([
    `MANIFEST_UNRESOLVED compose.yml:5: what this build context ${only}`,
    `MANIFEST_UNRESOLVED docker-bake.hcl:5: what this build ${only}`,
    `DOCKERFILE_MISSING compose.yml: "gone" is built with gone/Dockerfile, which is not in the repository. ${next}`,
    `DOCKERFILE_MISSING docker-bake.hcl: "a" is built with x.Dockerfile, which is not in the repository. ${next}`,
  ]);
  expect(await inputsOf(files)).toEqual({ app: ["app/**", "compose.yml"] });
});

const next = "Mend the file, or leave it out with services.exclude";
test("files that cannot be read", async () => {
  const files = {
    "a/compose.yml": "services:\n  a: [\n",
    "b/docker-bake.hcl": 'target "b" {\n',
    "c/docker-bake.json": "{",
    "d/docker-compose.prod.yaml": "services: !unknown {}\n",
    "e/compose.yaml": "- a\n",
    "e/compose.dev.yaml": "services:\n  a: 1\n  b: { build: [1], extends: 1 }\ninclude: { a: 1 }\n",
    "e/Dockerfile": "NOT A DOCKERFILE\n\u0000",
  };
  expect(await complaints(files, docker)).toEqual([
    "YAML_SYNTAX a/compose.yml: line 3, column 1: Flow sequence in block collection must be sufficiently indented and end with a ]\n  \n  ^",
    'YAML_TAG d/docker-compose.prod.yaml: line 1, column 20: the tag !unknown has no meaning here (known: !reference); text that begins with "!" needs quotes\n  services: !unknown {}\n                     ^',
    `MANIFEST_SYNTAX b/docker-bake.hcl:1:1: this block is never closed. ${next}`,
    `MANIFEST_SYNTAX c/docker-bake.json:1:2: the text ends too early. ${next}`,
  ]);
  const exclude = ["a", "b", "c", "d"];
  expect((await outline(files, { ...docker, exclude })).services).toEqual(["e e service docker"]);
});

test("names that are prototype keys, and images in a circle", async () => {
  const files = {
    "compose.yml":
      "services:\n  __proto__: { build: a, image: x/a }\n  constructor: { build: b, image: x/b }\n",
    "a/Dockerfile": "FROM x/b\n",
    "b/Dockerfile": "FROM x/a\n",
  };
  expect((await outline(files, docker)).edges).toEqual([
    "a > b a/Dockerfile:1",
    "b > a b/Dockerfile:1",
  ]);
});

test("whatever a Dockerfile says, its directory is a service", async () => {
  const piece = fc.constantFrom(
    "FROM ",
    "COPY ",
    "ADD ",
    "RUN ",
    "ONBUILD ",
    "ARG ",
    "--from=",
    "--mount=",
    "type=bind,source=",
    "[",
    "]",
    '"',
    "'",
    "\\",
    "\n",
    "\r\n",
    " ",
    "a",
    "../",
    "/",
    "*",
    "${",
    "}",
    "$",
    "<<EOF",
    "EOF",
    "#",
    "!",
    "{",
    ",",
    "# escape=`\n",
    "`",
    "=",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const files = { "a/Dockerfile": pieces.join(""), "a/a/a": "", "a/b": "", a: "" };
      const { services } = await workspaceOf(files, docker);
      expect(services).toMatchObject([{ root: "a", kind: "service" }]);
      expect(services[0]?.inputs).toContain("a/**");
    }),
    { numRuns: 300 },
  );
});
