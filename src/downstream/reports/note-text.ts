/** Characters that GitLab takes in a note (Gitlab::Database::MAX_TEXT_SIZE_LIMIT). */
export const noteCharacters = 1_000_000;

/** The comment at the beginning of a note by which it is found again; nobody sees it. */
export const markerOf = (name: string): string => `<!-- gitlab-fanout: ${name} -->`;

/** Whether something may be the name of a note: it stands in a comment of HTML. */
export const isNoteName = (name: string): boolean =>
  /^[A-Za-z0-9.]+(?:-[A-Za-z0-9.]+)*$/.test(name) && name.length <= 60;

export interface NoteText {
  readonly text: string;
  /** How many characters found no room. */
  readonly left: number;
}

/**
 * The note as it is sent: the marker and the body, cut at the end of a line where GitLab takes no
 * more. A line that GitLab would carry out as an order (`/merge`; docs.gitlab.com,
 * user/project/quick_actions) begins with a space, which shows nowhere.
 */
export function noteText(name: string, body: string, most = noteCharacters): NoteText {
  const marker = markerOf(name);
  const tame = body
    .replace(/\r\n?/g, "\n")
    .replace(/^(?=\/[A-Za-z])/gm, " ")
    .replaceAll("\0", "")
    .trimEnd();
  const whole = `${marker}\n${tame}`;
  if (characters(whole) <= most) return { text: whole, left: 0 };
  const cut = "\n**This note is cut: GitLab takes no more.**\n\n";
  const kept = firstCharacters(tame, most - characters(marker) - characters(cut));
  const line = kept.lastIndexOf("\n");
  const own = line > kept.length / 2 ? kept.slice(0, line) : kept;
  return { text: `${marker}${cut}${own}`, left: characters(tame) - characters(own) };
}

/** As Ruby and PostgreSQL count them: one for what is two in UTF-16. */
const characters = (text: string) => {
  const pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0;
  return text.length - pairs;
};

const firstCharacters = (text: string, most: number) =>
  [...text.slice(0, 2 * most)].slice(0, most).join("");

/** Whether two notes say the same: GitLab may change line ends, and spaces at the end. */
export const saysTheSame = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (text: string) => text.replace(/\r\n?/g, "\n").trimEnd();
