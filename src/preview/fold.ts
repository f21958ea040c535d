import { showName } from "../terminal.ts";
import type { ViewJob, ViewService } from "../view/index.ts";
import { groupBy } from "../workspace/index.ts";
import { judgementOf, type Shown, type ShownPipeline } from "./shown.ts";
import { type Call, count, notesOf } from "./words.ts";

/** A job as it is drawn, or what is alike of many: plain text that a terminal may print. */
export interface Entry {
  readonly stage: string;
  readonly name: string;
  readonly notes: readonly string[];
  /** Whether GitLab creates it in the situation. */
  readonly created: boolean;
}

/** The jobs of a service, or of many whose jobs are alike; without `services` those of none. */
export interface Unit {
  /** As they are told: `web`, or `svc-001 … svc-450 (450 services)`. */
  readonly label: string;
  readonly services: readonly number[];
  readonly entries: readonly Entry[];
}

/** So many services are told one by one. */
const foldFrom = 25;

export interface Folding {
  /** Every service by itself. */
  readonly all?: boolean;
  /** With `*` for the name of each service, as the pipelines of many are told together. */
  readonly alike?: boolean;
}

/**
 * The jobs of a pipeline by service, in the workspace's order, those of none last. Where there are
 * many services, those whose jobs are alike but for the service's own name are told together, with
 * `*` in its place.
 */
export function unitsOf(shown: Shown, one: ShownPipeline, how: Folding = {}): Unit[] {
  const { pipeline, jobs } = one;
  const { all = false } = how;
  const byService = groupBy(jobs, ({ service }) => service);
  const services = [...byService.keys()].filter((at) => at !== undefined).sort((a, b) => a - b);
  const own = byService.get(undefined);
  const draw = (list: readonly ViewJob[], call: Call) =>
    list.map((job) => entryOf(job, { pipeline, shown, call, all }));
  const drawAlike = (at: number) => draw(byService.get(at)!, alike(shown.view.services, at));
  const folds = !all && (how.alike === true || services.length >= foldFrom);
  const groups = folds
    ? groupBy(services, (at) => JSON.stringify(drawAlike(at))).values()
    : services.map((at) => [at]);
  const units = [...groups].map((group): Unit => {
    const [first = 0] = group;
    const stars = how.alike === true || group.length > 1;
    return {
      label: how.alike ? "*" : fromTo(group.map((at) => nameOf(shown.view.services[at]))),
      services: group,
      entries: stars ? drawAlike(first) : draw(byService.get(first)!, exactly),
    };
  });
  return own ? [...units, { label: "", services: [], entries: draw(own, exactly) }] : units;
}

/** Nothing in it has to be escaped: most names, and quickly seen. */
const plain = /^[\x20-\x5b\x5d-\x7e]*$/;
const exactly: Call = (name) => (plain.test(name) ? name : showName(name));
const nameOf = (service: ViewService | undefined) => service?.name ?? "";

interface Drawing {
  readonly pipeline: ShownPipeline["pipeline"];
  readonly shown: Shown;
  readonly call: Call;
  readonly all: boolean;
}

function entryOf(job: ViewJob, { pipeline, shown, call, all }: Drawing): Entry {
  return {
    stage: job.stage,
    name: call(job.name, job.service),
    notes: notesOf(job, pipeline, shown, call, all),
    created: judgementOf(job, pipeline, shown.situation).created,
  };
}

/** Names with `*` for the service's own, `*` and a word for those of other services. */
function alike(services: readonly ViewService[], at: number): Call {
  return (name, service = at) => {
    const pattern = starred(name, nameOf(services[service]));
    if (pattern === undefined) return exactly(name, service);
    return service === at ? pattern : `${pattern} of others`;
  };
}

/** `web:test` of `web` as `*:test`; undefined where the name does not begin with the service's. */
function starred(name: string, service: string): string | undefined {
  if (service === "" || !name.startsWith(service)) return undefined;
  const rest = name.slice(service.length);
  return /^[\p{L}\p{N}]/u.test(rest) ? undefined : `*${exactly(rest, undefined)}`;
}

const named = 8;

/** Names in few words: all of them where they are few, else the first and the last. */
export function fromTo(names: readonly string[], word = "service"): string {
  const [first = ""] = names;
  if (names.length <= named) return names.map(showName).join(", ");
  const { length } = names;
  return `${showName(first)} … ${showName(names[length - 1]!)} (${count(length, word)})`;
}

const states = ["affected", "gone", "not-affected"] as const;

/** Services with the same reason, those that are out last, in few words; the service's own directory stands as `*`. */
export function reasonsOf(
  services: readonly ViewService[],
  all = false,
): {
  readonly names: string;
  readonly reason: string;
  readonly services: readonly ViewService[];
}[] {
  const few = all || services.length < foldFrom;
  const ordered = states.flatMap((state) => services.filter((service) => service.state === state));
  const groups = groupBy(ordered, (service) =>
    few ? `${service.state} ${service.summary}` : `${service.state} ${withoutRoot(service)}`,
  );
  return [...groups.values()].map((group) => {
    const [first] = group;
    return {
      names: all ? group.map(({ name }) => showName(name)).join(", ") : fromTo(group.map(nameOf)),
      reason: group.length === 1 || few ? first!.summary : withoutRoot(first!),
      services: group,
    };
  });
}

const withoutRoot = ({ root, summary }: ViewService): string =>
  root === "." || root === "" ? summary : summary.replaceAll(`${root}/`, "*/");
