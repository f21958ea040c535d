import { levelIn } from "./access.ts";
import { type Reply, reply } from "./http.ts";
import { createPipeline, nextPlan } from "./make.ts";
import { type Job, levels, type Pipeline, type Project, type Token, type World } from "./types.ts";

export interface Order {
  readonly project: Project;
  readonly token: Token;
  readonly ref: string;
  readonly source: "trigger" | "pipeline" | "api";
  readonly variables: Pipeline["variables"];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly upstream?: Job | undefined;
}

const base = (text: string) => reply(400, { message: { base: [text] } });

/**
 * Creates a pipeline, or gives GitLab's refusal: the texts of lib/gitlab/ci/pipeline/chain, in the
 * order of its steps.
 */
export function order(world: World, asked: Order): Pipeline | Reply {
  const { project, token, inputs, variables } = asked;
  const level = levelIn(token, project);
  const role = project.variablesRole;
  const may = role !== "no_one_allowed" && level >= levels[role];
  // The file TRIGGER_PAYLOAD is exempt.
  if (!may && variables.some(({ key }) => key !== "TRIGGER_PAYLOAD")) {
    return base("Insufficient permissions to set pipeline variables");
  }
  const doubles = doubled(variables.map(({ key }) => key));
  if (doubles.length > 0) {
    return base(`Duplicate variable name${doubles.length > 1 ? "s" : ""}: ${doubles.join(", ")}`);
  }
  if (!project.pipelinesEnabled) return base("Pipelines are disabled!");
  if (level < levels.developer) return base("Insufficient permissions to create a new pipeline");
  const found = resolve(project, asked.ref);
  if ("status" in found) return found;
  const guards = found.tag ? project.protectedTags : project.protectedBranches;
  const needed = guards.get(found.ref);
  if (needed && level < levels[needed]) {
    return base(
      `You do not have sufficient permission to run a pipeline on '${found.ref}'. Please select a different branch or contact your administrator for assistance. `,
    );
  }
  if (tooMany(world, asked, found.sha)) {
    return base("Too many pipelines created in the last minute. Try again later.");
  }
  if (!project.configuration) return base("Missing CI config file");
  if (Object.keys(inputs).length > 20) return base("There cannot be more than 20 inputs");
  return made(world, asked, found);
}

/** What stands more than once, each once. */
const doubled = (names: readonly string[]) => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
];

interface Found {
  readonly ref: string;
  readonly tag: boolean;
  readonly sha: string;
}

/** A branch, a tag, or the one that is named in full; a commit id is none of these. `""` is no commit. */
function resolve({ branches, tags }: Project, ref: string): Found | Reply {
  const [, kind, full] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  const name = full ?? ref;
  const branch = kind === "tags" ? undefined : branches.get(name);
  const tag = kind === "heads" ? undefined : tags.get(name);
  if (branch !== undefined && tag !== undefined) return base("Ref is ambiguous");
  const sha = branch ?? tag;
  if (sha === undefined) return base("Reference not found");
  return sha === "" ? base("Commit not found") : { ref: name, tag: tag !== undefined, sha };
}

/** More than the instance takes in a minute, of one project, user and commit. */
function tooMany(world: World, { project, token }: Order, sha: string): boolean {
  const since = world.now() - 60_000;
  const recent = world.pipelines.filter(
    (each) =>
      each.project === project &&
      each.user === token.user &&
      each.sha === sha &&
      each.created > since,
  );
  return world.creationLimit !== undefined && recent.length >= world.creationLimit;
}

function made(world: World, asked: Order, found: Found): Pipeline | Reply {
  const { project, token, source, variables, inputs, upstream } = asked;
  const { user } = token;
  const begin = { ...found, source, user, variables, inputs, upstream };
  const { refuses } = project;
  if (!refuses) return createPipeline(world, project, { ...begin, plan: nextPlan(project) });
  // By the API nothing is kept, and it answers 400.
  if (!refuses.saved || source === "api") return base(refuses.text);
  const plan = { polls: ["failed"] } as const;
  createPipeline(world, project, { ...begin, plan, yamlErrors: refuses.text });
  return reply(422, { message: { base: [refuses.text] } });
}
