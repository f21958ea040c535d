import { expect, test } from "vitest";
import { make } from "./making.ts";

test("a project is built and tested by the wrapper at the top", async () => {
  const shared = {
    image: "gradle:8-jdk21",
    cache: {
      key: { files: ["web/gradle.lockfile", "gradle/libs.versions.toml"], prefix: "gradle" },
      paths: [".gradle-home/caches/", ".gradle-home/wrapper/"],
    },
    variables: { GRADLE_USER_HOME: "$CI_PROJECT_DIR/.gradle-home" },
    interruptible: true,
  };
  const files = {
    gradlew: "",
    "gradle/libs.versions.toml": "",
    "web/build.gradle.kts": "",
    "web/gradle.lockfile": "",
  };
  expect(await make("gradle", files)).toEqual({
    build: {
      ...shared,
      stage: "build",
      needs: ["every build"],
      script: ['cd "$SERVICE_DIR"', 'sh "$CI_PROJECT_DIR"/gradlew --no-daemon assemble'],
      artifacts: { paths: ["web/build/libs/"], expire_in: "1 day" },
    },
    test: {
      ...shared,
      stage: "test",
      needs: ["web:build", "every build"],
      script: ['cd "$SERVICE_DIR"', 'sh "$CI_PROJECT_DIR"/gradlew --no-daemon test'],
      artifacts: {
        when: "always",
        reports: { junit: "web/build/test-results/**/TEST-*.xml" },
      },
    },
  });
});

test("without wrapper and lock file, at the top", async () => {
  const jobs = await make("gradle", { "build.gradle": "" }, {}, { root: "." });
  expect(jobs?.test?.cache).toMatchObject({ key: { files: ["build.gradle"] } });
  expect(jobs?.test?.script[1]).toBe("gradle --no-daemon test");
});

test("a wrapper in a directory with odd characters is quoted", async () => {
  const root = "a b/$(x)";
  const files = { "a b/gradlew": "", [`${root}/build.gradle`]: "" };
  const jobs = await make("gradle", files, {}, { root });
  expect(jobs?.test?.script[1]).toBe("sh \"$CI_PROJECT_DIR\"/'a b'/gradlew --no-daemon test");
  expect(jobs?.build?.artifacts).toMatchObject({ paths: ["a?b/??x?/build/libs/"] });
});

test("options name the command, leave out the image and add coverage", async () => {
  const options = { image: false, gradle: "gradle --offline", coverage: true };
  const jobs = await make("gradle", { "web/build.gradle": "" }, options);
  expect(jobs?.test).not.toHaveProperty("image");
  expect(jobs?.test?.script[1]).toBe("gradle --offline --no-daemon test jacocoTestReport");
  expect(jobs?.test?.artifacts).toMatchObject({
    reports: {
      coverage_report: {
        coverage_format: "jacoco",
        path: "web/build/reports/jacoco/test/jacocoTestReport.xml",
      },
    },
  });
});

test("gradle is not for others", async () => {
  expect(await make("gradle", { "web/settings.gradle": "" })).toBeUndefined();
});
