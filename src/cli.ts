import { resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { type Begun, begin, inDirectory } from "./begin.ts";
import { adminCommands } from "./cli-admin.ts";
import { pipelineCommands } from "./cli-pipelines.ts";
import { reportCommands } from "./cli-reports.ts";
import { type ExitCode, found, sentence, UserError } from "./diagnostics/index.ts";
import type { Io } from "./io.ts";
import {
  commonOptions,
  defaultOptions,
  generateOptions,
  type OptionName,
  type OptionSpec,
  type Options,
  optionTable,
} from "./options.ts";
import { version } from "./version.ts";

/** A command: options in, exit code out. One file each under commands/, loaded when called. */
export type Run = (options: Options, io: Io, begun: Begun) => Promise<ExitCode>;

type CommandSpec = Described &
  (
    | { readonly compares?: true; readonly load: () => Promise<Run> }
    /** Nothing is compared with a base: nothing of git is started for it. */
    | { readonly compares: false; readonly load: () => Promise<RunAlone> }
  );

/** A command that wants nothing of git before it runs. */
type RunAlone = (options: Options, io: Io) => Promise<ExitCode>;

interface Described {
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** What it wants without a flag, as help shows it; its value is `Options.name`. */
  readonly argument?: { readonly shown: string; readonly help: string };
  /** Options without their default: "" where they are not given. */
  readonly bare?: readonly OptionName[];
  /** What its options mean to those who compare; as they are unless told. */
  readonly means?: (options: Options) => Options;
  /** What common options mean for it; `false`: nothing, so that help leaves them out. */
  readonly help?: Partial<Record<OptionName, string | false>>;
}

const commands: Record<string, CommandSpec> = {
  generate: {
    summary: "write the child pipeline of this change",
    options: generateOptions,
    load: async () => (await import("./commands/generate.ts")).generate,
  },
  affected: {
    summary: "list the services that this change affects, and why",
    options: ["tree"],
    load: async () => (await import("./commands/affected.ts")).affected,
  },
  explain: {
    summary: "tell why a service or a job is in the pipeline, or why not",
    options: [],
    argument: { shown: "<service or job>", help: "its name, such as web or web:test" },
    load: async () => (await import("./commands/explain.ts")).explain,
  },
  lint: {
    summary: "say what GitLab would say of a configuration, and what it does not tell",
    options: ["format", "strict", "fix", "child", "map"],
    argument: { shown: "[files...]", help: "configurations (default: .gitlab-ci.yml)" },
    help: {
      all: "lint the children that fanout generate would write as if every service were affected",
      services: "the same for exactly these services (comma separated)",
      ...{ source: false, upstream: false, quiet: false, verbose: false },
    },
    load: async () => (await import("./commands/lint.ts")).lint,
  },
  simulate: {
    summary: "tell which jobs GitLab would create in a situation; --all: in every one",
    options: ["as", "ref", "var", "changed", "map"],
    argument: { shown: "[file]", help: "a configuration (default: .gitlab-ci.yml)" },
    help: {
      all: "show every situation, as a table",
      services: "take exactly these services as affected in generated children (comma separated)",
      quiet: "do not say what is looked at",
      verbose: "list what is left out as well, and why",
      source: false,
      upstream: false,
    },
    load: async () => (await import("./commands/simulate.ts")).simulate,
  },
  preview: {
    summary: "show the child pipeline without writing it",
    options: [
      ...(["service", "stage", "affectedOnly", "as", "watch"] as const),
      ...(["html", "serve", "markdown", "mermaid", "run", "shell", "var"] as const),
    ],
    load: async () => (await import("./commands/preview.ts")).preview,
  },
  diff: {
    summary: "show what a change does to the pipeline, job by job",
    options: ["from", "to", "allServices", "markdown", "html", "exitCode"],
    means: sides,
    load: async () => (await import("./commands/diff.ts")).diff,
  },
  ...pipelineCommands,
  ...reportCommands,
  ...adminCommands,
};

const exitHelp = `
Exit codes: 0 done; 1 findings, or a downstream pipeline failed; 2 usage or configuration;
3 git or base; 4 a GitLab limit; 5 GitLab's API; 70 a bug in fanout; 130, 143 interrupted.
Results go to stdout, everything else to stderr.`;

/** Runs one command line (without node and script) in the given world; gives the exit code. */
export async function cli(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = new Command("fanout")
    .description("Turns a git diff in a monorepo into the exact GitLab child pipeline for it.")
    .version(version, "-V, --version", "print the version")
    .helpCommand("help [command]", "explain one command")
    .helpOption("-h, --help", "explain the command")
    .addHelpText("after", exitHelp)
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showSuggestionAfterError()
    .exitOverride();
  for (const [name, spec] of Object.entries(commands)) {
    const command = program
      .command(name)
      .description(spec.summary)
      .helpOption("-h, --help", "explain the command")
      .showHelpAfterError(`Run \`fanout ${name} --help\` for its options.`)
      .configureHelp({ helpWidth: io.terminal.columns ?? 100 })
      .allowExcessArguments(false)
      .action(async (...called: unknown[]) => {
        // Commander hands over the argument, where there is one, then the options.
        const [name, values] = spec.argument ? called : [undefined, called[0]];
        const named =
          typeof name === "string" ? { name } : Array.isArray(name) ? { names: name } : {};
        const none = Object.fromEntries((spec.bare ?? []).map((each) => [each, ""]));
        const given = { ...defaultOptions, ...none, ...valued(values as object), ...named };
        const options = spec.means?.(given) ?? given;
        exit = await execute(spec, options, settle(io, options));
      });
    if (spec.argument) command.argument(spec.argument.shown, spec.argument.help);
    for (const option of [...spec.options, ...commonOptions]) {
      const bare = spec.bare?.includes(option);
      command.addOption(declare(option, spec.help?.[option], bare));
    }
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return exit;
  } catch (error) {
    return complain(error, io);
  }
}

/** For those that compare, git is at work while their code is loaded. */
async function execute(spec: CommandSpec, options: Options, io: Io): Promise<ExitCode> {
  if (spec.compares === false) {
    const run = await spec.load();
    return run(options, io);
  }
  const begun = begin(options, io);
  await begun.started;
  const run = await spec.load();
  return run(options, io, begun);
}

/** `--from` and `--to` are the base and the head; all services are compared with a base as well. */
function sides({ from, to, all, ...rest }: Options): Options {
  const { base, head, allServices } = rest;
  const both = { from, to, base: from ?? base, head: to ?? head };
  return { ...rest, ...both, all: false, allServices: all || allServices };
}

/** Values as the table types them; commander says `true` where a value may follow and none does. */
const valued = (values: object): Partial<Options> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const { type }: OptionSpec = optionTable[name as OptionName];
      if (value !== true || type === "boolean") return [name, value];
      return [name, type === "string" ? "" : []];
    }),
  );

