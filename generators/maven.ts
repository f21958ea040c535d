import { defineGenerator, type GeneratedService, shellQuote } from "../src/generate/define.ts";

interface Options {
  readonly image?: string | false;
  readonly maven?: string;
  readonly root?: string;
  readonly coverage?: boolean;
}

/**
 * Maven projects: `build` packages without tests, `test` runs `verify` with JUnit reports. A
 * module is built from its root, with the modules that it depends on.
 * Options: `image` (default maven; false: the pipeline's default), `maven` (the command, default
 * `mvnw` where there is one above, else `mvn`), `root` (the directory whose pom.xml lists the
 * module; default: where `mvnw` is, for a pom.xml with a parent) and `coverage` (whether the
 * build writes JaCoCo's report; default: where the pom.xml names its plugin).
 */
export default defineGenerator({
  name: "maven",
  when: (service) => service.has("pom.xml"),
  async jobs(service, ctx) {
    const pom = (await service.read("pom.xml")) ?? "";
    const options = ctx.options as Options;
    const { image = "maven:3", coverage = pom.includes("jacoco-maven-plugin") } = options;
    const root = options.root ?? rootOf(service, pom);
    const poms = [root === "." ? "pom.xml" : `${root}/pom.xml`, service.path("pom.xml")];
    const run = (phase: string) => script(service, root, options.maven, phase);
    const shared = {
      ...(image !== false && { image }),
      cache: {
        key: { files: [...new Set(poms)], prefix: "maven" },
        paths: [".m2/repository/"],
      },
      variables: { MAVEN_OPTS: "-Dmaven.repo.local=$CI_PROJECT_DIR/.m2/repository" },
      interruptible: true,
    };
    return {
      build: {
        ...shared,
        stage: "build",
        needs: ctx.needFromDependencies("build"),
        script: run("package -DskipTests"),
        artifacts: {
          paths: ["jar", "war", "ear"].map((ending) => service.pattern(`target/*.${ending}`)),
          expire_in: "1 day",
        },
      },
      test: {
        ...shared,
        stage: "test",
        needs: [ctx.need("build"), ...ctx.needFromDependencies("build")],
        script: run("verify"),
        artifacts: {
          when: "always",
          reports: {
            junit: ["surefire", "failsafe"].map((plugin) =>
              service.pattern(`target/${plugin}-reports/TEST-*.xml`),
            ),
            ...(coverage && {
              coverage_report: {
                coverage_format: "jacoco",
                path: service.pattern("target/site/jacoco/jacoco.xml"),
              },
            }),
          },
        },
      },
    };
  },
});

/** A module has a parent, and the wrapper lies beside the pom.xml that lists the modules. */
const rootOf = (service: GeneratedService, pom: string): string =>
  (pom.includes("<parent>") ? service.nearest("mvnw") : undefined) ?? service.root;

/** From the root a module is named by its directory, which `SERVICE_DIR` tells. */
function script(
  service: GeneratedService,
  root: string,
  maven: string | undefined,
  phase: string,
): string[] {
  const wrapper = service.nearest("mvnw");
  const up = wrapper === undefined || wrapper === "." ? "" : `/${shellQuote(wrapper)}`;
  const command = maven ?? (wrapper === undefined ? "mvn" : `sh "$CI_PROJECT_DIR"${up}/mvnw`);
  if (root === service.root) return ['cd "$SERVICE_DIR"', `${command} --batch-mode ${phase}`];
  const module = root === "." ? "$SERVICE_DIR" : `\${SERVICE_DIR#${shellQuote(root)}/}`;
  const narrowed = `${command} --batch-mode --projects "./${module}" --also-make ${phase}`;
  return root === "." ? [narrowed] : [`cd ${shellQuote(root)}`, narrowed];
}
