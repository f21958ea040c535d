import { type Diagnostic, found as finding, UserError } from "../../diagnostics/index.ts";
import { at, isBelow, readManifests } from "../manifests.ts";
import { directoryOf } from "../paths.ts";
import { allBelow } from "../pattern.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, Found, World } from "../types.ts";
import { bakeFiles, readBake } from "./docker/bake.ts";
import type { Build } from "./docker/builds.ts";
import { composeFiles, readCompose } from "./docker/compose.ts";
import { Contexts, isWithin } from "./docker/context.ts";
import { type Dockerfile, parseDockerfile } from "./docker/file.ts";
import { type Image, isNamed, namesIn } from "./docker/images.ts";
import { inputsOf, type Place, rootOf } from "./docker/places.ts";

const dockerfiles = [
  "Dockerfile",
  "Dockerfile.*",
  "*.Dockerfile",
  "Containerfile",
  "Containerfile.*",
];

/**
 * Every directory with a Dockerfile is a service. Its build context is the whole directory, the
 * directories of other services below included; Compose and Bake files may name another.
 */
export default {
  name: "docker",
  manifests: [...dockerfiles, "*.dockerignore", ...composeFiles, ...bakeFiles],
  async discover(found, world) {
    const ignores = await world.tree.read(found.get("*.dockerignore")!);
    const said = await together([readCompose(found, world), readBake(found, world)]);
    const diagnostics = said.flatMap((part) => part.diagnostics);
    const builds = said.flatMap((part) => part.builds);
    const places = await placesOf(found, builds, world, diagnostics);

    const contexts = new Contexts(world.tree);
    const images = imagesOf(places);
    const roots = new Map<string, Set<string>>();
    for (const { root, builds } of places) {
      for (const { key } of builds) roots.set(key, (roots.get(key) ?? new Set()).add(root));
    }
    const triggering = new Set(
      places.filter(({ dockerfile }) => dockerfile.onBuild).map(({ root }) => root),
    );
    const services: DiscoveredService[] = [];
    const edges: DiscoveredEdge[] = [];
    for (const place of places) {
      const { root, manifest } = place;
      const own = [...edgesOf(place, images, diagnostics), ...namedEdges(place, roots, images)];
      const whole = own.some(({ to }) => triggering.has(to));
      const inputs = [...inputsOf(place, contexts, ignores, whole), ...namedInputs(place)];
      services.push({ root, kind: "service", manifest, inputs });
      edges.push(...own);
    }
    return { services, edges, diagnostics };
  },
} satisfies Ecosystem;

/** What all of them make. The faults of all of them come together in one UserError. */
async function together<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(works);
  const faults = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  const other = faults.find((fault) => !(fault instanceof UserError));
  if (other !== undefined) throw other;
  if (faults.length > 0) throw new UserError(faults.flatMap(({ diagnostics }) => diagnostics));
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/** Every Dockerfile that is found or named, with the builds that name it. */
async function placesOf(
  found: Found,
  builds: readonly Build[],
  world: World,
  diagnostics: Diagnostic[],
): Promise<Place[]> {
  const listed = dockerfiles
    .flatMap((name) => found.get(name)!)
    .filter((path) => !path.endsWith(".dockerignore") && !isBelow(path, "vendor"));
  const byFile = new Map<string, Build[]>([...new Set(listed)].map((path) => [path, []]));
  const inline: (Build & { inline: NonNullable<Build["inline"]> })[] = [];
  const built = new Set<string>();
  const missing: Build[] = [];
  for (const build of builds) {
    const file = build.dockerfiles.find((path) => world.tree.has(path));
    if (build.inline) inline.push({ ...build, inline: build.inline });
    else if (file === undefined) missing.push(build);
    else byFile.set(file, [...(byFile.get(file) ?? []), build]);
    if (build.inline !== undefined || file !== undefined) built.add(build.key);
  }
  for (const { key, name, said, manifests, dockerfiles } of missing) {
    const [path] = dockerfiles;
    if (built.has(key) || !said || path === undefined) continue;
    diagnostics.push(finding("DOCKERFILE_MISSING", at(manifests[0]!), { name, path }));
  }

  const parsed = await readManifests([...byFile.keys()], world, parseDockerfile);
  const directories = new Set([...byFile.keys()].map(directoryOf));
  const places = [...parsed].flatMap(([manifest, dockerfile]) =>
    placed(manifest, dockerfile, byFile.get(manifest)!, directories),
  );
  for (const build of inline) {
    const dockerfile = await parseDockerfile(build.inline.text);
    // Without sources it is made of nothing but the file that it stands in.
    if (dockerfile.sources.length === 0 && build.contexts.size === 0) continue;
    const { manifest } = build.inline;
    places.push({ root: build.context, manifest, inline: true, dockerfile, builds: [build] });
  }
  return places;
}

/** One place for each directory whose service its builds are. */
function placed(
  manifest: string,
  dockerfile: Dockerfile,
  builds: readonly Build[],
  directories: ReadonlySet<string>,
): Place[] {
  const place = (root: string, own: readonly Build[]): Place => ({
    root,
    manifest,
    inline: false,
    dockerfile,
    builds: own,
  });
  if (builds.length === 0) return [place(directoryOf(manifest), [])];
  const byRoot = new Map<string, Build[]>();
  for (const build of builds) {
    const root = rootOf(manifest, build.context, directories);
    byRoot.set(root, [...(byRoot.get(root) ?? []), build]);
  }
  return [...byRoot].map(([root, own]) => place(root, own));
}

const imagesOf = (places: readonly Place[]): Image[] =>
  places.flatMap(({ root, builds }) =>
    builds.flatMap(({ images }) => images.map((name) => ({ name, root }))),
  );

/** An edge for each image that another service builds. */
function edgesOf(
  { root, manifest, inline, dockerfile, builds }: Place,
  images: readonly Image[],
  diagnostics: Diagnostic[],
): DiscoveredEdge[] {
  return namesIn(dockerfile, builds).flatMap(({ name, line }) => {
    if (builds.length > 0 && builds.every(({ contexts }) => contexts.has(name))) return [];
    const built = images.filter((image) => image.root !== root && isNamed(image.name, name));
    const place = { manifest, ...(inline ? {} : { line }) };
    if (built.length > 0 && /^[\0:@/]*$/.test(name)) {
      const taken = "every image that is built here is taken as its base";
      diagnostics.push(
        finding("MANIFEST_UNRESOLVED", at(manifest, place.line), { what: "this image", taken }),
      );
    }
    return built.map((image) => ({ from: root, to: image.root, ...place }));
  });
}

/** An edge for each named context that another service builds. */
function namedEdges(
  { root, builds }: Place,
  roots: ReadonlyMap<string, ReadonlySet<string>>,
  images: readonly Image[],
): DiscoveredEdge[] {
  return builds.flatMap(({ contexts }) =>
    [...contexts.values()].flatMap((named) => {
      const targets =
        "build" in named
          ? [...(roots.get(named.build) ?? [])]
          : "image" in named
            ? images.filter(({ name }) => isNamed(name, named.image)).map((image) => image.root)
            : [];
      return targets.map((to) => {
        const { manifest, line } = named;
        return { from: root, to, manifest, ...(line === undefined ? {} : { line }) };
      });
    }),
  );
}

/** Named contexts that are directories. */
const namedInputs = ({ root, builds }: Place): string[] =>
  builds.flatMap(({ contexts }) =>
    [...contexts.values()].flatMap((named) =>
      "directory" in named && !isWithin(named.directory, root) ? [allBelow(named.directory)] : [],
    ),
  );
