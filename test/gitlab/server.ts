import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { Clock } from "../../src/gitlab/index.ts";
import { certificate, key } from "./certificate.ts";

/** What a server answers to one request. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Closes the connection: before an answer, or in the middle of it. */
  readonly drop?: "before" | "within";
  /** Never answers. */
  readonly hang?: true;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Fake {
  /** `http://127.0.0.1:34567`. */
  readonly url: string;
  readonly host: string;
  /** All that was asked so far. */
  readonly calls: readonly Call[];
}

/** A server on this machine that gives these replies in order, the last one for ever. */
export async function server(replies: readonly Reply[], secure = false): Promise<Fake> {
  const calls: Call[] = [];
  const made = secure ? createSecureServer({ key, cert: certificate }) : createServer();
  made.on("request", (request, response) => {
    let sent = "";
    request.on("data", (chunk: Buffer) => {
      sent += chunk.toString();
    });
    request.on("end", () => {
      const { method = "", headers } = request;
      const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
      const query = Object.fromEntries(searchParams);
      const reply = replies[Math.min(calls.length, replies.length - 1)] ?? {};
      calls.push({ method, path: pathname, query, headers, body: sent });
      if (reply.hang) return;
      if (reply.drop === "before") return void request.socket.destroy();
      const { status = 200, body } = reply;
      const text = typeof body === "string" ? body : JSON.stringify(body ?? null);
      const type = typeof body === "string" ? "text/html" : "application/json";
      const length = String(Buffer.byteLength(text) + (reply.drop ? 100 : 0));
      const own = { "content-type": type, "content-length": length, ...reply.headers };
      response.writeHead(status, own);
      if (reply.drop) response.write(text, () => request.socket.destroy());
      else response.end(text);
    });
  });
  const host = await listen(made);
  return { url: `${secure ? "https" : "http"}://${host}`, host, calls };
}

/** A proxy that knows one place, whatever it is asked for: the host that it stands for. */
export async function proxy(to: string, answer = 200): Promise<Fake & { asked: string[] }> {
  const asked: string[] = [];
  const calls: Call[] = [];
  const made = createServer((request, response) => {
    const { method = "", headers, url = "" } = request;
    asked.push(`${method} ${url}`);
    calls.push({ method, path: url, query: {}, headers, body: "" });
    response.writeHead(200, { "content-type": "application/json" }).end("[]");
  });
  made.on("connect", (request, socket: Socket) => {
    const { method = "", headers, url = "" } = request;
    asked.push(`${method} ${url}`);
    calls.push({ method, path: url, query: {}, headers, body: "" });
    if (answer !== 200) return void socket.end(`HTTP/1.1 ${answer} No\r\n\r\n`);
    const [host, port] = to.split(":");
    const far = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      far.pipe(socket);
      socket.pipe(far);
    });
    far.on("error", () => socket.destroy());
    socket.on("error", () => far.destroy());
  });
  const host = await listen(made);
  return { url: `http://${host}`, host, calls, asked };
}

async function listen(made: Server): Promise<string> {
  const open = new Set<Socket>();
  made.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => made.close(resolve));
  });
  return `127.0.0.1:${(made.address() as AddressInfo).port}`;
}

/** An address where nobody listens. */
export async function nobody(): Promise<string> {
  const made = createServer();
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  const { port } = made.address() as AddressInfo;
  await new Promise((resolve) => made.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A clock that stands still but for sleeps, which take no time; chance is always 0. */
export function still(): Clock & { readonly slept: readonly number[] } {
  let now = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random: () => 0,
    async sleep(milliseconds) {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}
