import { defineGenerator } from "../src/generate/define.ts";

interface Options {
  readonly image?: string | false;
  readonly go?: string;
}

/**
 * Go modules: `build` compiles every package, `test` vets and tests them.
 * Options: `image` (default: golang of the version in go.mod; false: the pipeline's default) and
 * `go` (the command to call, default `go`).
 */
export default defineGenerator({
  name: "go",
  when: (service) => service.has("go.mod"),
  async jobs(service, ctx) {
    const wanted = /^go\s+(\d+\.\d+)/m.exec((await service.read("go.mod")) ?? "")?.[1];
    const { image = `golang:${wanted ?? "1"}`, go = "go" } = ctx.options as Options;
    const shared = {
      ...(image === false ? {} : { image }),
      cache: {
        key: { files: [service.path(service.has("go.sum") ? "go.sum" : "go.mod")], prefix: "go" },
        paths: [".go/pkg/mod/"],
      },
      variables: { GOPATH: "$CI_PROJECT_DIR/.go" },
      interruptible: true,
    };
    return {
      build: {
        ...shared,
        stage: "build",
        needs: ctx.needFromDependencies("build"),
        script: ['cd "$SERVICE_DIR"', `${go} build ./...`],
      },
      test: {
        ...shared,
        stage: "test",
        needs: [ctx.need("build"), ...ctx.needFromDependencies("build")],
        script: ['cd "$SERVICE_DIR"', `${go} vet ./...`, `${go} test ./...`],
      },
    };
  },
});
