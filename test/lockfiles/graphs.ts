import type { Files } from "../workspace/tree.ts";

/** A package of a made-up registry. `to` are numbers of packages, peers among them. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly content: string;
  readonly to: readonly number[];
}

/** Packages by number, and members by directory with the packages and members that they need. */
export interface Registry {
  readonly packages: readonly Package[];
  readonly members: ReadonlyMap<string, Member>;
}

export interface Member {
  readonly packages: readonly number[];
  readonly members: readonly string[];
}

/**
 * How a member looks down to a depth, said as plainly as can be: two members look the same when
 * they have the same text. `texts` numbers what was seen, so that a text does not grow.
 */
export function seen(
  { packages, members }: Registry,
  directory: string,
  depth: number,
  texts: Map<string, number>,
): number {
  const known = new Map<string, number>();
  const numbered = (label: string, below: readonly number[]): number => {
    const text = `${label} > ${[...new Set(below)].sort().join()}`;
    if (!texts.has(text)) texts.set(text, texts.size);
    return texts.get(text)!;
  };
  const once = (key: string, look: () => number): number => {
    if (!known.has(key)) known.set(key, look());
    return known.get(key)!;
  };
  const ofPackage = (number: number, left: number): number =>
    once(`${number} ${left}`, () => {
      const { name, version, content, to } = packages[number]!;
      const below = left === 0 ? [] : to.map((each) => ofPackage(each, left - 1));
      return numbered(`${name} ${version} ${content}`, below);
    });
  const ofMember = (name: string, left: number): number =>
    once(`${name} ${left}`, () => {
      const member = members.get(name)!;
      if (left === 0) return numbered(name, []);
      const below = [
        ...member.packages.map((each) => ofPackage(each, left - 1)),
        ...member.members.map((each) => ofMember(each, left - 1)),
      ];
      return numbered(name, below);
    });
  return ofMember(directory, depth);
}

const nameOf = (directory: string) => directory.replace("/", "-");

/**
 * package-lock.json, version 3. A package lies as far out as `turn` lets it: that of the second of
 * one name lies below who needs it.
 */
export function printNpm({ packages, members }: Registry, turn: (key: string) => number): Files {
  const entries = new Map<string, Record<string, unknown>>();
  entries.set("", { name: "acme", workspaces: ["*/*"] });
  const placed = new Map<string, number>();
  const find = (from: string, name: string): string | undefined => {
    for (let here = from; ; here = here.slice(0, Math.max(here.lastIndexOf("/"), 0))) {
      const at = `${here ? `${here}/` : ""}node_modules/${name}`;
      if (placed.has(at) && !here.endsWith("node_modules")) return at;
      if (here === "") return undefined;
    }
  };
  const alone = (name: string) => packages.filter((each) => each.name === name).length === 1;
  /** Puts a package where `from` finds it; whose sight that blocks is put right below. */
  const place = (from: string, number: number): void => {
    const { name } = packages[number]!;
    const known = find(from, name);
    if (known !== undefined && placed.get(known) === number) return;
    const outer = `node_modules/${name}`;
    const out = alone(name) || (!placed.has(outer) && turn(`${from} ${name}`) > 0);
    const at = out ? outer : `${from}/node_modules/${name}`;
    placed.set(at, number);
    for (const to of packages[number]!.to) place(at, to);
  };
  for (let size = -1; size !== placed.size; ) {
    size = placed.size;
    for (const [directory, member] of members)
      for (const to of member.packages) place(directory, to);
    for (const [at, number] of [...placed]) for (const to of packages[number]!.to) place(at, to);
  }
  for (const [directory, member] of members) {
    const wanted = [
      ...member.packages.map((to) => packages[to]!.name),
      ...member.members.map(nameOf),
    ];
    entries.set(directory, {
      name: nameOf(directory),
      dependencies: Object.fromEntries(wanted.map((name) => [name, "*"])),
    });
    entries.set(`node_modules/${nameOf(directory)}`, { resolved: directory, link: true });
  }
  for (const [at, number] of placed) {
    const { version, content, to } = packages[number]!;
    entries.set(at, {
      version,
      integrity: content,
      dependencies: Object.fromEntries(to.map((each) => [packages[each]!.name, "*"])),
    });
  }
  const sorted = [...entries].sort(([a], [b]) => turn(a) - turn(b));
  return {
    "package-lock.json": JSON.stringify(
      { name: "acme", lockfileVersion: 3, requires: true, packages: Object.fromEntries(sorted) },
      null,
      turn("indent") > 0 ? 2 : 0,
    ),
  };
}

/** pnpm-lock.yaml, version 9. Who needs what stands in the key, as peers do. */
export function printPnpm({ packages, members }: Registry, turn: (key: string) => number): Files {
  const suffix = (number: number) => {
    const twins = packages.filter(
      ({ name, version }) =>
        name === packages[number]!.name && version === packages[number]!.version,
    );
    return twins.length > 1 ? `(with@${number}.0.0)` : "";
  };
  const reference = (number: number) => `${packages[number]!.version}${suffix(number)}`;
  const quoted = (key: string) => (key.startsWith("@") ? `'${key}'` : key);
  const lines = ["lockfileVersion: '9.0'", "", "settings:", "  autoInstallPeers: true", ""];
  lines.push("importers:", "");
  for (const [directory, member] of [...members].sort(([a], [b]) => turn(a) - turn(b))) {
    const wanted = [
      ...member.packages.map((to) => [packages[to]!.name, reference(to)]),
      ...member.members.map((to) => [nameOf(to), `link:../../${to}`]),
    ];
    lines.push(wanted.length > 0 ? `  ${directory}:` : `  ${directory}: {}`);
    if (wanted.length > 0) lines.push("    dependencies:");
    for (const [name, version] of wanted) {
      lines.push(
        `      ${quoted(name!)}:`,
        "        specifier: '*'",
        `        version: ${version}`,
      );
    }
    lines.push("");
  }
  lines.push("packages:", "");
  const contents = new Map(packages.map((each) => [`${each.name}@${each.version}`, each.content]));
  for (const [key, content] of contents) {
    lines.push(`  ${quoted(key)}:`, `    resolution: {integrity: ${content}}`, "");
  }
  lines.push("snapshots:", "");
  for (const [number, { name, to }] of packages.entries()) {
    lines.push(`  ${quoted(`${name}@${reference(number)}`)}:${to.length > 0 ? "" : " {}"}`);
    if (to.length > 0) lines.push("    dependencies:");
    for (const each of to) lines.push(`      ${quoted(packages[each]!.name)}: ${reference(each)}`);
    lines.push("");
  }
  return { "pnpm-lock.yaml": lines.join("\n") };
}
