import type { Io } from "../io.ts";

type Env = Io["env"];

/**
 * The proxy that the environment names for an address, by the rules that curl and git follow:
 * `https_proxy` or `http_proxy` by the scheme, else `all_proxy`, in small letters or capitals;
 * none for hosts in `no_proxy`.
 */
export function proxyFor(url: URL, env: Env): string | undefined {
  const scheme = url.protocol.slice(0, -1);
  const proxy = setting(env, `${scheme}_proxy`) ?? setting(env, "all_proxy");
  if (proxy === undefined || excepted(url, setting(env, "no_proxy") ?? "")) return undefined;
  return proxy.includes("://") ? proxy : `http://${proxy}`;
}

const setting = (env: Env, name: string) => env[name] || env[name.toUpperCase()] || undefined;

/** Whether `no_proxy` names the host: itself or a domain above it, with a port or without, or `*`. */
function excepted(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase();
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = entry, only] = /^(.+):(\d+)$/.exec(entry) ?? [];
      // An IPv6 address without brackets ends in something that looks like a port.
      if (entry === host || `[${entry}]` === host) return true;
      if (only !== undefined && only !== port) return false;
      const domain = name.replace(/^\*?\./, "");
      return host === domain || host.endsWith(`.${domain}`);
    });
}
