import fc from "../helpers/property.ts";
import { hardScalars } from "./hard-scalars.ts";

const pieces = [
  ..."0123456789+-.,:_eExobyYnN~=<>!&*%@#|?{}[]'\"\\/$ ",
  "\n",
  "\t",
  "\r",
  ": ",
  " #",
  "- ",
  "npm ci",
  "$X",
];

/** Texts that are hard to quote: hard scalars, and things put together from indicators. */
export const hardText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hardScalars.map(([text]) => text)),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc
    .array(fc.string({ unit: "grapheme-ascii", maxLength: 12 }), { maxLength: 5 })
    .map((lines) => lines.join("\n")),
);

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.constantFrom(1e21, 1e-7, 2 ** 60, -(2 ** 62), 123456789012345680000),
);

/** What a pipeline may hold: objects, lists and scalars, nested. */
export const plainData: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    hardText,
    fc.oneof(number, fc.boolean(), fc.constant(null)),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(hardText, tie("any"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any;
