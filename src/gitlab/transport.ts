import type {
  ClientRequest,
  IncomingHttpHeaders,
  IncomingMessage,
  RequestOptions,
} from "node:http";
import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { Io } from "../io.ts";
import { proxyFor } from "./proxy.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Request {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Milliseconds until the whole answer must be there. */
  readonly timeout: number;
  readonly keep?: Keep | undefined;
}

/** What to keep of an answer that may be large. */
export interface Keep {
  readonly bytes: number;
  /** The end of a longer answer is kept; else a longer one is a fault. */
  readonly tail: boolean;
}

export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body, or the end of it where no more was to be kept. */
  readonly bytes: Buffer;
  /** How many bytes the whole body has. */
  readonly size: number;
}

/** There was no answer. */
export interface Silence {
  /** The end of a sentence. */
  readonly silence: string;
  /** Node's or OpenSSL's name of the fault. */
  readonly code: string | undefined;
}

/** Sends one request, once, and follows no redirect: a token goes nowhere but to `url`. */
export type Send = (request: Request) => Promise<Response | Silence>;

/** The most bytes that are taken for an answer; GitLab's pages of 100 entries stay far below. */
const most = 64 * 1024 * 1024;

/** Requests through the proxies and with the certificates that the environment names. */
export function transport(io: Pick<Io, "env" | "files">): Send {
  let trust: Promise<SecureContext | undefined> | undefined;
  return async ({ method, url, headers, body, timeout, keep }) => {
    const signal = AbortSignal.timeout(timeout);
    try {
      trust ??= certificates(io);
      const tls = { secureContext: await trust, signal };
      const { scheme, ...way } = await route(url, proxyFor(url, io.env), tls);
      const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
      const all = { ...headers, ...way.headers, ...length };
      const { request } = await modules[scheme]();
      return await exchange(request(url, { ...tls, ...way, method, headers: all }), body, keep);
    } catch (error) {
      if (signal.aborted) {
        return { silence: `no answer within ${Math.ceil(timeout / 1000)} s`, code: "TIMEOUT" };
      }
      const { code, message } = error as NodeJS.ErrnoException;
      // What has no code is no fault of the network's, but a mistake of ours.
      if (code === undefined) throw error;
      return { silence: message || code, code };
    }
  };
}

type Scheme = "http:" | "https:";
const modules = { "http:": () => import("node:http"), "https:": () => import("node:https") };

/** Sends what is to be sent, and reads the answer to its end. */
function exchange(
  request: ClientRequest,
  body: string | undefined,
  { bytes: limit, tail }: Keep = { bytes: most, tail: false },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response: IncomingMessage) => {
      let chunks: Buffer[] = [];
      let kept = 0;
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        kept += chunk.length;
        size += chunk.length;
        if (kept > limit && !tail) {
          const fault = coded(`the answer is larger than ${limit} bytes`, "TOO_LARGE");
          // The end may have been read already.
          reject(fault);
          request.destroy(fault);
        } else if (kept > limit * 2) {
          chunks = [Buffer.concat(chunks).subarray(-limit)];
          kept = limit;
        }
      });
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status = 0, headers } = response;
        const bytes = Buffer.concat(chunks);
        resolve({ status, headers, bytes: tail ? bytes.subarray(-limit) : bytes, size });
      });
    });
    request.end(body);
  });
}

/** What a request needs beside its address; `scheme` says which of Node's modules makes it. */
interface Route extends RequestOptions {
  readonly scheme: Scheme;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Tls {
  readonly secureContext: SecureContext | undefined;
  readonly signal: AbortSignal;
}

/**
 * How to connect: directly, by a tunnel through the proxy, or for plain HTTP by asking the proxy
 * for the whole address. Each request has a connection of its own: one that was kept could have
 * been closed at the other end, and a POST that is lost on it must not be repeated. Node 22.21 and
 * 24.5 have this built in (`proxyEnv` of http.Agent); Node 20 has not.
 */
async function route(url: URL, proxy: string | undefined, tls: Tls): Promise<Route> {
  const scheme = url.protocol as Scheme;
  if (proxy === undefined) return { scheme, agent: false };
  const by = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (!by || !Object.hasOwn(modules, by.protocol)) {
    throw coded("the proxy that the environment names is no HTTP proxy", "PROXY");
  }
  if (scheme === "http:") {
    const headers = { host: url.host, ...credentials(by) };
    const { protocol, port } = by;
    const place = { protocol, hostname: bare(by.hostname), port: port || null, path: url.href };
    return { scheme: protocol as Scheme, ...place, headers, agent: false };
  }
  const socket = await tunnel(by, url, tls);
  const [{ connect }, { isIP }] = await Promise.all([import("node:tls"), import("node:net")]);
  const host = bare(url.hostname);
  const servername = isIP(host) ? "" : host;
  const createConnection = () => connect({ ...tls, socket, host, servername });
  // Without an agent, nothing else tells Node which port needs no mention.
  return { scheme, createConnection, defaultPort: 443 };
}

/** An address as sockets want it: IPv6 without its brackets. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

/** A connection to the host of `url` through the proxy. */
async function tunnel(proxy: URL, url: URL, tls: Tls): Promise<Socket> {
  const { request } = await modules[proxy.protocol as Scheme]();
  const path = `${url.hostname}:${url.port || 443}`;
  const headers = { host: path, ...credentials(proxy) };
  return new Promise((resolve, reject) => {
    const asking = request(proxy, { ...tls, method: "CONNECT", path, headers, agent: false });
    asking.on("error", reject);
    asking.on("connect", ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(coded(`the proxy ${proxy.host} answers ${statusCode}`, "PROXY"));
    });
    asking.end();
  });
}

function credentials({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {};
  const words = [username, password].map(decoded).join(":");
  return { "proxy-authorization": `Basic ${Buffer.from(words).toString("base64")}` };
}

/** Without its percent signs; as it is where they are no encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const coded = (message: string, code: string) => Object.assign(new Error(message), { code });

/**
 * What to trust beside what Node trusts: the certificate that the runner was given for its
 * GitLab (`CI_SERVER_TLS_CA_FILE`). `undefined` leaves it to Node, which reads NODE_EXTRA_CA_CERTS.
 */
async function certificates({ env, files }: Pick<Io, "env" | "files">) {
  const own = env.CI_SERVER_TLS_CA_FILE && files.text(env.CI_SERVER_TLS_CA_FILE);
  if (!own) return undefined;
  const { default: tls } = await import("node:tls");
  const { getCACertificates } = tls as { getCACertificates?: (kind: "default") => string[] };
  const extra = env.NODE_EXTRA_CA_CERTS && files.text(env.NODE_EXTRA_CA_CERTS);
  const known = getCACertificates?.("default") ?? [...tls.rootCertificates, extra || ""];
  return tls.createSecureContext({ ca: [...known.filter(Boolean), own] });
}
