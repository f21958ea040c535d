import { isHash, put, Reference } from "../../../src/model/index.ts";
import fc from "../../helpers/property.ts";

/** Values that people put where others belong. */
const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  2,
  201,
  1.5,
  -1,
  "",
  " ",
  "x",
  "a b",
  "/x/",
  "/(/",
  "$X ==",
  '$X == "y"',
  "build",
  "manual",
  "delayed",
  "always",
  "never",
  "on_success",
  "1 week",
  "2 weeks",
  "30 minutesx",
  "active",
  "depend",
  "a".repeat(256),
  [],
  ["x"],
  [["x"]],
  [1],
  [null],
  [{}],
  [{ when: "always" }],
  ["on_success", "x"],
  {},
  { x: "y" },
  { name: "x" },
  { paths: ["x"] },
  { paths: "x", compare_to: 1 },
  { files: ["x"] },
  { matrix: [{ A: ["x", "y"] }] },
  { matrix: [{}] },
  { job: "x" },
  { job: "x", optional: true },
  { job: "x", pipeline: "y" },
  { value: "x", options: ["y"] },
  { exit_codes: 1 },
  { include: "x.yml" },
  { project: "a/b" },
];

/** Keys that stand somewhere in a configuration, right where they are or not. */
const oddKeys: readonly string[] = [
  ..."script run trigger needs rules only except when start_in stage extends environment".split(
    " ",
  ),
  ..."variables image services cache artifacts retry tags timeout parallel allow_failure".split(
    " ",
  ),
  ..."dependencies interruptible inherit hooks id_tokens coverage release pages publish".split(" "),
  ..."resource_group inputs default workflow stages include before_script after_script".split(" "),
  ..."name paths key policy expose_as expire_in reports url on_stop action kubernetes".split(" "),
  ..."if changes exists job optional matrix max exit_codes project branch strategy".split(" "),
  ..."forward value expand options description nope __proto__ constructor".split(" "),
];

type Step = readonly [at: number, kind: number, key: number, value: number];

/** A copy of a hash or list with one place changed: gone, renamed, another value, or one more. */
function mutated(document: unknown, [at, kind, key, value]: Step): unknown {
  const places: (readonly [holder: object, key: string])[] = [];
  const copy = (item: unknown): unknown => {
    if (Array.isArray(item)) {
      const made: unknown[] = item.map(copy);
      for (const index of made.keys()) places.push([made, String(index)]);
      return made;
    }
    if (item instanceof Reference || !isHash(item)) return item;
    const made: Record<string, unknown> = {};
    for (const [name, each] of Object.entries(item)) {
      put(made, name, copy(each));
      places.push([made, name]);
    }
    return made;
  };
  const result = copy(document);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return result;
  const [holder, name] = place;
  const odd = oddValues[value % oddValues.length];
  const other = oddKeys[key % oddKeys.length]!;
  const old = (holder as Record<string, unknown>)[name];
  const put_ = (named: string, item: unknown) =>
    put(holder as Record<string, unknown>, named, item);
  if (Array.isArray(holder)) {
    const index = Number(name);
    if (kind % 4 === 0) holder.splice(index, 1);
    else if (kind % 4 === 1) holder.splice(index, 0, structuredClone(odd));
    else if (kind % 4 === 2) holder[index] = [old];
    else holder[index] = structuredClone(odd);
  } else if (kind % 5 === 0) delete (holder as Record<string, unknown>)[name];
  else if (kind % 5 === 1) {
    delete (holder as Record<string, unknown>)[name];
    put_(other, old);
  } else if (kind % 5 === 2) put_(other, structuredClone(odd));
  else if (kind % 5 === 3) put_(name, [old]);
  else put_(name, structuredClone(odd));
  return result;
}

const steps = fc.array(fc.noBias(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat())), {
  minLength: 1,
  maxLength: 3,
});

/** One of the configurations with one to three places changed. */
export const mutants = (documents: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.nat(documents.length - 1), steps)
    .map(([index, list]) => list.reduce<unknown>(mutated, documents[index]));

const placesIn = (value: unknown): number => {
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + 1 + placesIn(item), 0);
};

/** The `kind` of a step that puts another value, in hashes and in lists. */
const replacing = 19;

/** A configuration with each of its places given each fourth of the odd values in turn. */
export const changes = (document: unknown): readonly unknown[] =>
  Array.from({ length: placesIn(document) }, (_, at) =>
    [...oddValues.keys()]
      .filter((value) => (at + value) % 4 === 0)
      .map((value) => mutated(document, [at, replacing, 0, value])),
  ).flat();
