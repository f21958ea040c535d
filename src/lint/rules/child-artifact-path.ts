import type { Rule } from "../types.ts";
import { artifactIncludes } from "./facts/children.ts";
import { placeOf, setIn } from "./facts/place.ts";
import { hasVariable } from "./facts/read.ts";

const rule: Rule = {
  code: "child-artifact-path",
  severity: "error",
  docs: `GitLab looks up the path of \`trigger:include:artifact\` as the exact name of an entry in the archive. Names there
have no \`./\` or \`/\` in front, \`/\` between directories and no wildcards, and GitLab takes only files that end in \`.yml\`
or \`.yaml\`. With any other path the trigger job fails. Write the path from the project's directory.`,
  check: (linted) =>
    artifactIncludes(linted).flatMap(({ trigger, path, artifact }) => {
      const problem = problemOf(artifact);
      if (!problem) return [];
      const at = [...path, "artifact"];
      const { message, better } = problem;
      return [
        {
          path: placeOf(linted, trigger, at).path,
          message: `the artifact's path "${artifact}" ${message}`,
          hint: better === undefined ? problem.hint : `Write "${better}"`,
          fixes: better === undefined ? [] : setIn(linted, trigger, at, better),
        },
      ];
    }),
};

interface Problem {
  readonly message: string;
  readonly hint: string;
  readonly better?: string;
}

function problemOf(artifact: string): Problem | undefined {
  const plain = artifact.replace(/^(?:\.?\/+)+/, "");
  if (/^\.?\//.test(artifact) && plain !== "") {
    const message = "does not begin with a name, as entries of the archive do";
    return {
      message,
      hint: "",
      ...(/\.ya?ml$/i.test(plain) ? { better: plain } : { hint: `Write "${plain}"` }),
    };
  }
  if (artifact.includes("\\")) {
    const better = artifact.replaceAll("\\", "/");
    return { message: "has backslashes, where entries of the archive have `/`", hint: "", better };
  }
  if (/[*?]/.test(artifact)) {
    const message = "has a wildcard, which GitLab takes for a character of the name";
    return { message, hint: "Name one file; three entries are possible" };
  }
  if (/(?:^|\/)\.\.?\/|\/\//.test(artifact)) {
    return {
      message: "has steps such as `..`, which no entry of the archive has",
      hint: "Name the file directly",
    };
  }
  // A variable may hold the ending.
  if (hasVariable(artifact) || /\.ya?ml$/i.test(artifact)) return undefined;
  return {
    message: "does not end in `.yml` or `.yaml`, so GitLab refuses the file",
    hint: "Rename the file",
  };
}

export default rule;
