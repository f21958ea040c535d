/** What is wrong with the axes of a matrix, and at which of them. */
export interface AxesFault {
  readonly axis?: string;
  readonly problem: string;
}

/**
 * The first fault of axes as somebody wrote them: lists of values by the name of a variable.
 * `undefined` when there is none. A value is plain text: it becomes part of a job's name, and
 * GitLab would expand a `$` in it.
 */
export function axesFault(axes: unknown): AxesFault | undefined {
  if (typeof axes !== "object" || axes === null || Array.isArray(axes)) {
    return { problem: 'should be lists by variable, such as { TARGET: ["amd64", "arm64"] }' };
  }
  for (const [axis, values] of Object.entries(axes)) {
    const problem = nameFault(axis) ?? valuesFault(values);
    if (problem !== undefined) return { axis, problem };
  }
  return undefined;
}

/** Each job of a service has these already. */
const given = ["SERVICE_NAME", "SERVICE_DIR"];

function nameFault(axis: string): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(axis) || axis === "__proto__") {
    return "should be the name of a variable: letters, digits and underscores";
  }
  return given.includes(axis) ? "is a variable that every job has already" : undefined;
}

function valuesFault(values: unknown): string | undefined {
  if (!Array.isArray(values)) return "should be a list of values";
  if (values.length === 0) return "should have a value: without one there would be no job";
  const seen = new Set<string>();
  for (const value of values) {
    if (typeof value === "number" ? !Number.isSafeInteger(value) : typeof value !== "string") {
      return `should hold texts and whole numbers; write ${JSON.stringify(String(value))} in quotes`;
    }
    const text = String(value);
    if (!plain.test(text) || text !== text.trim()) {
      return `has the value ${JSON.stringify(text)}, but a value is one line of text, without $ and without blanks around it`;
    }
    if (seen.has(text)) return `has the value ${JSON.stringify(text)} twice`;
    seen.add(text);
  }
  return undefined;
}

/** No `$`, no control character or line separator, no half of a character. */
const plain = /^[^$\p{Cc}\p{Cs}\u2028\u2029]+$/u;
