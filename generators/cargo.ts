import { defineGenerator } from "../src/generate/define.ts";

interface Options {
  readonly image?: string | false;
  readonly cargo?: string;
  readonly lint?: boolean;
}

/**
 * Cargo packages: `build` and `test` of the package alone, by the lock file where there is one.
 * Options: `image` (default rust; false: the pipeline's default), `cargo` (the command to call,
 * default `cargo`) and `lint` (rustfmt and clippy, which the default image must fetch first).
 */
export default defineGenerator({
  name: "cargo",
  when: (service) => service.has("Cargo.toml"),
  jobs(service, ctx) {
    const { image = "rust:1", cargo = "cargo", lint = false } = ctx.options as Options;
    const above = service.nearest("Cargo.lock");
    const lock = above === undefined || above === "." ? "Cargo.lock" : `${above}/Cargo.lock`;
    const locked = above === undefined ? "" : " --locked";
    const shared = {
      ...(image !== false && { image }),
      cache: {
        key: {
          files: [above === undefined ? service.path("Cargo.toml") : lock],
          prefix: "cargo",
        },
        paths: [".cargo-home/registry/", ".cargo-home/git/"],
      },
      variables: { CARGO_HOME: "$CI_PROJECT_DIR/.cargo-home" },
      interruptible: true,
    };
    return {
      build: {
        ...shared,
        stage: "build",
        needs: ctx.needFromDependencies("build"),
        script: ['cd "$SERVICE_DIR"', `${cargo} build${locked}`],
      },
      ...(lint && {
        lint: {
          ...shared,
          stage: "test",
          needs: [],
          script: [
            'cd "$SERVICE_DIR"',
            "rustup component add clippy rustfmt",
            `${cargo} fmt --check`,
            `${cargo} clippy${locked} --all-targets -- --deny warnings`,
          ],
        },
      }),
      test: {
        ...shared,
        stage: "test",
        needs: [ctx.need("build"), ...ctx.needFromDependencies("build")],
        script: ['cd "$SERVICE_DIR"', `${cargo} test${locked}`],
      },
    };
  },
});
