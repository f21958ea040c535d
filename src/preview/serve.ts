import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fail, showText } from "../diagnostics/index.ts";

const host = "127.0.0.1";
const preferred = 4650;
/** Pages that may be open at once. */
const most = 100;

export interface Served {
  /** `http://127.0.0.1:4650/`. */
  readonly address: string;
  /** Puts another page in place, and has those that are open load it. */
  show(page: string): void;
  close(): Promise<void>;
}

/**
 * Serves one page at `/` on this machine only, and at `/events` tells open pages to load it again.
 * `port` as it was given; "": 4650, or a free one. SERVE_PORT_FORM and SERVE_PORT where it cannot be had.
 */
export async function serve(port: string): Promise<Served> {
  if (!/^\d{0,5}$/.test(port) || Number(port) > 65_535)
    fail("SERVE_PORT_FORM", ["--serve"], { port });
  let page = plainPage("The pipeline is being worked out", []);
  const open = new Set<ServerResponse>();
  const own: Own = { names: new Set(), page: () => page, open };
  const server = createServer((request, response) => answer(request, response, own));
  const bound = await listen(server, port);
  for (const name of [host, "localhost"]) own.names.add(`${name}:${bound}`);
  const alive = setInterval(() => tell(open, ":\n\n"), 20_000);
  return {
    address: `http://${host}:${bound}/`,
    show(text) {
      page = text;
      tell(open, "data: changed\n\n");
    },
    close() {
      clearInterval(alive);
      for (const response of open) response.end();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

interface Own {
  /** What a browser calls this server. Another name is a site that had its name lead here. */
  readonly names: Set<string>;
  readonly page: () => string;
  readonly open: Set<ServerResponse>;
}

const tell = (open: ReadonlySet<ServerResponse>, text: string) => {
  for (const response of open) response.write(text);
};

async function listen(server: Server, port: string): Promise<number> {
  const wanted = port === "" ? preferred : Number(port);
  const bound = await bind(server, wanted).catch((error: NodeJS.ErrnoException) => {
    if (port === "" && error.code === "EADDRINUSE") return bind(server, 0);
    const problem = error.code === "EADDRINUSE" ? "another program has it" : error.message;
    return fail("SERVE_PORT", ["--serve"], { port: wanted, problem });
  });
  return bound;
}

const bind = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });

const safe = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
};

function answer({ headers, method, url = "" }: IncomingMessage, to: ServerResponse, own: Own) {
  const refuse = (status: number, why: string, more = {}) => {
    const type = { "Content-Type": "text/plain; charset=utf-8" };
    to.writeHead(status, { ...safe, ...type, ...more }).end(`${why}\n`);
  };
  const path = url.split("?")[0];
  if (!own.names.has(headers.host ?? "")) refuse(403, "this server has another name");
  else if (method !== "GET") refuse(405, "only GET is answered", { Allow: "GET" });
  else if (path === "/") {
    to.writeHead(200, { ...safe, "Content-Type": "text/html; charset=utf-8" }).end(own.page());
  } else if (path !== "/events") refuse(404, "there is nothing here");
  else if (own.open.size >= most) refuse(503, "too many pages are open");
  else {
    to.writeHead(200, { ...safe, "Content-Type": "text/event-stream" }).write(":\n\n");
    own.open.add(to);
    to.on("close", () => own.open.delete(to));
  }
}

const script = 'new EventSource("events").onmessage = () => location.reload();';

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The page in place of one that cannot be made: why, until the next change. */
export const errorPage = (lines: readonly string[]): string =>
  plainPage("There is no pipeline to show", lines);

function plainPage(title: string, lines: readonly string[]): string {
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`;
  const text = lines.map((line) => showText(line).replace(/[&<>]/g, (found) => escapes[found]!));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; max-width: 50rem">
<h1>${title}</h1>
<ul>${text.map((line) => `<li>${line}</li>`).join("\n")}</ul>
<p>This page loads itself again at the next change.</p>
<script>${script}</script>
</body>
</html>
`;
}
