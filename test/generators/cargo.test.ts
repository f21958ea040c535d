import { expect, test } from "vitest";
import { make } from "./making.ts";

const shared = (key: string) => ({
  image: "rust:1",
  cache: {
    key: { files: [key], prefix: "cargo" },
    paths: [".cargo-home/registry/", ".cargo-home/git/"],
  },
  variables: { CARGO_HOME: "$CI_PROJECT_DIR/.cargo-home" },
  interruptible: true,
});

test("a member of a Cargo workspace is built and tested by the lock file above", async () => {
  const files = { "rust/Cargo.lock": "", "rust/web/Cargo.toml": "" };
  expect(await make("cargo", files, {}, { root: "rust/web" })).toEqual({
    build: {
      ...shared("rust/Cargo.lock"),
      stage: "build",
      needs: ["every build"],
      script: ['cd "$SERVICE_DIR"', "cargo build --locked"],
    },
    test: {
      ...shared("rust/Cargo.lock"),
      stage: "test",
      needs: ["web:build", "every build"],
      script: ['cd "$SERVICE_DIR"', "cargo test --locked"],
    },
  });
});

test("at the top, with a lock file", async () => {
  const jobs = await make("cargo", { "Cargo.toml": "", "Cargo.lock": "" }, {}, { root: "." });
  expect(jobs?.build).toMatchObject(shared("Cargo.lock"));
});

test("without a lock file nothing is held to one", async () => {
  const root = "a b/$(x)";
  const jobs = await make("cargo", { [`${root}/Cargo.toml`]: "" }, {}, { root });
  expect(jobs?.build).toMatchObject(shared(`${root}/Cargo.toml`));
  expect(jobs?.test?.script).toEqual(['cd "$SERVICE_DIR"', "cargo test"]);
});

test("options name the command, leave out the image and add lint", async () => {
  const options = { image: false, cargo: "cargo +nightly", lint: true };
  const jobs = await make("cargo", { "web/Cargo.toml": "", "web/Cargo.lock": "" }, options);
  expect(jobs?.build).not.toHaveProperty("image");
  expect(jobs?.lint?.needs).toEqual([]);
  expect(jobs?.lint?.script.slice(1)).toEqual([
    "rustup component add clippy rustfmt",
    "cargo +nightly fmt --check",
    "cargo +nightly clippy --locked --all-targets -- --deny warnings",
  ]);
});

test("cargo is not for others", async () => {
  expect(await make("cargo", { "web/go.mod": "" })).toBeUndefined();
});
