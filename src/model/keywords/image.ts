import * as z from "zod/mini";
import { commands, filled, keywords, strings, text, whole } from "./shared.ts";
import { plainVariables } from "./variables.ts";

const pullPolicy = z.enum(["always", "never", "if-not-present"]);
const user = text.check(z.minLength(1)).check(z.maxLength(255, "is longer than 255 characters"));

/** What `image` and a service share (GitLab: entry/imageable.rb). */
const imageable = {
  entrypoint: strings,
  pull_policy: z.union([
    pullPolicy,
    z.array(pullPolicy).check(z.minLength(1, "must not be empty")),
  ]),
  docker: keywords({ platform: text.check(z.minLength(1)), user }),
  kubernetes: keywords({ user: z.union([user, whole]) }),
};

export const image = z.union([filled, keywords(imageable, { name: filled })]);

const service = z.union([
  filled,
  keywords(
    { ...imageable, command: commands, alias: text, variables: plainVariables },
    { name: filled },
  ),
]);

export const services = z.array(service);
