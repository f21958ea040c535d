/** A value as Ruby's `to_s` prints it, which is how GitLab puts it into a longer text. */
export function rubyText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? inspect(value) : String(value);
}

function inspect(value: unknown): string {
  if (value === null || value === undefined) return "nil";
  if (typeof value === "string") return JSON.stringify(value).replace(/#(?=[{$@])/g, "\\#");
  if (Array.isArray(value)) return `[${value.map(inspect).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  const pairs = Object.entries(value).map(([key, item]) => `${key}: ${inspect(item)}`);
  return `{${pairs.join(", ")}}`;
}
