import { gitlabStand, type Stand } from "../helpers/gitlab/index.ts";

/** A server with two projects: ada is maintainer of both, bob a developer of the first alone. */
export async function stand() {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer", bob: "developer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  const ada = lab.token(lab.user("ada")).value;
  return { lab, app, lib, ada };
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends a request; an object is sent as JSON, URLSearchParams as a form. */
export async function send(
  lab: Stand,
  path: string,
  { method = "GET", headers = {}, body }: Sent = {},
) {
  const form = body instanceof URLSearchParams;
  const type = form ? "application/x-www-form-urlencoded" : "application/json";
  const answer = await fetch(`${lab.url}/api/v4/${path}`, {
    method,
    headers: { ...(body !== undefined && { "content-type": type }), ...headers },
    ...(body !== undefined && { body: form ? body.toString() : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = /json/.test(answer.headers.get("content-type") ?? "") && text !== "";
  return { status: answer.status, body: json ? JSON.parse(text) : text, headers: answer.headers };
}

/** GitLab's form of a refusal in words. */
export const base = (text: string) => ({ message: { base: [text] } });