function declare(name: OptionName, help: string | false | undefined, bare = false): Option {
  const spec: OptionSpec = optionTable[name];
  const option = new Option(spec.flag, help || spec.help).hideHelp(help === false);
  if (typeof spec.default === "string" && !bare) option.default(spec.default);
  if (spec.choices) option.choices(spec.choices);
  if (spec.type === "list") {
    option.argParser((text: string) =>
      text
        .split(",")
        .map((item) => item.trim())
        .filter(Boolean),
    );
  }
  if (spec.type === "pairs" || spec.type === "words") {
    option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
  }
  return option;
}

/** The world as the common options want it. */
function settle(io: Io, options: Options): Io {
  const color = options.color && io.terminal.color;
  const here = inDirectory(io, options.cwd);
  const cache = options.cacheDir === undefined ? undefined : resolve(here.cwd, options.cacheDir);
  return { ...here, terminal: { ...io.terminal, color }, ...(cache && { cache }) };
}

/**
 * One clear message for every failure; a stack only for what we did not foresee. No token stands
 * in either.
 */
async function complain(error: unknown, open: Io): Promise<ExitCode> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { guarded, holdAll } = await import("./gitlab/index.ts");
  const io = guarded(open);
  if (error instanceof UserError) {
    for (const diagnostic of error.diagnostics) {
      io.err(`${diagnostic.severity}: ${sentence(diagnostic)}\n`);
    }
    return error.exit;
  }
  holdAll(open);
  const stack = error instanceof Error ? error.stack : String(error);
  io.err(`error: ${sentence(found("BUG", [], {}))}\n${stack}\n`);
  return 70;
}
