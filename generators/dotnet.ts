import { defineGenerator, type GeneratedService, shellQuote } from "../src/generate/define.ts";

interface Options {
  readonly image?: string;
  readonly dotnet?: string;
  readonly configuration?: string;
  readonly test?: boolean;
  readonly junit?: boolean;
  readonly coverage?: boolean;
}

/**
 * Directories with project files of .NET, or with a solution: `build`, and `test` where a project
 * has a test framework.
 * Options: `image` (default: the pipeline's default), `dotnet` (the command), `configuration`
 * (default `Release`), `test` (whether there are tests; default: where a project names a
 * framework), `junit` and `coverage` (whether their reports are asked for; default: where a
 * project names the packages JunitXml.TestLogger and coverlet.collector, which they need).
 */
export default defineGenerator({
  name: "dotnet",
  when: (service) => targetsOf(service).files.length > 0,
  async jobs(service, ctx) {
    const { files, words } = targetsOf(service);
    const text = (await Promise.all(files.map((file) => service.read(file)))).join("\n");
    const options = ctx.options as Options;
    const { image, dotnet = "dotnet", configuration = "Release" } = options;
    const test = options.test ?? (isSolution(files[0] ?? "") || frameworks.test(text));
    const reports = {
      junit: options.junit ?? text.includes("JunitXml.TestLogger"),
      coverage: options.coverage ?? text.includes("coverlet.collector"),
    };
    const lock = "packages.lock.json";
    const locked = service.has(lock);
    const keyed = locked ? [lock] : files.slice(0, keyFiles);
    const shared = {
      ...(image !== undefined && { image }),
      cache: {
        key: { files: keyed.map(service.path), prefix: "dotnet" },
        paths: [".nuget-packages/"],
      },
      variables: { NUGET_PACKAGES: "$CI_PROJECT_DIR/.nuget-packages" },
      interruptible: true,
    };
    const each = (command: string, rest: string) =>
      words.map((word) => `${dotnet} ${command}${word}${rest}`);
    const restore = each("restore", locked ? " --locked-mode" : "");
    return {
      build: {
        ...shared,
        stage: "build",
        needs: ctx.needFromDependencies("build"),
        script: [
          'cd "$SERVICE_DIR"',
          ...restore,
          ...each("build", ` --no-restore --configuration ${configuration}`),
        ],
      },
      ...(test && {
        test: {
          ...shared,
          stage: "test",
          needs: [ctx.need("build"), ...ctx.needFromDependencies("build")],
          script: [
            'cd "$SERVICE_DIR"',
            ...restore,
            ...each("test", ` --no-restore --configuration ${configuration}${asked(reports)}`),
          ],
          ...reported(service, reports),
        },
      }),
    };
  },
});

/** As many files as GitLab takes for a key (entry/files.rb). */
const keyFiles = 2;

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

const isSolution = (file: string) => /\.slnx?$/.test(file);

/**
 * The files to build: all projects of the directory, or its solutions where it has none. `words`
 * are what the commands are told: nothing where dotnet finds the one file by itself.
 */
function targetsOf(service: GeneratedService) {
  const projects = service.files().filter((file) => /\.(cs|fs|vb)proj$/.test(file));
  const solutions = service.files().filter(isSolution);
  const files = projects.length > 0 ? projects : solutions;
  const alone = projects.length + solutions.length === 1;
  return { files, words: alone ? [""] : files.map((file) => ` ${shellQuote(`./${file}`)}`) };
}
