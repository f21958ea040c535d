import { defineGenerator, type GeneratedService } from "../src/generate/define.ts";

interface Options {
  readonly image?: string;
  readonly dotnet?: string;
  readonly configuration?: string;
  readonly test?: boolean;
  readonly junit?: boolean;
  readonly coverage?: boolean;
}

/**
 * .NET projects whose file is called like their directory, and directories with a solution of
 * that name: `build`, and `test` where the project has a test framework.
 * Options: `image` (default: the pipeline's default), `dotnet` (the command), `configuration`
 * (default `Release`), `test` (whether there are tests; default: where the file names a
 * framework), `junit` and `coverage` (whether their reports are asked for; default: where the
 * project names the packages JunitXml.TestLogger and coverlet.collector, which they need).
 */
export default defineGenerator({
  name: "dotnet",
  when: (service) => projectOf(service) !== undefined,
  async jobs(service, ctx) {
    const file = projectOf(service) as string;
    const text = (await service.read(file)) ?? "";
    const options = ctx.options as Options;
    const { image, dotnet = "dotnet", configuration = "Release" } = options;
    const test = options.test ?? (/\.slnx?$/.test(file) || frameworks.test(text));
    const reports = {
      junit: options.junit ?? text.includes("JunitXml.TestLogger"),
      coverage: options.coverage ?? text.includes("coverlet.collector"),
    };
    const lock = "packages.lock.json";
    const locked = service.has(lock);
    const shared = {
      ...(image !== undefined && { image }),
      cache: {
        key: { files: [service.path(locked ? lock : file)], prefix: "dotnet" },
        paths: [".nuget-packages/"],
      },
      variables: { NUGET_PACKAGES: "$CI_PROJECT_DIR/.nuget-packages" },
      interruptible: true,
    };
    const restore = `${dotnet} restore${locked ? " --locked-mode" : ""}`;
    return {
      build: {
        ...shared,
        stage: "build",
        needs: ctx.needFromDependencies("build"),
        script: [
          'cd "$SERVICE_DIR"',
          restore,
          `${dotnet} build --no-restore --configuration ${configuration}`,
        ],
      },
      ...(test && {
        test: {
          ...shared,
          stage: "test",
          needs: [ctx.need("build"), ...ctx.needFromDependencies("build")],
          script: [
            'cd "$SERVICE_DIR"',
            restore,
            `${dotnet} test --no-restore --configuration ${configuration}${asked(reports)}`,
          ],
          ...reported(service, reports),
        },
      }),
    };
  },
});

const frameworks =
  /Microsoft\.NET\.Test\.Sdk|MSTest\.Sdk|xunit|NUnit|TUnit|<IsTestProject>\s*true/i;

interface Reports {
  readonly junit: boolean;
  readonly coverage: boolean;
}

const asked = ({ junit, coverage }: Reports): string =>
  [
    " --results-directory TestResults",
    junit ? ' --logger "junit;LogFileName={assembly}.junit.xml"' : "",
    coverage ? ' --collect "XPlat Code Coverage"' : "",
  ].join("");

/** Reports of tests that fail as well; without any, what dotnet writes is not kept. */
function reported(service: GeneratedService, { junit, coverage }: Reports) {
  if (!junit && !coverage) return {};
  return {
    artifacts: {
      when: "always" as const,
      reports: {
        ...(junit && { junit: service.pattern("TestResults/*.junit.xml") }),
        ...(coverage && {
          coverage_report: {
            coverage_format: "cobertura" as const,
            path: service.pattern("TestResults/*/coverage.cobertura.xml"),
          },
        }),
      },
    },
  };
}

/** The project's or solution's file, by the name of the directory or of the service. */
function projectOf(service: GeneratedService): string | undefined {
  const directory = service.root.slice(service.root.lastIndexOf("/") + 1);
  return [directory, service.name]
    .flatMap((name) =>
      ["csproj", "fsproj", "vbproj", "slnx", "sln"].map((ending) => `${name}.${ending}`),
    )
    .find((file) => service.has(file));
}
