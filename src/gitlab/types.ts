/**
 * What GitLab's API gave: the value, or why there is none. A value of `undefined` is an answer too:
 * GitLab knows of none.
 */
export type Answer<T> = { readonly value: T } | Fault;

/** Why an answer could not be had. */
export interface Fault {
  /**
   * `unreachable`: no answer, or none in time; `refused`: GitLab answered with an error;
   * `unreadable`: what answered was not GitLab's API.
   */
  readonly kind: "unreachable" | "refused" | "unreadable";
  /** The end of a sentence; no token stands in it. */
  readonly problem: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** GitLab's own words in a refusal, in one line. */
  readonly said?: string;
  /** The same will come of it however often it is asked: an address or a certificate is wrong. */
  readonly lasting?: boolean;
  /** Of a 429: milliseconds until the time that GitLab names for asking again. */
  readonly after?: number;
  /**
   * Whether a change may have been carried out although this is what came of it: before it is sent
   * again, look.
   */
  readonly lost: boolean;
}

/** A token, and the header in which GitLab wants it (docs.gitlab.com, api/rest/authentication). */
export interface Token {
  /** The variable that it came from: how messages name it. */
  readonly name: string;
  readonly header: "PRIVATE-TOKEN" | "JOB-TOKEN";
  readonly value: string;
  /** The one origin that it is sent to; left out: wherever the caller asks. */
  readonly instance?: string | undefined;
}

/** How long to hold on, in milliseconds. */
export interface Patience {
  /** For one question, with all its repetitions. */
  readonly total: number;
  /** For one request, from connecting to the last byte. */
  readonly each: number;
}

/** Time and chance, for tests to hand in their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}
