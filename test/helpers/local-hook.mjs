/**
 * Teaches gitlab-ci-local 4.65 about dynamic child pipelines. Loaded before it:
 *
 *     node --import ./test/helpers/local-hook.mjs node_modules/gitlab-ci-local/src/index.js ...
 *
 * What it does as GitLab does:
 * - `include: [{artifact, job}]` takes the file from the artifacts of a finished job of the pipeline
 *   that the trigger job is in; also inside a child, at its place among other includes.
 * - The files of one `trigger:include` are merged deeply; a file that is missing or empty, a child
 *   that cannot be read and one without jobs fail the trigger job. With a strategy, a failed child
 *   does so too.
 * - The child gets the YAML variables of its trigger job, cells of a matrix and `inherit` included,
 *   expanded here, and what `forward` says. The `CI_...` that the caller gave are GitLab's own, and
 *   so the same in a child, but for CI_PIPELINE_SOURCE.
 * - Each child has a state of its own, with a pipeline id and a copy of the fetched includes.
 *
 * All jobs still share one working directory, `needs:pipeline` and `workflow` mean nothing, a child
 * without a strategy is waited for, and `$$` of a variable stays escaped in a child. So a run proves
 * that files work together, not that GitLab accepts them.
 *
 * Into the file `$FANOUT_TEST_ROWS` goes one line of JSON a job, in the order of their ends and the
 * skipped ones last in their pipeline: `{ pipeline: string[], job, status, when }`. `pipeline` holds
 * the names of the trigger jobs from the top; `status` is success, warning, failed or skipped; what
 * its rules leave out has `when: "never"`. Names are written as GitLab writes them.
 */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, normalize } from "node:path";
import { Executor } from "gitlab-ci-local/src/executor.js";
import { handler } from "gitlab-ci-local/src/handler.js";
import { Job } from "gitlab-ci-local/src/job.js";
import { Parser } from "gitlab-ci-local/src/parser.js";
import { ParserIncludes } from "gitlab-ci-local/src/parser-includes.js";
import { Utils } from "gitlab-ci-local/src/utils.js";
import { expandIn, forwarded, nameOf } from "./local-jobs.mjs";

/**
 * The pipelines of this run, by state directory. `path` holds trigger jobs, `given` the variables
 * that it was started with, `context` those of GitLab's own, `jobs` is filled when it begins.
 */
const pipelines = new Map();

/** The pipeline that runs with these arguments; one that nobody started is the topmost. */
function pipelineOf(argv) {
  if (!pipelines.has(argv.stateDir)) pipelines.set(argv.stateDir, topmost(argv));
  return pipelines.get(argv.stateDir);
}

function topmost({ cwd, stateDir, variable }) {
  const isContext = (name) => /^CI_(?!JOB_|PIPELINE_)/.test(name);
  const pick = (wanted) =>
    Object.fromEntries(Object.entries(variable).filter(([name]) => wanted(name)));
  return {
    path: [],
    parent: undefined,
    state: join(cwd, stateDir),
    given: pick((name) => !name.startsWith("CI_")),
    context: pick(isContext),
    jobs: [],
  };
}

// Includes.

const isArtifact = (entry) => entry?.artifact !== undefined;

/** The path of a file in the artifacts of a finished job; throws where GitLab finds none. */
function artifactFile({ artifact, job }, pipeline) {
  if (!pipeline) throw new Error(`${artifact}: only a child can include artifacts`);
  const maker = pipeline.jobs.find((candidate) => candidate.finished && nameOf(candidate) === job);
  const directory = maker && join(pipeline.state, "artifacts", Utils.safeDockerString(maker.name));
  if (!directory || !existsSync(directory)) throw new Error(`job ${job} has left no artifacts`);
  const file = join(directory, artifact);
  if (artifact !== normalize(artifact) || !existsSync(file)) {
    throw new Error(`${artifact} is not among the artifacts of ${job}`);
  }
  if (!/\.ya?ml$/.test(artifact)) throw new Error(`${artifact} does not end as a YAML file does`);
  if (readFileSync(file, "utf8").trim() === "") throw new Error(`${artifact} of ${job} is empty`);
  return file;
}

function isRuledOut({ rules }, { argv, cwd, variables, gitData }) {
  if (!rules) return false;
  return Utils.getRulesResult({ argv, cwd, rules, variables }, gitData).when === "never";
}

async function loadArtifact(entry, options) {
  if (isRuledOut(entry, options)) return [];
  const file = artifactFile(entry, pipelineOf(options.argv).parent);
  const inputs = entry.inputs ?? {};
  const data = await Parser.loadYaml(file, { inputs }, options.expandVariables);
  return ParserIncludes.init(data, options);
}

const ownInit = ParserIncludes.init;

