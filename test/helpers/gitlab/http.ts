import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** An answer before it is sent. */
export interface Reply {
  readonly status: number;
  /** A text or bytes as they are, anything else as JSON; nothing where left out. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const reply = (status: number, body?: unknown, headers: Reply["headers"] = {}): Reply => ({
  status,
  body,
  headers,
});

/** A request, read. */
export interface Asked {
  readonly method: string;
  /** The path, its segments still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How an answer goes out. */
export interface Way {
  readonly reply: Reply | undefined;
  /** Cut the connection: instead of the answer, or in its middle. */
  readonly cut?: "before" | "within" | undefined;
}

/** Listens on this machine until the test ends; gives `http://127.0.0.1:34567`. */
export async function listen(answer: (asked: Asked) => Promise<Way>): Promise<string> {
  const open = new Set<Socket>();
  const made = createServer((request, response) => {
    void read(request)
      .then(answer)
      .then((way) => send(way, request, response));
  });
  made.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
  });
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => made.close(resolve));
  });
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "", headers, url = "" } = request;
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const body = Buffer.concat(chunks).toString("utf8");
  return { method, path: pathname, query: searchParams, headers, body };
}

function send({ reply, cut }: Way, request: IncomingMessage, response: ServerResponse): void {
  if (cut === "before") return void request.socket.destroy();
  if (!reply) return;
  const { body } = reply;
  const plain = typeof body === "string" || Buffer.isBuffer(body);
  const bytes =
    body === undefined ? Buffer.alloc(0) : Buffer.from(plain ? body : JSON.stringify(body));
  const type = plain ? "text/plain" : "application/json";
  const length = String(bytes.length + (cut ? 100 : 0));
  response.writeHead(reply.status, {
    "content-type": type,
    "content-length": length,
    ...reply.headers,
  });
  if (cut) response.write(bytes, () => request.socket.destroy());
  else response.end(bytes);
}

/**
 * The parameters of a request, as Grape puts them together: those of the query, under those of the
 * body, which is JSON or a form with `variables[KEY]=value`.
 */
export function paramsOf({ query, headers, body }: Asked): Record<string, unknown> {
  const params = nested(query);
  if (body === "") return params;
  if (/\bjson\b/.test(headers["content-type"] ?? "")) {
    const parsed: unknown = JSON.parse(body);
    return { ...params, ...(parsed as Record<string, unknown>) };
  }
  return { ...params, ...nested(new URLSearchParams(body)) };
}

/** `a[b]=c` is `{ a: { b: "c" } }`, `a[]=c` is `{ a: ["c"] }`, `a[][k]=c` is `{ a: [{ k: "c" }] }`. */
function nested(pairs: URLSearchParams): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const [name, value] of pairs) {
    const [, key = name, inner, item] = /^([^[]+)\[([^\]]*)\](?:\[([^\]]*)\])?$/.exec(name) ?? [];
    if (inner === undefined) own(params, key, value);
    else if (inner === "") push(params, key, item, value);
    else own(table(params, key), inner, value);
  }
  return params;
}

const own = (into: object, key: string, value: unknown) =>
  void Object.defineProperty(into, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });

function table(params: Record<string, unknown>, key: string): object {
  if (!Object.hasOwn(params, key)) own(params, key, {});
  return params[key] as object;
}

function push(
  params: Record<string, unknown>,
  key: string,
  item: string | undefined,
  value: string,
) {
  if (!Object.hasOwn(params, key)) own(params, key, []);
  const list = params[key] as unknown[];
  if (item === undefined) return void list.push(value);
  const last = list.at(-1) as object | undefined;
  if (last && !Object.hasOwn(last, item)) own(last, item, value);
  else list.push({ [item]: value });
}
