/** Seconds of the units that people write. */
const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:s|secs?|seconds?)$/, 1],
  [/^(?:m|mins?|minutes?)$/, 60],
  [/^(?:h|hrs?|hours?)$/, 3600],
  [/^(?:d|days?)$/, 86_400],
  [/^(?:w|wks?|weeks?)$/, 604_800],
  [/^(?:mos?|months?)$/, 2_592_000],
  [/^(?:y|yrs?|years?)$/, 31_536_000],
];

/**
 * The seconds of a duration such as `2 days` or `1h 30m`; `undefined` for any other form that
 * GitLab may read, so that nothing is said of it.
 */
export function secondsOf(duration: unknown): number | undefined {
  if (typeof duration === "number") return duration;
  if (typeof duration !== "string") return undefined;
  const text = duration.trim().toLowerCase();
  if (/^\d+$/.test(text)) return Number(text);
  const parts = /^(?:\d+\s*[a-z]+(?:\s+|,\s*|(?=\d)|$))+$/.test(text)
    ? [...text.matchAll(/(\d+)\s*([a-z]+)/g)]
    : [];
  let seconds = 0;
  for (const [, count, word = ""] of parts) {
    const unit = units.find(([name]) => name.test(word));
    if (!unit) return undefined;
    seconds += Number(count) * unit[1];
  }
  return seconds > 0 ? seconds : undefined;
}
