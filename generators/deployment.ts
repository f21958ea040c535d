import { createHash } from "node:crypto";

/** What only the default branch does, and only when somebody says so. */
export const byHand = [
  {
    if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    when: "manual" as const,
    // What nobody starts must not keep the pipeline from ending.
    allow_failure: true,
  },
];

const longest = 150;

/**
 * A service's name as a part of an environment's name, where GitLab takes few characters and 255
 * in all (lib/gitlab/regex.rb, `environment_name_regex`). A name that had to change ends in a
 * hash of what it was, so that no two services share an environment.
 */
export function environmentPart(name: string): string {
  const plain = name.replace(/[^\w. /-]/g, "-").replace(/^\/|\/$/g, "-");
  if (plain === name && name.length <= longest) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${plain.slice(0, longest)}-${hash}`;
}
