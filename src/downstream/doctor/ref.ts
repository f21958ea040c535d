import type { Check } from "./types.ts";
import { ok, untold } from "./words.ts";

const stops = "the ref was not found";

/** Whether the branch or tag is there, and is only one of them. */
export const ref: Check = {
  name: "ref",
  title: "the branch or tag",
  needs: ["target"],
  async check({ ref, refs }) {
    const answer = await refs();
    if (!("value" in answer)) return untold(answer);
    const { name, branch, tag } = answer.value;
    if (branch && tag) {
      return {
        mark: "problem",
        what: `${name} is both a branch and a tag`,
        why: "GitLab refuses it: Ref is ambiguous",
        next: `Name one of them in full: refs/heads/${name} or refs/tags/${name}`,
        stops: "the ref is ambiguous",
      };
    }
    const told = ref === undefined ? ", the default branch" : "";
    if (branch || tag) return ok(`the ${branch ? "branch" : "tag"} ${name}${told}`);
    if (name === "") {
      return {
        mark: "problem",
        what: "the project has no default branch: it is empty",
        why: "GitLab refuses a pipeline: Reference not found",
        next: "Push a commit with a .gitlab-ci.yml first",
        stops,
      };
    }
    return {
      mark: "problem",
      what: `there is neither a branch nor a tag ${name}`,
      why: "GitLab refuses it: Reference not found",
      next: "Name one that is there, or leave it out for the default branch",
      stops,
    };
  },
};
