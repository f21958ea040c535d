/** Orders to a terminal: colours and the like, as the logs of tests have them. */
const orders = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/g;

/**
 * What no XML 1.0 document may hold, not even by number (W3C, Extensible Markup Language: Char), and
 * the control characters that it should not.
 */
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\p{Cs}\ufffe\uffff]/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // A reader turns these into spaces or line feeds where they stand as they are.
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** A text as it may stand in an element. */
export const xmlText = (text: string): string =>
  clean(text).replace(/[&<>\r]/g, (found) => entities[found] ?? found);

/** A text as it may stand in double quotes. */
export const xmlAttribute = (text: string): string =>
  clean(text).replace(/[&<>"\t\n\r]/g, (found) => entities[found] ?? found);

/** Without colours, and without characters that no document may hold. */
export const clean = (text: string): string => text.replace(orders, "").replace(forbidden, "");
