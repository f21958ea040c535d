import { type Table, textOr } from "../values.ts";

/** How one version of pnpm's lock file spells the keys of packages. */
export interface Keys {
  /** Whether `snapshots` tells dependencies, and `packages` only content. */
  readonly snapshots: boolean;
  /** The keys that a dependency may mean, the likeliest first. */
  keysOf(name: string, reference: string): readonly string[];
  /** The key in `packages` with the content of one in `snapshots`. */
  contentOf(key: string): string;
  describe(key: string, content: Table): { name: string; version: string };
}

/** `/name/1.0.0_peer@2.0.0`. */
const slashed: Keys = {
  snapshots: false,
  keysOf: (name, reference) => [`/${name}/${reference}`, reference],
  contentOf: (key) => key,
  describe(key, content) {
    const body = key.replace(/^\//, "");
    const slash = body.lastIndexOf("/");
    const version = body.slice(slash + 1).replace(/_.*$/s, "");
    return described(content, key, slash < 1 ? body : body.slice(0, slash), version);
  },
};

/** `/name@1.0.0(peer@2.0.0)`. */
const parenthesized: Keys = {
  snapshots: false,
  keysOf: (name, reference) => [`/${name}@${reference}`, reference, `${name}@${reference}`],
  contentOf: (key) => key,
  describe(key, content) {
    const body = withoutPeers(key).replace(/^\//, "");
    const at = body.indexOf("@", 1);
    return described(
      content,
      key,
      at < 0 ? body : body.slice(0, at),
      at < 0 ? "" : body.slice(at + 1),
    );
  },
};

/** `name@1.0.0(peer@2.0.0)`. */
const bare: Keys = {
  ...parenthesized,
  snapshots: true,
  keysOf: (name, reference) => [`${name}@${reference}`, reference],
  contentOf: withoutPeers,
};

/** By lockfileVersion; `undefined` for one that fanout does not know. */
export function keysOf(version: string): Keys | undefined {
  if (/^5(?:\.\d+)?(?:-inlineSpecifiers)?$/.test(version)) return slashed;
  if (/^6(?:\.\d+)?$/.test(version)) return parenthesized;
  return /^9(?:\.\d+)?$/.test(version) ? bare : undefined;
}

function described(content: Table, key: string, name: string, version: string) {
  return {
    name: textOr(content.name, key) || name,
    version: textOr(content.version, key) || version,
  };
}

/** A key without the peers and the patch behind it: groups of parentheses, one in the other. */
function withoutPeers(key: string): string {
  let end = key.length;
  while (key[end - 1] === ")") {
    let depth = 0;
    let at = end - 1;
    for (; at >= 0; at--) {
      if (key[at] === ")") depth++;
      else if (key[at] === "(" && --depth === 0) break;
    }
    if (at < 1) break;
    end = at;
  }
  return key.slice(0, end);
}
