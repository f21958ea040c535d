import { expandedNames, type Hash, isHash } from "../../model/index.ts";
import { isGiven, type Links, type Need } from "./links.ts";

/**
 * Whether a need brings artifacts: it does not refuse them, `dependencies` names the job or is not
 * there (GitLab: app/models/ci/build_dependencies.rb, `local`), and the needed job makes some.
 */
export const bringsArtifacts = (own: Links, need: Need, needed: Links): boolean =>
  need.artifacts &&
  (own.dependencies?.some(({ on }) => on === need.on) ?? true) &&
  makesArtifacts(needed, own);

/**
 * Whether a job makes something that another can take: files or variables, of which a trigger job
 * takes only the variables (docs: ci/pipelines/downstream_pipelines, dotenv). Other reports go to
 * GitLab alone.
 */
export function makesArtifacts({ config, job }: Links, taker: Links): boolean {
  const artifacts: Hash = isHash(config.artifacts) ? config.artifacts : {};
  const { paths, untracked, reports } = artifacts;
  if (isHash(reports) && isGiven(reports.dotenv)) return true;
  if (taker.job.kind === "trigger") return false;
  if (isGiven(paths) || untracked === true) return true;
  // GitLab adds what a Pages job publishes to its artifacts.
  return job.name === "pages" ? config.pages !== false : Boolean(config.pages);
}

/**
 * The names by which a job of another pipeline downloads these artifacts; none where that could
 * fail or mean another job. GitLab takes a job only by its full name, with variables replaced in
 * it, and the download fails when that job is not there (the same file, `cross_pipeline`).
 */
export function downloadNames(need: Need, needed: Links): readonly string[] {
  if (need.optional && needed.conditional) return [];
  const { name } = needed.job;
  const names = namesOf(need, name, needed.config.parallel);
  return names.some((each) => each.includes("$")) ? [] : names;
}

function namesOf(need: Need, job: string, parallel: unknown): readonly string[] {
  if (need.name !== job || !isGiven(parallel)) return [need.name];
  const chosen = need.parallel ?? parallel;
  // The matrix of the job itself fills this in, so it is another job each time.
  return JSON.stringify(chosen).includes("$[[") ? [] : expandedNames(job, chosen);
}
