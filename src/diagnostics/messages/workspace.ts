import { didYouMean } from "../closest.ts";
import { row } from "../row.ts";

const quoted = (text: string) => JSON.stringify(text);

/** Codes of workspace/ and affected/: manifests, services, edges, patterns. */
export const workspaceMessages = {
  DOTNET_PROJECT_MISSING: row<{ project: string }>({
    severity: "warning",
    text: (a) => `the solution lists ${quoted(a.project)}, which the repository does not have`,
    next: () => "Take it out of the solution, or check its path",
  }),
  DOCKERFILE_MISSING: row<{ name: string; path: string }>({
    severity: "warning",
    text: (a) => `${quoted(a.name)} is built with ${a.path}, which is not in the repository`,
    next: () => "If that is generated, name its service in services.define",
  }),
  ECOSYSTEM_UNKNOWN: row<{ name: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `${quoted(a.name)} is no ecosystem that fanout can discover`,
    next: (a) => didYouMean(a.name, a.known) || `Known are ${a.known.join(", ")}`,
  }),
  GRADLE_COMPUTED: row<{ what: "builds" | "projects" }>({
    severity: "warning",
    text: (a) =>
      a.what === "builds"
        ? "which builds are included is only known by running this script, so that every one below is taken for included"
        : "the projects of this build are only known by running it, so that every directory with a build file counts as one",
    next: (a) =>
      a.what === "builds"
        ? "Name them with plain strings in includeBuild to have less affected"
        : "Name them with plain strings in include, or leave directories out with services.exclude",
  }),
  GRAPH_FAILED: row<{ command: string; problem: string }>({
    severity: "error",
    text: (a) => `the graph command \`${a.command}\` failed: ${a.problem}`,
    next: () => "Run it by hand in the top directory of the repository; docs/graph.md has recipes",
  }),
  GRAPH_NAME_TWICE: row<{ name: string }>({
    severity: "error",
    text: (a) => `the graph names two services ${quoted(a.name)}`,
    next: () => "Let the graph command print each service once",
  }),
  GRAPH_OF_CHECKOUT: row({
    severity: "warning",
    text: () =>
      "services.graph is asked about what is checked out, which is not the commit that --head names",
    next: () => "Check that commit out first",
  }),
  GRAPH_SHAPE: row<{ problem: string }>({
    severity: "error",
    text: (a) => `the graph command prints another shape: ${a.problem}`,
    next: () => "docs/graph.schema.json describes it",
  }),
  IMPORTS_UNREADABLE: row<{ count: number }>({
    severity: "info",
    text: ({ count }) =>
      `${count === 1 ? "this file has" : `this file and ${count - 1} more have`} a syntax error: whatever it may import counts as imported`,
  }),
  MANIFEST_SYNTAX: row<{ problem: string }>({
    severity: "error",
    text: (a) => a.problem,
    next: () => "Mend the file, or leave it out with services.exclude",
  }),
  MANIFEST_INVALID: row<{ problem: string }>({
    severity: "error",
    text: (a) => a.problem,
    next: () => "Mend the file, or leave it out with services.exclude",
  }),
  MANIFEST_UNREADABLE: row({
    severity: "error",
    text: () => "git lists this manifest, but it cannot be read",
    next: () => "Restore the file, or leave it out with services.exclude",
  }),
  MANIFEST_UNRESOLVED: row<{ what: string; taken: string }>({
    severity: "warning",
    text: (a) => `what ${a.what} leads to is known only when it runs: ${a.taken}`,
    next: () => "Spell it out to narrow this",
  }),
  NX_IMPORTS_UNREAD: row<{ count: number; example: string }>({
    severity: "warning",
    text: (a) =>
      a.count === 1
        ? `only the imports of the Nx project ${quoted(a.example)} tell on what it depends, and they are not read`
        : `only the imports of ${a.count} Nx projects, such as ${quoted(a.example)}, tell on what they depend, and they are not read`,
    next: () => 'Set precision: "imports"',
  }),
  PATTERN_INVALID: row<{ text: string; problem: string }>({
    severity: "error",
    text: (a) => `the pattern ${quoted(a.text)} ${a.problem}`,
    next: () => "Patterns are relative to the repository, such as services/api/** or **/*.md",
  }),
  PATTERN_ONLY_NEGATED: row({
    severity: "error",
    text: () => "every pattern takes paths away, so that none is left",
    next: () => "Put a pattern without ! beside them, such as **",
  }),
  SERVICE_CYCLE: row<{ members: readonly string[] }>({
    severity: "info",
    text: (a) =>
      `these services depend on each other in a circle and are affected together: ${a.members.join(", ")}`,
  }),
  SERVICE_DEPENDENCY_UNKNOWN: row<{ name: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `no service is called ${quoted(a.name)}`,
    next: (a) => didYouMean(a.name, a.known) || "Name a service that is defined or discovered",
  }),
  SERVICE_NAME_INVALID: row<{ name: string; root: string; problem: string }>({
    severity: "error",
    text: (a) => `the service name ${quoted(a.name)} of ${quoted(a.root)} ${a.problem}`,
    next: () =>
      "Give the directory a name in services.define, or leave it out with services.exclude",
  }),
  SERVICE_NAME_TAKEN: row<{ name: string; root: string; other: string }>({
    severity: "error",
    text: (a) =>
      `${quoted(a.root)} and ${quoted(a.other)} would both be the service ${quoted(a.name)}`,
    next: () => "Give one of them another name in services.define",
  }),
  SERVICE_PATH_NOT_UTF8: row<{ root: string }>({
    severity: "error",
    text: (a) => `the service directory ${quoted(a.root)} has a name that is not UTF-8`,
    next: () => "Rename the directory, or leave it out with services.exclude",
  }),
  SERVICE_ROOT_MISSING: row<{ root: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `the repository has no directory ${quoted(a.root)}`,
    next: (a) =>
      didYouMean(a.root, a.known) || "A root is relative to the repository and holds tracked files",
  }),
  SERVICE_ROOT_OUTSIDE: row<{ root: string }>({
    severity: "error",
    text: (a) => `the root ${quoted(a.root)} is not inside the repository`,
    next: () => "A root is relative to the repository, such as services/api",
  }),
  SERVICE_ROOT_TWICE: row<{ root: string; other: string }>({
    severity: "error",
    text: (a) => `the root ${quoted(a.root)} is also that of the service ${quoted(a.other)}`,
    next: () => "Keep one of the two definitions",
  }),
  SERVICE_OR_JOB_UNKNOWN: row<{ name: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `neither a service nor a job is called ${quoted(a.name)}`,
    next: (a) => didYouMean(a.name, a.known) || "fanout affected --verbose lists the services",
  }),
  SERVICE_UNKNOWN: row<{ name: string; known: readonly string[] }>({
    severity: "error",
    text: (a) => `no service is called ${quoted(a.name)}`,
    next: (a) => didYouMean(a.name, a.known) || "fanout affected --all lists them",
  }),
  SERVICE_PATTERN_IDLE: row<{ pattern: string }>({
    severity: "warning",
    text: (a) => `no service is called like ${quoted(a.pattern)}`,
    next: () => "Mend the pattern, or take it out; * matches no /, ** does",
  }),
  SERVICES_NONE_SELECTED: row({
    severity: "error",
    text: () => "the list of selected services is empty",
    next: () => "Name at least one service, or leave the option out",
  }),
  SYMBOLS_UNREADABLE: row<{ count: number }>({
    severity: "info",
    text: ({ count }) =>
      `${count === 1 ? "this file" : `this file and ${count - 1} more`} cannot be taken apart into declarations, because of a syntax error, eval or its size: all that it holds counts together`,
  }),
  WORKSPACE_EMPTY: row<{ discover: readonly string[] }>({
    severity: "warning",
    text: (a) =>
      a.discover.length === 0
        ? "the repository has no services: neither services.discover nor services.define names any"
        : `the repository has no services: nothing was found for ${a.discover.join(", ")}`,
    next: () => "Name ecosystems in services.discover, or services in services.define",
  }),
} as const;
