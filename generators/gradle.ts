import { defineGenerator, type GeneratedService, shellQuote } from "../src/generate/define.ts";

interface Options {
  readonly image?: string | false;
  readonly gradle?: string;
  readonly coverage?: boolean;
}

/**
 * Gradle projects: `build` assembles, `test` runs the tests of this project alone with JUnit
 * reports. Options: `image` (default gradle; false: the pipeline's default), `gradle` (the
 * command, default `gradlew` where there is one above, else `gradle`) and `coverage` (runs
 * `jacocoTestReport` as well, whose XML report must be switched on in the build).
 */
export default defineGenerator({
  name: "gradle",
  when: (service) => buildFiles.some((file) => service.has(file)),
  jobs(service, ctx) {
    const options = ctx.options as Options;
    const { image = "gradle:8-jdk21", coverage = false } = options;
    const run = (tasks: string) => [
      'cd "$SERVICE_DIR"',
      `${options.gradle ?? commandOf(service)} --no-daemon ${tasks}`,
    ];
    const shared = {
      ...(image !== false && { image }),
      cache: {
        key: { files: keyFiles(service), prefix: "gradle" },
        paths: [".gradle-home/caches/", ".gradle-home/wrapper/"],
      },
      variables: { GRADLE_USER_HOME: "$CI_PROJECT_DIR/.gradle-home" },
      interruptible: true,
    };
    return {
      build: {
        ...shared,
        stage: "build",
        needs: ctx.needFromDependencies("build"),
        script: run("assemble"),
        artifacts: { paths: [service.pattern("build/libs/")], expire_in: "1 day" },
      },
      test: {
        ...shared,
        stage: "test",
        needs: [ctx.need("build"), ...ctx.needFromDependencies("build")],
        script: run(coverage ? "test jacocoTestReport" : "test"),
        artifacts: {
          when: "always",
          reports: {
            junit: service.pattern("build/test-results/**/TEST-*.xml"),
            ...(coverage && {
              coverage_report: {
                coverage_format: "jacoco",
                path: service.pattern("build/reports/jacoco/test/jacocoTestReport.xml"),
              },
            }),
          },
        },
      },
    };
  },
});

const buildFiles = ["build.gradle.kts", "build.gradle"];

function commandOf(service: GeneratedService): string {
  const directory = service.nearest("gradlew");
  if (directory === undefined) return "gradle";
  return `sh "$CI_PROJECT_DIR"${directory === "." ? "" : `/${shellQuote(directory)}`}/gradlew`;
}

/** Its lock file, else its build file; and the catalogue of versions, where there is one. */
function keyFiles(service: GeneratedService): string[] {
  const own = ["gradle.lockfile", ...buildFiles].find((file) => service.has(file)) as string;
  const catalogue = "gradle/libs.versions.toml";
  const above = service.nearest(catalogue);
  if (above === undefined) return [service.path(own)];
  return [service.path(own), above === "." ? catalogue : `${above}/${catalogue}`];
}
