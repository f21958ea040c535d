import type { Copy, Instruction } from "dockerfile-ast";

/** What a Dockerfile takes from elsewhere. Lines count from 1. */
export interface Dockerfile {
  /** Paths in the build context, as they are written, of COPY, ADD and bind mounts. */
  readonly sources: readonly { readonly text: string; readonly line: number }[];
  /** Images and named contexts of FROM, COPY --from and RUN --mount; build stages are none. */
  readonly images: readonly { readonly text: string; readonly line: number }[];
  /** Defaults of ARG before the first FROM, by name. */
  readonly arguments: ReadonlyMap<string, string>;
  /** Whether builds on top of it read their context, as its ONBUILD says. */
  readonly onBuild: boolean;
}

/**
 * Reads a Dockerfile: the only door to dockerfile-ast, which is loaded when there is one to read.
 * There are no faults: what is no instruction is passed over.
 */
export async function parseDockerfile(text: string): Promise<Dockerfile> {
  const { DockerfileParser } = await import("dockerfile-ast");
  const parsed = DockerfileParser.parse(text.replace(/^\uFEFF/, ""));
  const sources: { text: string; line: number }[] = [];
  const images: { text: string; line: number }[] = [];
  const stages = new Set<string>();
  let onBuild = false;
  const image = (name: string | undefined, line: number) => {
    const known = name === undefined || name === "" || stages.has(name.toLowerCase());
    if (!known && name !== "scratch" && !/^\d+$/.test(name)) images.push({ text: name, line });
  };
  for (const instruction of parsed.getInstructions()) {
    const line = instruction.getRange().start.line + 1;
    switch (instruction.getKeyword()) {
      case "FROM": {
        const [name, as, stage] = instruction.getArguments().map((word) => word.getValue());
        image(name, line);
        if (as?.toUpperCase() === "AS" && stage) stages.add(stage.toLowerCase());
        break;
      }
      case "COPY":
      case "ADD": {
        const from = flagsOf(instruction, "from")[0];
        if (from !== undefined) image(from, line);
        else for (const text of sourcesOf(instruction)) sources.push({ text, line });
        break;
      }
      case "RUN":
        for (const mount of flagsOf(instruction, "mount")) {
          const { type = "bind", from, source, src } = optionsOf(mount);
          if (from !== undefined) image(from, line);
          else if (type === "bind") sources.push({ text: source ?? src ?? ".", line });
        }
        break;
      case "ONBUILD":
        onBuild ||= /^(?:COPY|ADD|RUN\s+--mount)/i.test(instruction.getArgumentsContent() ?? "");
        break;
    }
  }
  const defaults = parsed.getInitialARGs().flatMap((each): [string, string][] => {
    const property = each.getProperty();
    const value = property?.getValue();
    return property && value ? [[property.getName(), value]] : [];
  });
  return { sources, images, arguments: new Map(defaults), onBuild };
}

/** The values of a flag such as `--from`, in their order. */
function flagsOf(instruction: Instruction, name: string): string[] {
  const flags = "getFlags" in instruction ? (instruction.getFlags as () => Flag[])() : [];
  return flags.flatMap((flag) => {
    const value = flag.getName() === name ? flag.getValue() : undefined;
    return value ? [unquoted(value)] : [];
  });
}
type Flag = { getName(): string; getValue(): string | null };

/** `type=bind,source=a` by name. */
const optionsOf = (mount: string): { readonly [name: string]: string | undefined } =>
  Object.fromEntries(
    mount.split(",").map((option) => {
      const [name = "", ...value] = option.split("=");
      return [name.trim().toLowerCase(), value.join("=")];
    }),
  );

/** All arguments of COPY or ADD but the last; what is downloaded or written in place is none. */
function sourcesOf(instruction: Instruction): string[] {
  // COPY and ADD both have it; the types know it of COPY alone.
  const [here] = (instruction as Copy).getHeredocs();
  const end = here?.getContentRange()?.start.line ?? Infinity;
  const words = instruction
    .getArguments()
    .filter((word) => word.getRange().start.line < end)
    .map((word) => word.getValue());
  return (listIn(words.join(" ")) ?? words.map(unquoted))
    .slice(0, -1)
    .filter((word) => !/^(?:<<|git@|[a-z][a-z\d+.-]*:\/\/)/i.test(word));
}

/** The form `["a b", "c"]`; anything else is not that form. */
function listIn(line: string): string[] | undefined {
  if (!line.startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(line);
    return Array.isArray(list) ? list.filter((word) => typeof word === "string") : undefined;
  } catch {
    return undefined;
  }
}

const unquoted = (word: string): string => word.replace(/["']/g, "");
