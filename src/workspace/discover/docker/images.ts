import { unknown } from "../terraform/values.ts";
import { type Build, substitute } from "./builds.ts";
import type { Dockerfile } from "./file.ts";

/** An image that is built in this repository, and the service whose directory builds it. */
export interface Image {
  readonly name: string;
  readonly root: string;
}

/** An image or context that a Dockerfile names, in one build of it. */
export interface Named {
  readonly name: string;
  readonly line: number;
}

/** What a Dockerfile names, with the arguments of each of its builds and with their defaults. */
export function namesIn(dockerfile: Dockerfile, builds: readonly Build[]): Named[] {
  const named = new Map<string, Named>();
  for (const { text, line } of dockerfile.images) {
    for (const given of [undefined, ...builds]) {
      const lookUp = (name: string) => given?.arguments.get(name) ?? dockerfile.arguments.get(name);
      const name = substitute(text, lookUp);
      // A build that gives no value for it is told by those that do.
      const told = given || builds.length === 0 || !name.includes(unknown);
      if (told && !named.has(name)) named.set(name, { name, line });
    }
  }
  return [...named.values()];
}

/** Whether a name may be that of an image; tags and digests count for nothing. */
export function isNamed(image: string, name: string): boolean {
  const one = plainName(image);
  const other = plainName(name);
  if (!one.includes(unknown) && !other.includes(unknown)) return one === other;
  // A registry that is known only when it runs: the last name tells.
  return fits(lastName(one), lastName(other)) || fits(lastName(other), lastName(one));
}

/** Without tag, digest and what stands for Docker Hub. */
const plainName = (name: string): string =>
  name
    .replace(/@.*$/s, "")
    .replace(/:[^/]*$/, "")
    .replace(/^(?:docker\.io\/)?(?:library\/)?/, "");

const lastName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** Whether a name fits one with unknown parts: what is known of its start and end tells. */
function fits(name: string, partly: string): boolean {
  const start = partly.slice(0, partly.indexOf(unknown));
  const end = partly.slice(partly.lastIndexOf(unknown) + 1);
  if (!partly.includes(unknown)) return name === partly;
  return name.startsWith(start) && name.endsWith(end);
}
