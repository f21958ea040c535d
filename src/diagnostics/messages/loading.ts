import { row } from "../row.ts";

/** Codes of loading/: reading a configuration with all that it includes. */
export const loadingMessages = {
  LOAD_MISSING: row({
    severity: "error",
    text: () => "the file does not exist",
    next: () => "Check its path",
  }),
  LOAD_EMPTY: row({
    severity: "error",
    text: () => "the file is empty",
    next: () => "Write at least one job",
  }),
  LOAD_YAML: row<{ problem: string }>({
    severity: "error",
    text: (a) => `is not YAML that GitLab can read: ${a.problem}`,
    next: () => "Mend the text",
  }),
  LOAD_TOO_BIG: row<{ failure: string; limit: number; unit: string }>({
    severity: "error",
    exit: 4,
    text: (a) => `${a.failure} (GitLab allows ${a.limit} ${a.unit})`,
    next: () => "Split the file; an alias counts again at every use",
  }),
  LOAD_NO_HASH: row<{ got: string }>({
    severity: "error",
    text: (a) => `a configuration should be a hash of keywords and jobs, not ${a.got}`,
    next: () => "Write names followed by a colon",
  }),
  LOAD_CLASS: row<{ text: string; name: string; isTagged: boolean }>({
    severity: "error",
    text: (a) => `${a.text} reads as a ${a.name}, which GitLab refuses`,
    next: (a) => (a.isTagged ? "Take the tag out" : "Put it in quotes"),
  }),
  LOAD_SYMBOL: row<{ name: string }>({
    severity: "warning",
    text: (a) =>
      `:${a.name} is a symbol of Ruby: GitLab drops its colon, or refuses it where only text may stand`,
    next: () => "Put it in quotes",
  }),
  LOAD_REFERENCE: row<{ text: string }>({
    severity: "error",
    text: (a) => `${a.text} is not valid`,
    next: () => "Write a list of names: !reference [.job, script]",
  }),
  LOAD_KEY_TWICE: row<{ key: string }>({
    severity: "warning",
    text: (a) => `the key "${a.key}" stands here twice, and GitLab takes only the last one`,
    next: () => "Bring both together, or rename one",
  }),
  LOAD_TAG: row<{ tag: string }>({
    severity: "warning",
    text: (a) => `GitLab does not know the tag ${a.tag} and reads past it`,
    next: () => "Take it out; text that begins with an exclamation mark needs quotes",
  }),
  LOAD_DOCUMENTS: row({
    severity: "warning",
    text: () => "GitLab does not read this part of the file",
    next: () =>
      "A file is one document, or two where the first holds `spec`; take out the line of dashes",
  }),
  LOAD_NOT_UTF8: row({
    severity: "warning",
    text: () => "holds U+FFFD, as text does that was not UTF-8; GitLab refuses other encodings",
    next: () => "Save the file as UTF-8",
  }),
  LOAD_INCLUDE: row<{ failure: string; next?: string }>({
    severity: "error",
    text: (a) => a.failure.replace(/[.!]$/, ""),
    next: (a) => a.next ?? "",
  }),
  LOAD_INCLUDE_FORM: row<{ got: string }>({
    severity: "error",
    text: (a) => `an include should be a path or a hash, not ${a.got}`,
    next: () => "Write `local:`, `project:`, `remote:`, `template:`, `component:` or `artifact:`",
  }),
  LOAD_INPUTS: row<{ failure: string }>({
    severity: "error",
    text: (a) => a.failure,
    next: () => "Hold the inputs against `spec:inputs` of the file",
  }),
} as const;
