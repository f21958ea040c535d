import type { Rule } from "../types.ts";
import { fromProject } from "./facts/artifact-paths.ts";
import { artifactIncludes, jobCalled } from "./facts/children.ts";
import { placeOf } from "./facts/place.ts";
import { member, texts } from "./facts/read.ts";

/** The whole checkout. */
const everything = new Set(["", ".", "*", "**", "**/*"]);

/** Directories that package managers fill. */
const filled =
  /^(?:node_modules|bower_components|\.npm|\.yarn|\.pnpm-store|\.m2|\.gradle|\.cargo|\.venv|venv|\.git)(?:\/|$)/;

const rule: Rule = {
  code: "child-archive-size",
  severity: "warning",
  docs: `GitLab reads a generated pipeline only from an archive of at most 5 MB (zipped, all files of the job together). A
job that keeps its whole checkout or a directory of packages beside the generated file is soon above that, and then
no child pipeline is created. Keep the generated YAML alone, and leave the rest to another job or to \`cache\`.`,
  check(linted) {
    const generators = new Map(
      artifactIncludes(linted).flatMap(({ generator }) => {
        const job = jobCalled(linted, generator);
        return job ? [job] : [];
      }),
    );
    return [...generators].flatMap(([name, config]) => {
      const artifacts = member(config, "artifacts");
      if (texts(member(artifacts, "exclude")).length > 0) return [];
      return texts(member(artifacts, "paths"), ["artifacts", "paths"]).flatMap(
        ({ value, path }) => {
          const plain = fromProject(value);
          if (!everything.has(plain) && !filled.test(plain)) return [];
          const what = everything.has(plain) ? "the whole checkout" : `"${value}"`;
          return [
            {
              path: placeOf(linted, name, path).path,
              message: `keeps ${what} beside the generated pipeline, whose archive may have 5 MB at most`,
              hint: "Keep only the generated files in `artifacts:paths`",
            },
          ];
        },
      );
    });
  },
};

export default rule;
