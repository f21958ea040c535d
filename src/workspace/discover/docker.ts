import { isBelow } from "../manifests.ts";
import { directoryOf } from "../paths.ts";
import { allBelow } from "../pattern.ts";
import type { DiscoveredService, Ecosystem } from "../types.ts";

/**
 * Every directory with a Dockerfile is a service. Its build context is the whole directory, the
 * directories of other services below included.
 */
export default {
  name: "docker",
  manifests: ["Dockerfile", "Dockerfile.*", "*.Dockerfile", "Containerfile", "Containerfile.*"],
  async discover(found) {
    const services: DiscoveredService[] = [];
    for (const manifest of [...found.values()].flat()) {
      if (manifest.endsWith(".dockerignore") || isBelow(manifest, "vendor")) continue;
      const root = directoryOf(manifest);
      services.push({ root, kind: "service", manifest, inputs: [allBelow(root)] });
    }
    return { services, edges: [] };
  },
} satisfies Ecosystem;