/** What gitlab-ci-local loads for one entry; the file made up for it does not count as one. */
async function loadOther(entry, options) {
  ParserIncludes.count -= 1;
  return (await ownInit.call(ParserIncludes, { include: [entry] }, options)).slice(0, -1);
}

ParserIncludes.init = async (data, options) => {
  const entries = [data?.include ?? []].flat();
  if (!entries.some(isArtifact)) return ownInit.call(ParserIncludes, data, options);
  const { include, ...own } = data;
  const parts = [];
  for (const entry of entries) {
    const load = isArtifact(entry) ? loadArtifact : loadOther;
    parts.push(...(await load(entry, options)));
  }
  return [...parts, ...(await ownInit.call(ParserIncludes, own, options))];
};

// Trigger jobs.

function childOf(job) {
  const parent = pipelineOf(job.argv);
  const stateDir = join(job.argv.stateDir, "pipelines", Utils.safeDockerString(job.name));
  const child = {
    path: [...parent.path, nameOf(job)],
    parent,
    state: join(job.argv.cwd, stateDir),
    given: forwarded(job, parent.given),
    context: parent.context,
    jobs: [],
  };
  pipelines.set(stateDir, child);
  return { child, stateDir };
}

/** Writes the file that includes all that the trigger job names, and what the child starts from. */
function prepare(job, { state, parent }) {
  rmSync(state, { recursive: true, force: true });
  mkdirSync(state, { recursive: true });
  const fetched = join(parent.state, "includes");
  if (existsSync(fetched)) cpSync(fetched, join(state, "includes"), { recursive: true });
  writeFileSync(join(state, "state.yml"), `pipelineIid: ${pipelines.size}\n`);
  const expand = expandIn(job);
  const include = [job.trigger.include].flat().map((entry) => {
    const { local, ...other } = typeof entry === "string" ? { local: entry } : entry;
    return local === undefined ? other : { ...other, local: expand(local) };
  });
  writeFileSync(join(state, "child.yml"), JSON.stringify({ include }));
}

/** The arguments of gitlab-ci-local for a child. */
function argumentsFor(job, { path, given, context }, stateDir) {
  const own = { GCL_TRIGGERER: path.join(" -> "), CI_PIPELINE_SOURCE: "parent_pipeline" };
  const variables = { ...context, ...given, ...own };
  return {
    ...Object.fromEntries(job.argv.map),
    file: join(stateDir, "child.yml"),
    stateDir,
    variable: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
  };
}

/** Runs the child of a trigger job; why that job fails, if it does. */
async function runChild(job) {
  const { child, stateDir } = childOf(job);
  const { argv, trigger, writeStreams } = job;
  try {
    prepare(job, child);
    const given = argumentsFor(job, child, stateDir);
    await handler(given, writeStreams, [], argv.childPipelineDepth + 1);
  } catch (error) {
    return `the child could not be run: ${error.message}`;
  }
  const started = child.jobs.filter((one) => one.started);
  if (trigger.strategy && started.some((one) => one.jobStatus === "failed")) {
    return "the child has failed";
  }
  if (trigger.strategy === "depend" && started.length === 0) return "the child was skipped";
  return undefined;
}

async function startTrigger(job) {
  const failure = job.trigger.include ? await runChild(job) : undefined;
  if (failure) job.writeStreams.stderr(`${nameOf(job)}: ${failure}\n`);
  const output = join(job.argv.cwd, job.argv.stateDir, "output");
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, `${job.safeJobName}.log`), failure ?? "");
  job._prescriptsExitCode = failure === undefined ? 0 : 1;
}

// Running and telling.

function tell(job) {
  const file = process.env.FANOUT_TEST_ROWS;
  if (file === undefined) return;
  const { path } = pipelineOf(job.argv);
  const status = job.started ? job.jobStatus : "skipped";
  const row = { pipeline: path, job: nameOf(job), status, when: job.when };
  appendFileSync(file, `${JSON.stringify(row)}\n`);
}

const ownStart = Job.prototype.start;

Job.prototype.start = async function () {
  await (this.trigger ? startTrigger(this) : ownStart.call(this));
  tell(this);
};

const isReal = (job) => job.when !== "never" && job.stage !== ".pre" && job.stage !== ".post";
const ownLoop = Executor.runLoop;

Executor.runLoop = async (argv, jobs, ...more) => {
  if (!jobs.some(isReal)) throw new Error("the pipeline has no jobs");
  pipelineOf(argv).jobs = jobs;
  try {
    await ownLoop.call(Executor, argv, jobs, ...more);
  } finally {
    for (const job of jobs) if (!job.started) tell(job);
  }
};

// A copy of all files for containers, of which there are none; a child would race with its siblings.
const ownCopy = Utils.rsyncTrackedFiles;
Utils.rsyncTrackedFiles = (cwd, stateDir, target) =>
  target === ".docker" ? Promise.resolve({}) : ownCopy.call(Utils, cwd, stateDir, target);
