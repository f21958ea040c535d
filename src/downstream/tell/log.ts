/** The most lines of a log that are shown, and the most bytes that are read and shown of it. */
export const shownLines = 20;
export const readBytes = 32 * 1024;
const lineLength = 500;

/** GitLab's marks of collapsible sections (docs.gitlab.com, ci/jobs/job_logs). */
const section = /section_(?:start|end):\d+:[^\r\n]*?(?:\r|(?=\u001b\[0K)|$)/gm;
/** Colours and movements of the cursor, titles and links of terminals. */
const escapes =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[PX^_][^\u001b]*\u001b\\|[ -/]*[0-~])/g;
/** What a runner of 17.1 and newer puts before each line; `+`: the line before goes on. */
const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z \d\d[OE](\+?) ?/;

/** The last lines of a log as people read them: no marks, no colours, the end of each progress bar. */
export function lastLines(log: string, most = shownLines): string[] {
  const lines: string[] = [];
  for (const raw of log.split("\n")) {
    const goesOn = stamp.exec(raw)?.[1] === "+";
    const line = raw.replace(stamp, "").replace(section, "").replace(escapes, "");
    const shown = line.replace(/\r+$/, "").split("\r").at(-1)?.trimEnd() ?? "";
    const before = goesOn ? lines.pop() : undefined;
    lines.push(((before ?? "") + shown).slice(0, lineLength));
  }
  while (lines.at(-1) === "") lines.pop();
  return lines.filter((line) => line !== "").slice(-most);
}
