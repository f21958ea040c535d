import { type Fault, type Gitlab, gitlab, clock as realClock } from "../../gitlab/index.ts";
import { unreadNext } from "../refusals.ts";
import { tokensFor } from "../tokens.ts";
import { type Reader, reader } from "../tree.ts";
import { turns } from "./turn.ts";
import type { FollowWorld } from "./types.ts";

/** A GitLab to be asked. */
export interface Instance {
  readonly reader: Reader;
  readonly client: Gitlab;
  /** For what changes something, and for what no job token may read. */
  readonly change: Gitlab;
  /** The API's address. */
  readonly base: string | undefined;
  /** What to do where a pipeline of a project cannot be read. */
  advise(fault: Fault, project: string): string;
}

export interface Telling {
  /** Waits that people will notice. */
  readonly tell: (text: string) => void;
  readonly verbose?: ((line: string) => void) | undefined;
}

/** The instances of one command by their address, each made once; all share one clock of turns. */
export function instances({ io, clock = realClock }: FollowWorld, telling: Telling) {
  const turn = turns(clock);
  const made = new Map<string | undefined, Instance>();
  const make = (url: string | undefined): Instance => {
    const { read, change, url: base } = tokensFor(io, { url });
    const settings = { url: base, clock, ...telling };
    const client = gitlab(io, { ...settings, tokens: read });
    const changing = gitlab(io, { ...settings, tokens: change.length > 0 ? change : read });
    const advise: Instance["advise"] = (fault, project) => unreadNext(fault, project, read);
    return { reader: reader(client, turn), client, change: changing, base, advise };
  };
  return (url: string | undefined): Instance => {
    const known = made.get(url) ?? make(url);
    made.set(url, known);
    return known;
  };
}
